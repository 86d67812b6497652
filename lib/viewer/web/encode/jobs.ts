/**
 * What the page asks of the worker that reads films on the reader's machine, and what it answers.
 *
 * @module
 */
import type { WholeImage } from "../../../data/images/deep_image.ts";

/** Something to do with the bytes of an image file. */
export interface ReaderJob {
  /** Tells its answer from others. */
  readonly id: number;
  /** Its continuous code, or the whole image in all its depth. */
  readonly kind: "encode" | "pixels";
  readonly bytes: Uint8Array;
  /** What messages call it. */
  readonly name: string;
}

/** The code of a film. */
export interface ReadCode {
  /** `[bits]` */
  readonly continuous: readonly number[];
  /** What is odd about the film. */
  readonly notes: readonly string[];
  /** Whether it is like those that the encoder learned from, undefined where that is not known. */
  readonly isFamiliar: boolean | undefined;
}

/** What the worker says of a job. */
export type ReaderAnswer =
  | { readonly id: number; readonly kind: "code"; readonly code: ReadCode }
  | { readonly id: number; readonly kind: "pixels"; readonly image: WholeImage }
  | { readonly id: number; readonly kind: "failed"; readonly message: string };
