/**
 * Searching the rows of an index by expected relevance.
 *
 * @module
 */
import { codeWords, hammingDistances } from "../../codes/hamming.ts";
import type { ExpectedRelevance } from "../code_store.ts";
import { createRelevanceKernel } from "../kernel/create.ts";
import type { HammingKernel, RowHits } from "../kernel/kernel.ts";
import type { RelevanceKernel, RelevanceSource } from "../kernel/relevance_kernel.ts";
import type { CaseTable } from "./case_table.ts";
import { RowMask } from "./filter_mask.ts";
import type { IndexRequest } from "./index_request.ts";
import { RecordedRows } from "./recorded_rows.ts";

/**
 * The search over a table of cases. What cases show is worked out when it is first asked for, and
 * kept for who asked last: askers seldom take turns, and it takes many times the room of the codes.
 */
export class RelevanceSearch {
  readonly #table: CaseTable;
  readonly #codes: HammingKernel;
  readonly #bits: number;
  readonly #mask = new RowMask();
  #last: { readonly source: RelevanceSource; readonly kernel: RelevanceKernel } | undefined;

  /** A search over the rows; both hold the same number of them. */
  constructor(table: CaseTable, codes: HammingKernel, bits: number) {
    this.#table = table;
    this.#codes = codes;
    this.#bits = bits;
  }

  /** Must be called when rows were added or removed. */
  noteChange(): void {
    this.#mask.noteChange();
  }

  /** The rows of the greatest expected relevance, with their distances to the request's code. */
  search({ code, top, filter }: IndexRequest, expected: ExpectedRelevance): RowHits {
    const { weights } = expected;
    const kernel = this.#kernelFor(expected);
    const masked = this.#mask.prepare(this.#table, filter, kernel);
    const { rows, scores } = kernel.search({ weights, top, masked });
    return { rows, scores, distances: this.#distances(code, rows) };
  }

  /** A kernel with what all rows show. */
  #kernelFor({ asker, record }: ExpectedRelevance): RelevanceKernel {
    const recorded = record && new RecordedRows(asker, record, this.#table);
    const source = recorded ?? asker;
    if (this.#last?.source.identity !== source.identity) {
      this.#last = { source, kernel: createRelevanceKernel(source, this.#codes.kind) };
      this.#mask.noteChange();
    }
    const { kernel } = this.#last!;
    const [first, rows] = [kernel.rows, this.#codes.rows];
    if (first === rows) return kernel;
    const codes = this.#codes.read(first, rows);
    kernel.append(recorded?.kept(codes, this.#table, first) ?? codes);
    return kernel;
  }

  #distances(code: Uint8Array, rows: Uint32Array): Uint8Array {
    const codes = this.#codes.gather(rows);
    const distances = new Uint16Array(rows.length);
    hammingDistances(codeWords(code, this.#bits).words, codeWords(codes, this.#bits), distances);
    return new Uint8Array(distances);
  }
}
