/**
 * The ways to ask an index, and which of them it can be asked.
 *
 * @module
 */
import type { Asker, ProbableLabel } from "../asking/asker.ts";
import { InputError } from "../base/errors.ts";

/** By the query's own bits, by the target of what it most probably shows, or by expected relevance. */
export const ASKS = ["code", "target", "expected"] as const;

/** See {@linkcode ASKS}. */
export type Ask = typeof ASKS[number];

/** A way to ask with what it needs. */
export type AskWith =
  | { readonly kind: "code" }
  | { readonly kind: "target" | "expected"; readonly asker: Asker };

/** How a search asked. */
export type Asked =
  | { readonly kind: "code" | "expected" }
  /** With the target of this finding. */
  | { readonly kind: "target"; readonly target: ProbableLabel };

/** The ways in which an index can be asked that has an asker, or has none. */
export function waysToAsk(asker: Asker | undefined): readonly Ask[] {
  return asker === undefined ? ["code"] : ASKS;
}

/**
 * The way that a search asks: the one it is told, or else by expected relevance where the index
 * knows how and no radius is given, which is in bits.
 *
 * @param ask What the search is told, undefined where it is told nothing
 * @throws {InputError} if the index does not know how, or the radius does not go with the way
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
  { asker, radius }: { readonly asker: Asker | undefined; readonly radius?: number | undefined },
): AskWith {
  const kind = ask ?? (asker === undefined || radius !== undefined ? "code" : "expected");
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
  return { kind, asker };
}
