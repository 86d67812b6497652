import type { Executor } from "./executor.ts";
/** Not there yet. */
export const referenceExecutor: Executor = {
  name: "reference",
  load: () => Promise.reject(new Error("Cannot load: not written yet")),
};
