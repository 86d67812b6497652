/**
 * The search by expected relevance in plain TypeScript: what the WebAssembly kernel is checked
 * against, and what runs where there is no WebAssembly.
 *
 * @module
 */
import { expectedRelevance } from "../../asking/expected_relevance.ts";
import { NumberColumn } from "../memory/columns.ts";
import type {
  RelevanceKernel,
  RelevanceQuery,
  RelevanceSource,
  ScoredRows,
} from "./relevance_kernel.ts";

/** See {@linkcode RelevanceKernel}. */
export class PlainRelevanceKernel implements RelevanceKernel {
  readonly #source: RelevanceSource;
  readonly #relevances = new NumberColumn<Uint16Array>(new Uint16Array());
  #mask = new Uint8Array();

  /** A kernel without rows. */
  constructor(source: RelevanceSource) {
    this.#source = source;
  }

  get rows(): number {
    return this.#relevances.length / this.#source.columns;
  }

  append(codes: Uint8Array): void {
    this.#relevances.append(this.#source.relevances(codes));
  }

  mask(): Uint8Array {
    if (this.#mask.length !== this.rows) this.#mask = new Uint8Array(this.rows);
    return this.#mask;
  }

  search({ weights, top, masked }: RelevanceQuery): ScoredRows {
    const relevances = this.#relevances.data;
    const scores = new Uint16Array(this.rows);
    const left: number[] = [];
    for (let row = 0; row < this.rows; row++) {
      if (masked && this.#mask[row] !== 0) continue;
      scores[row] = expectedRelevance(weights, relevances, row);
      left.push(row);
    }
    const rows = Uint32Array.from(left.sort((a, b) => scores[b]! - scores[a]! || a - b))
      .subarray(0, top);
    return { rows, scores: Uint16Array.from(rows, (row) => scores[row]!) };
  }
}
