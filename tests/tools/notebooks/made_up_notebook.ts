/**
 * Notebooks for tests.
 *
 * @module
 */
import type { Notebook } from "../../../tools/notebooks/notebook.ts";

/** A notebook with these cells of code, none of which has been run. */
export function notebookOf(sources: readonly string[]): Notebook {
  const cells = sources.map((source, n) => ({
    kind: "code" as const,
    source,
    outputs: [],
    executionCount: null,
    rest: { id: `cell-${n}`, metadata: {} },
  }));
  return { cells, rest: { metadata: {}, nbformat: 4, nbformat_minor: 5 } };
}
