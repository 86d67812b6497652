/**
 * Filters as masks: which rows of a case table a search passes over, one byte a row.
 *
 * @module
 */
import type { CaseTable } from "./case_table.ts";
import { BLOCK, type BlockTest, compileFilter } from "./filter_blocks.ts";
import type { Filter } from "../filter/filter.ts";

/** A text that only equal filters share. */
export function filterKey(filter: Filter | undefined): string {
  // JSON has no infinite ages.
  const replacer = (_: string, value: unknown) => typeof value === "number" ? `${value}` : value;
  return JSON.stringify(filter ?? null, replacer);
}

/** The mask of a kernel, which is made anew only where the filter or the rows have changed. */
export class RowMask {
  /** The {@linkcode filterKey} of what it holds; undefined when it must be made anew. */
  #filter: string | undefined;

  /** Must be called when rows were added or removed, or the mask is another's. */
  noteChange(): void {
    this.#filter = undefined;
  }

  /** Whether a search must heed the mask, which holds the filter then. */
  prepare(
    table: CaseTable,
    filter: Filter | undefined,
    kernel: { mask(): Uint8Array },
  ): boolean {
    if (filter === undefined && table.count === table.rows) return false;
    const key = filterKey(filter);
    if (key === this.#filter) return true;
    maskRows(table, filter, kernel.mask());
    this.#filter = key;
    return true;
  }
}

/**
 * Writes 0 for every row that fits the filter and was not removed, 255 for the others.
 *
 * @param filter Default: all fit
 * @param into `[table.rows]`
 * @throws {InputError} if the filter asks for a finding that is none of the table's
 */
export function maskRows(table: CaseTable, filter: Filter | undefined, into: Uint8Array): void {
  into.set(table.removed);
  if (filter === undefined) return;
  for (const { from, fits } of blocks(table, compileFilter(table, filter))) {
    for (let i = 0; i < fits.length; i++) if (fits[i] === 0) into[from + i] = 255;
  }
}

/**
 * The rows that fit the filter and were not removed, in their order.
 *
 * @param filter Default: all fit
 * @param first The first row that is looked at
 * @throws {InputError} if the filter asks for a finding that is none of the table's
 */
export function* fittingRows(
  table: CaseTable,
  filter: Filter | undefined,
  first = 0,
): Generator<number> {
  const { removed } = table;
  const test = filter === undefined ? allFit : compileFilter(table, filter);
  for (const { from, fits } of blocks(table, test, first)) {
    for (let i = 0; i < fits.length; i++) {
      if (fits[i] !== 0 && removed[from + i] === 0) yield from + i;
    }
  }
}

/** Blocks of rows from `first` on, each with 1 for every row that fits. */
function* blocks(table: CaseTable, test: BlockTest, first = 0) {
  const fits = new Uint8Array(BLOCK);
  for (let from = first; from < table.rows; from += BLOCK) {
    const count = Math.min(BLOCK, table.rows - from);
    test(from, count, fits);
    yield { from, fits: fits.subarray(0, count) };
  }
}

function allFit(_: number, count: number, fits: Uint8Array): void {
  fits.fill(1, 0, count);
}
