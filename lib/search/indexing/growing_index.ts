/**
 * An index that films are added to for minutes or hours: it is saved now and then, so that work
 * which is interrupted goes on from there.
 *
 * @module
 */
import type { Case } from "../../store/case.ts";
import type { HammingIndex } from "../../store/memory/hamming_index.ts";
import { renewWorth } from "../worth/collection_worth.ts";

/** Films added between two saves, at least; see {@linkcode GrowingIndex.add}. */
const LEAST_UNSAVED = 1024;

/** An index and its folder. */
export class GrowingIndex {
  readonly index: HammingIndex;
  readonly #folder: string;
  readonly #isUnseen: (id: string) => boolean;
  readonly #unseen: string[] = [];
  #unsaved = 0;

  /**
   * @param isUnseen Whether the encoder did not learn from a film, by which the worth of answers can
   * be measured; default: it did not
   */
  constructor(index: HammingIndex, folder: string, isUnseen: (id: string) => boolean = () => true) {
    this.index = index;
    this.#folder = folder;
    this.#isUnseen = isUnseen;
  }

  /**
   * Adds films, and saves the index whenever an eighth of it is new: so all saves together write
   * some eight times what the last one does, however large it grows.
   */
  async add(cases: readonly Case[], codes: Uint8Array): Promise<void> {
    this.index.add(cases, codes);
    this.#unsaved += cases.length;
    this.#unseen.push(...cases.map(({ id }) => id).filter(this.#isUnseen));
    if (this.#unsaved >= Math.max(LEAST_UNSAVED, this.index.size / 8)) await this.save();
  }

  /** Whether all that was added is written. */
  get isSaved(): boolean {
    return this.#unsaved === 0;
  }

  /** Writes what is not written yet, and measures what answers from the index are worth. */
  async finish(): Promise<void> {
    await this.save();
    if (this.#unseen.length > 0) await renewWorth(this.#folder, this.index, this.#unseen);
  }

  /** Writes what is not written yet. */
  async save(): Promise<void> {
    if (this.#unsaved > 0) await this.index.save(this.#folder);
    this.#unsaved = 0;
  }
}
