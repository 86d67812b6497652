/**
 * A thread of {@linkcode SearchWorkers}: searches the shared codes it is given.
 *
 * @module
 */
import { parentPort } from "node:worker_threads";
import { instantiate, type KernelInstance, searchCodes } from "../kernel/wasm_search.ts";
import type { SearchJob } from "./search_job.ts";

let last: { readonly kernel: number; readonly instance: KernelInstance } | undefined;

parentPort!.on("message", ({ kernel, module, memory, codes, queries }: SearchJob) => {
  if (last?.kernel !== kernel) last = { kernel, instance: instantiate(module, memory) };
  const { instance } = last;
  parentPort!.postMessage(queries.map((query) => searchCodes(instance, codes, query)));
});
