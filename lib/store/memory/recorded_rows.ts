/**
 * What rows are taken to show where what is on record of them counts.
 *
 * @module
 */
import type { Asker } from "../../asking/asker.ts";
import { type RecordedBy, recordedRelevances } from "../../asking/recorded.ts";
import type { RelevanceSource } from "../kernel/relevance_kernel.ts";
import { labelWords } from "./case_columns.ts";
import type { CaseTable } from "./case_table.ts";

/** The most findings whose record is kept beside a code of 128 bits. */
const MOST_FINDINGS = 448;

/**
 * Of a case its code is kept, then the words of its findings that are present and of those that are
 * unknown: cases that have all this in common show the same.
 */
export class RecordedRows implements RelevanceSource {
  readonly bits: number;
  readonly columns: number;
  readonly identity: string;
  readonly #asker: Asker;
  readonly #by: RecordedBy;
  readonly #labelNames: readonly string[];

  /**
   * Of a table's rows.
   *
   * @throws {RangeError} if it has more than 448 findings
   */
  constructor(asker: Asker, by: RecordedBy, { labelNames }: Pick<CaseTable, "labelNames">) {
    if (labelNames.length > MOST_FINDINGS) {
      throw new RangeError(
        `Cannot ask by recorded labels: the index has ${labelNames.length} findings, expected at ` +
          `most ${MOST_FINDINGS}; ask by codes alone`,
      );
    }
    this.bits = asker.bits + 2 * 32 * labelWords(labelNames);
    this.columns = asker.columns;
    this.identity = `${JSON.stringify([by, labelNames])} ${asker.identity}`;
    this.#asker = asker;
    this.#by = by;
    this.#labelNames = labelNames;
  }

  /**
   * `[n, bits / 8]` what is kept of rows from `first` on.
   *
   * @param codes `[n, asker.bits / 8]` theirs
   */
  kept(codes: Uint8Array, { columns }: Pick<CaseTable, "columns">, first: number): Uint8Array {
    const words = labelWords(this.#labelNames);
    const width = this.#asker.bits / 8;
    const rows = codes.length / width;
    const kept = new Uint8Array(rows * this.bits / 8);
    const view = new DataView(kept.buffer);
    const masks = [columns.labels.data, columns.unknown.data];
    for (let n = 0; n < rows; n++) {
      const start = n * this.bits / 8;
      kept.set(codes.subarray(n * width, (n + 1) * width), start);
      for (let word = 0; word < 2 * words; word++) {
        const mask = masks[word < words ? 0 : 1]!;
        const from = (first + n) * words + word % words;
        view.setUint32(start + width + 4 * word, mask[from]!, true);
      }
    }
    return kept;
  }

  relevances(kept: Uint8Array): Uint16Array {
    const names = this.#asker.card.labels;
    const width = this.#asker.bits / 8;
    const rows = 8 * kept.length / this.bits;
    const codes = new Uint8Array(rows * width);
    const values = new Float32Array(rows * names.length);
    const places = names.map((name) => this.#labelNames.indexOf(name));
    const unknownBytes = 4 * labelWords(this.#labelNames);
    for (let n = 0; n < rows; n++) {
      const start = n * this.bits / 8;
      codes.set(kept.subarray(start, start + width), n * width);
      const record = kept.subarray(start + width, start + this.bits / 8);
      for (const [label, place] of places.entries()) {
        const isIn = (from: number) => (record[from + (place >> 3)]! >> (place & 7) & 1) === 1;
        const isUnknown = place < 0 || isIn(unknownBytes);
        values[n * names.length + label] = isUnknown ? NaN : Number(isIn(0));
      }
    }
    return recordedRelevances(this.#asker, { codes, labels: { names, values } }, this.#by);
  }
}
