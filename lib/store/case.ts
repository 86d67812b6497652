/**
 * A case: one indexed film, as far as a search needs to know it.
 *
 * @module
 */

/** What is known of an indexed film beside its code. */
export interface Case {
  /** The film's own name, unique in its index; it stays when others are removed. */
  readonly id: string;
  /** Whose film it is; films of one patient share it. */
  readonly patient: string;
  /** The findings that are present, in the order of the index's label names. */
  readonly labels: readonly string[];
  /**
   * The findings of which nobody noted whether they are present, in the same order; none of them is
   * in `labels`. The findings in neither are absent.
   */
  readonly unknown: readonly string[];
  /** "F", "M", or "" where unknown. */
  readonly sex: string;
  /** Years, NaN where unknown. */
  readonly age: number;
  /** "PA", "AP", "LATERAL", or "" where unknown. */
  readonly view: string;
  /** The day of its study, such as "2017-03-05"; absent where unknown. */
  readonly date?: string;
  /**
   * Which of the patient's visits it was taken at, a number that grows with time, where a table
   * counts them, as ChestX-ray14's does (`Follow-up #`); absent where unknown.
   */
  readonly visit?: number;
  /** The report of its study; absent where there is none. */
  readonly report?: string;
  /**
   * Path of the image file, absolute or within the index's folder (see `imagePath`); "" where there
   * is none to show.
   */
  readonly image: string;
}

/** A case with its code. */
export interface StoredCase {
  /**
   * Its place in the order in which cases were added, from 0. It breaks ties: results are ordered
   * by (distance, number), or (relevance descending, number), in every store.
   */
  readonly number: number;
  /** What is known of the film. */
  readonly case: Case;
  /** `[bits / 8]` */
  readonly code: Uint8Array;
}

/** A case that a search found. */
export interface Hit extends StoredCase {
  /** Bits in which its code differs from the query's. */
  readonly distance: number;
  /**
   * Where the search asked for expected relevance: its score, see {@linkcode expectedRelevance},
   * which `Asker.chance` turns into what a reader sees.
   */
  readonly relevance?: number;
}
