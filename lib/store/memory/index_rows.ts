/**
 * The rows of an index, and what is answered of those that a search found.
 *
 * @module
 */
import type { Hit, StoredCase } from "../case.ts";
import type { HammingKernel, RowHits } from "../kernel/kernel.ts";
import type { CaseTable } from "./case_table.ts";
import type { RowSearch } from "./row_search.ts";

/**
 * Cases and codes, row by row, and the search over them.
 *
 * @internal What an index lends to a `BatchSearch`
 */
export interface IndexRows {
  readonly table: CaseTable;
  readonly kernel: HammingKernel;
  readonly search: RowSearch;
}

/** The nearest cases as numbers, ordered as hits are. */
export interface Nearest {
  /** See `Hit`. */
  readonly numbers: Uint32Array;
  /** In bits. */
  readonly distances: Uint8Array;
  /** Scores, where expected relevance was asked for. */
  readonly relevances?: Uint16Array;
}

/** The case of a row. */
export function storedAt(row: number, { table, kernel }: IndexRows): StoredCase {
  return {
    number: table.numberOf(row),
    case: table.at(row),
    code: kernel.read(row, row + 1),
  };
}

/** The cases of the rows found. */
export function hitsOf({ rows: found, distances, scores }: RowHits, rows: IndexRows) {
  return Array.from(found, (row, n): Hit => ({
    distance: distances[n]!,
    ...scores && { relevance: scores[n]! },
    ...storedAt(row, rows),
  }));
}

/** The numbers of the rows found. */
export function nearestOf({ rows: found, distances, scores }: RowHits, rows: IndexRows): Nearest {
  const numbers = found.map((row) => rows.table.numberOf(row));
  return { numbers, distances, ...scores && { relevances: scores } };
}
