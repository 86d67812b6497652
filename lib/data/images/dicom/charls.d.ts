import type { CharlsModule, ModuleFactory } from "./codec_types.d.ts";

declare const createCharls: ModuleFactory<CharlsModule>;
export default createCharls;
