/**
 * Runs a notebook from its first cell to its last in a kernel of its own.
 *
 * @module
 */
import { dirname } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { Kernel } from "./kernel.ts";
import type { Json } from "./messages.ts";
import type { Cell, Notebook } from "./notebook.ts";
import { cellError, cellOutputs } from "./outputs.ts";

/** Options of {@linkcode executeNotebook}. */
export interface ExecutionOptions {
  /** Longest time for a cell, in milliseconds; default: ten minutes. */
  readonly cellTimeout?: number;
}

/** A notebook that was run. */
export interface Execution {
  /** With the outputs of this run; cells behind an error have none. */
  readonly notebook: Notebook;
  /** The error that ended the run, with the cell's number; absent where every cell ended well. */
  readonly error?: string;
}

/**
 * Runs all code cells in order and stops at the first error. The kernel works in the folder of
 * the notebook, as it does in Jupyter.
 *
 * @param path Where the notebook is
 * @throws {Error} if the kernel does not start
 */
export async function executeNotebook(
  notebook: Notebook,
  path: string,
  { cellTimeout = 600_000 }: ExecutionOptions = {},
): Promise<Execution> {
  const kernel = await Kernel.start({ folder: dirname(path) });
  const cells: Cell[] = [];
  let count = 0;
  let error: string | undefined;
  try {
    for (const cell of notebook.cells) {
      if (cell.kind !== "code" || cell.source.trim() === "" || error !== undefined) {
        cells.push(withoutOutputs(cell));
        continue;
      }
      count++;
      const result = await executeCell(kernel, cell.source, { count, cellTimeout });
      cells.push({ ...cell, outputs: result.outputs, executionCount: count });
      if (result.error !== undefined) error = `cell ${count}: ${result.error}`;
    }
  } finally {
    await kernel.shutdown();
  }
  return { notebook: { ...notebook, cells }, ...error !== undefined && { error } };
}

/** The outputs of one cell, and the error that it ended with, if any. */
async function executeCell(
  kernel: Kernel,
  source: string,
  { count, cellTimeout }: { readonly count: number; readonly cellTimeout: number },
): Promise<{ readonly outputs: readonly Json[]; readonly error?: string | undefined }> {
  try {
    const outputs = cellOutputs(await kernel.execute(source, cellTimeout), count);
    return { outputs, error: cellError(outputs) };
  } catch (error) {
    if (error instanceof InputError) return { outputs: [], error: error.message };
    throw error;
  }
}

function withoutOutputs(cell: Cell): Cell {
  return cell.kind === "code" ? { ...cell, outputs: [], executionCount: null } : cell;
}
