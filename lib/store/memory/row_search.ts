/**
 * Searching the rows of an index: filters become masks, ties are broken.
 *
 * @module
 */
import type { CaseTable } from "./case_table.ts";
import type { Filter } from "../filter/filter.ts";
import { maskRows } from "./filter_mask.ts";
import type { IndexRequest } from "./index_request.ts";
import type { HammingKernel, RowHits, RowQuery } from "../kernel/kernel.ts";
import { breakTies } from "./tie_breaking.ts";

/** The search over a table of cases and the kernel that has their codes, row by row. */
export class RowSearch {
  readonly #table: CaseTable;
  readonly #kernel: HammingKernel;
  readonly #bits: number;
  /** The {@linkcode filterKey} of the kernel's mask; undefined when it must be made anew. */
  #maskOf: string | undefined;

  /** A search over the rows; both hold the same number of them. */
  constructor(table: CaseTable, kernel: HammingKernel, bits: number) {
    this.#table = table;
    this.#kernel = kernel;
    this.#bits = bits;
  }

  /** Must be called when rows were added or removed. */
  noteChange(): void {
    this.#maskOf = undefined;
  }

  /** The nearest rows. */
  search(request: IndexRequest): RowHits {
    const query = this.rowQuery(request);
    return this.inOrder(this.#kernel.search(query), query, request);
  }

  /** What the kernel is asked for a request, whose filter its mask holds from now on. */
  rowQuery({ code, top, radius, strategy, filter }: IndexRequest): RowQuery {
    const masked = this.#prepareMask(filter);
    return { code, top, radius: radius ?? this.#bits, masked, strategy: strategy ?? "auto" };
  }

  /** What the kernel found, ordered as the request wants it. Needs the mask of its query. */
  inOrder(found: RowHits, query: RowQuery, { continuous }: IndexRequest): RowHits {
    return continuous === undefined ? found : breakTies(this.#kernel, { found, query, continuous });
  }

  /** Whether a search must heed the mask, which holds the filter then. */
  #prepareMask(filter: Filter | undefined): boolean {
    if (filter === undefined && this.#table.count === this.#table.rows) return false;
    const key = filterKey(filter);
    if (key !== this.#maskOf) {
      maskRows(this.#table, filter, this.#kernel.mask());
      this.#maskOf = key;
    }
    return true;
  }
}

/** A text that only equal filters share. */
export function filterKey(filter: Filter | undefined): string {
  // JSON has no infinite ages.
  const replacer = (_: string, value: unknown) => typeof value === "number" ? `${value}` : value;
  return JSON.stringify(filter ?? null, replacer);
}
