/**
 * What the viewer asks of the processes that read films, and what they answer.
 *
 * @module
 */
import type { WholeImage } from "../data/images/deep_image.ts";
import type { Fit } from "../data/images/resize.ts";
import type { OcclusionMap } from "../search/explain/explanation.ts";

/** Something to do with the bytes of an image file. */
export type FilmJob =
  /** Its continuous code. */
  | { readonly kind: "encode"; readonly film: FilmFile }
  /** The whole image in all its depth. */
  | { readonly kind: "pixels"; readonly film: FilmFile }
  /** A PNG of 8 bits whose longer side is at most `size`, and that holds nothing but the image. */
  | { readonly kind: "picture"; readonly film: FilmFile; readonly size: number }
  /** Which region moves its code. */
  | { readonly kind: "occlusion"; readonly film: FilmFile };

/** An image file in memory. */
export interface FilmFile {
  readonly bytes: Uint8Array;
  /** What messages call it. */
  readonly name: string;
}

/** The code of a film. */
export interface FilmCode {
  /** `[bits]` */
  readonly continuous: Float32Array;
  /** What is odd about the film. */
  readonly notes: readonly string[];
  /** Whether it is like those that the encoder learned from; undefined where it cannot tell. */
  readonly isFamiliar: boolean | undefined;
}

/** What each kind of job answers. */
export interface FilmAnswers {
  readonly encode: FilmCode;
  readonly pixels: WholeImage;
  /** The bytes of a PNG file. */
  readonly picture: Uint8Array;
  /** With how the encoder fits films into its square, which the map covers. */
  readonly occlusion: OcclusionMap & { readonly fit: Fit };
}

/** Which encoder a process has, as `Encoder.identity` tells, or why it has none. */
export type EncoderState = { readonly model: string } | { readonly problem: string };

/** What a process says. */
export type FilmMessage =
  /** It cannot be made ready, for a reason that a user can mend. */
  | { readonly kind: "unfit"; readonly message: string }
  /** It is ready for jobs, with this encoder. */
  | { readonly kind: "ready"; readonly encoder: EncoderState }
  | { readonly kind: "answer"; readonly answer: FilmAnswers[FilmJob["kind"]] }
  /** The film cannot be read; `fault` is what its sender is not told of a fault of the program. */
  | { readonly kind: "problem"; readonly message: string; readonly fault?: string };
