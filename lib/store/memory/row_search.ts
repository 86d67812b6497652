/**
 * Searching the rows of an index: filters become masks, ties are broken.
 *
 * @module
 */
import type { CaseTable } from "./case_table.ts";
import { RowMask } from "./filter_mask.ts";
import type { IndexRequest } from "./index_request.ts";
import type { HammingKernel, RowHits, RowQuery } from "../kernel/kernel.ts";
import { RelevanceSearch } from "./relevance_search.ts";
import { breakTies } from "./tie_breaking.ts";

/** The search over a table of cases and the kernel that has their codes, row by row. */
export class RowSearch {
  readonly #table: CaseTable;
  readonly #kernel: HammingKernel;
  readonly #bits: number;
  readonly #mask = new RowMask();
  readonly #byRelevance: RelevanceSearch;

  /** A search over the rows; both hold the same number of them. */
  constructor(table: CaseTable, kernel: HammingKernel, bits: number) {
    this.#table = table;
    this.#kernel = kernel;
    this.#bits = bits;
    this.#byRelevance = new RelevanceSearch(table, kernel, bits);
  }

  /** Must be called when rows were added or removed. */
  noteChange(): void {
    this.#mask.noteChange();
    this.#byRelevance.noteChange();
  }

  /** The nearest rows, or the most relevant ones. */
  search(request: IndexRequest): RowHits {
    const { expected } = request;
    if (expected !== undefined) return this.#byRelevance.search(request, expected);
    const query = this.rowQuery(request);
    return this.inOrder(this.#kernel.search(query), query, request);
  }

  /** What the kernel is asked for a request, whose filter its mask holds from now on. */
  rowQuery({ code, top, radius, strategy, filter }: IndexRequest): RowQuery {
    const masked = this.#mask.prepare(this.#table, filter, this.#kernel);
    return { code, top, radius: radius ?? this.#bits, masked, strategy: strategy ?? "auto" };
  }

  /** What the kernel found, ordered as the request wants it. Needs the mask of its query. */
  inOrder(found: RowHits, query: RowQuery, { continuous }: IndexRequest): RowHits {
    return continuous === undefined ? found : breakTies(this.#kernel, { found, query, continuous });
  }
}
