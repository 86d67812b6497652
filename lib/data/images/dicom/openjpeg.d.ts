import type { ModuleFactory, OpenJpegModule } from "./codec_types.d.ts";

declare const createOpenJpeg: ModuleFactory<OpenJpegModule>;
export default createOpenJpeg;
