/**
 * A thread of {@linkcode SearchWorkers}: searches the shared codes it is given.
 *
 * @module
 */
import { parentPort } from "node:worker_threads";
import { instantiate, type KernelInstance, searchCodes } from "./kernel/wasm_search.ts";
import type { SearchJob } from "./search_workers.ts";

let instance: KernelInstance | undefined;

parentPort!.on("message", ({ module, memory, codes, queries }: SearchJob) => {
  if (instance?.memory.buffer !== memory.buffer) instance = instantiate(module, memory);
  const kernel = instance!;
  parentPort!.postMessage(queries.map((query) => searchCodes(kernel, codes, query)));
});
