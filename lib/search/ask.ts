/**
 * The ways to ask an index, and which of them it can be asked.
 *
 * @module
 */
import type { Asker, ProbableLabel } from "../asking/asker.ts";
import type { RecordedBy } from "../asking/recorded.ts";
import { InputError } from "../base/errors.ts";

/** By the query's own bits, by the target of what it most probably shows, or by expected relevance. */
export const ASKS = ["code", "target", "expected"] as const;

/** See {@linkcode ASKS}. */
export type Ask = typeof ASKS[number];

/** A way to ask with what it needs. */
export type AskWith =
  | { readonly kind: "code" }
  | { readonly kind: "target"; readonly asker: Asker }
  | {
    readonly kind: "expected";
    readonly asker: Asker;
    /** What is on record of films counts, too; undefined where their codes alone do. */
    readonly record?: RecordedBy | undefined;
  };

/** By what the films that are searched are taken to show something, see `recordedRelevances`. */
export type ShownByOptions = { readonly kind: "code" } | RecordedBy;

/** How a search asked. */
export type Asked =
  | { readonly kind: "code" }
  /** See {@linkcode AskWith}. */
  | { readonly kind: "expected"; readonly record?: RecordedBy | undefined }
  /** With the target of this finding. */
  | { readonly kind: "target"; readonly target: AskedTarget };

/** The finding whose target asked. */
export interface AskedTarget extends Pick<ProbableLabel, "label"> {
  /** Among the findings; null of a film that is unlike those that the encoder learned from. */
  readonly probability: number | null;
}

/** The ways in which an index can be asked that has an asker, or has none. */
export function waysToAsk(asker: Asker | undefined): readonly Ask[] {
  return asker === undefined ? ["code"] : ASKS;
}

/** What a way must go with. */
export interface AskConditions {
  /** Undefined where the index knows codes alone. */
  readonly asker: Asker | undefined;
  /** In bits. */
  readonly radius?: number | undefined;
  /** Goes with expected relevance only; default: what codes tell. */
  readonly labels?: ShownByOptions | undefined;
}

/**
 * The way that a search asks: the one it is told, or else by expected relevance where the index
 * knows how and no radius is given, which is in bits.
 *
 * @param ask What the search is told, undefined where it is told nothing
 * @throws {InputError} if the index does not know how, or radius or labels do not go with the way
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { chooseAsk } from "./ask.ts";
 *
 * assertEquals(chooseAsk(undefined, { asker: undefined }), { kind: "code" });
 * assertThrows(() => chooseAsk("target", { asker: undefined }), Error, "an earlier cohash");
 * ```
 */
export function chooseAsk(
  ask: Ask | undefined,
  { asker, radius, labels }: AskConditions,
): AskWith {
  const kind = ask ?? (asker === undefined || radius !== undefined ? "code" : "expected");
  if (labels !== undefined && kind !== "expected") {
    throw new InputError(
      `Cannot ask by "${kind}" with labels by "${labels.kind}": they say how relevant films are ` +
        'expected to be; ask by "expected", without a radius, or leave them out',
    );
  }
  if (kind === "code") return { kind };
  if (asker === undefined) {
    throw new InputError(
      `Cannot ask by "${kind}": the index has no encoder, or that of an earlier cohash, which ` +
        'knows codes alone; train its run and index it anew, or ask by "code"',
    );
  }
  if (kind === "expected" && radius !== undefined) {
    throw new InputError(
      `Cannot ask by "expected" within ${radius} bits: films are ordered by how relevant they ` +
        'are expected to be, near or far; leave the radius out, or ask by "code" or "target"',
    );
  }
  if (kind === "target") return { kind, asker };
  return { kind, asker, record: labels?.kind === "code" ? undefined : labels };
}
