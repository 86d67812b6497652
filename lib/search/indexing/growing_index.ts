/**
 * An index that films are added to for minutes or hours: it is saved now and then, so that work
 * which is interrupted goes on from there.
 *
 * @module
 */
import type { Case } from "../../store/case.ts";
import type { HammingIndex } from "../../store/memory/hamming_index.ts";

/** Films added between two saves, at least; see {@linkcode GrowingIndex.add}. */
const LEAST_UNSAVED = 1024;

/** An index and its folder. */
export class GrowingIndex {
  readonly index: HammingIndex;
  readonly #folder: string;
  #unsaved = 0;

  constructor(index: HammingIndex, folder: string) {
    this.index = index;
    this.#folder = folder;
  }

  /**
   * Adds films, and saves the index whenever an eighth of it is new: so all saves together write
   * some eight times what the last one does, however large it grows.
   */
  async add(cases: readonly Case[], codes: Uint8Array): Promise<void> {
    this.index.add(cases, codes);
    this.#unsaved += cases.length;
    if (this.#unsaved >= Math.max(LEAST_UNSAVED, this.index.size / 8)) await this.save();
  }

  /** Whether all that was added is written. */
  get isSaved(): boolean {
    return this.#unsaved === 0;
  }

  /** Writes what is not written yet. */
  async save(): Promise<void> {
    if (this.#unsaved > 0) await this.index.save(this.#folder);
    this.#unsaved = 0;
  }
}
