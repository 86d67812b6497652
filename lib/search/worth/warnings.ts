/**
 * What a reader must be told before an answer is believed.
 *
 * @module
 */
import type { ShareInterval } from "../../worth/pair_shares.ts";
import { type DistanceCurve, isFlat } from "../../worth/distance_curve.ts";
import { formatCount } from "../../charts/words.ts";
import type { IndexWorth } from "./index_worth.ts";

/** See the module. */
export type Warning =
  /** The film is unlike those that the encoder learned from. */
  | {
    readonly kind: "strange";
    /** How many those are; null where the encoder does not say. */
    readonly films: number | null;
    /** Of films like them, the greatest share that is warned of all the same; null likewise. */
    readonly falseAlarms: number | null;
  }
  /** Near cases share a finding no more often than any do. */
  | { readonly kind: "flat"; readonly nearest: ShareInterval; readonly any: ShareInterval };

/**
 * The warnings of an answer.
 *
 * @param isFamiliar Of the query's film, see `FilmCodes`
 * @param worth Undefined where nothing is known
 */
export function warningsOf(
  isFamiliar: boolean | undefined,
  worth: IndexWorth | undefined,
): readonly Warning[] {
  if (isFamiliar === false) {
    const { films = null, falseAlarms = null } = worth?.familiarity ?? {};
    return [{ kind: "strange", films, falseAlarms }];
  }
  const curve = worth?.distances?.curve;
  return curve !== undefined && isFlat(curve) ? [flat(curve)] : [];
}

function flat({ nearest, any }: DistanceCurve): Warning {
  return { kind: "flat", nearest, any };
}

/**
 * A warning in plain words.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { warningText } from "./warnings.ts";
 *
 * assertEquals(
 *   warningText({ kind: "strange", films: 1377, falseAlarms: 0.0094 }),
 *   "This film is unlike the 1,377 films that the encoder learned from. Whether the cases found are " +
 *     "like it cannot be told. (Of films that are like them, 9 in 1,000 are warned of by mistake.)",
 * );
 * ```
 */
export function warningText(warning: Warning): string {
  if (warning.kind === "flat") {
    const { nearest, any } = warning;
    return "Distances say little here: of the nearest films of other patients " +
      `${intervalText(nearest)} share a finding, of any two films ` +
      `${percent(any.chance)}.`;
  }
  const { films, falseAlarms } = warning;
  const learned = films === null ? "those" : `the ${formatCount(films)} films`;
  const mistakes = falseAlarms === null
    ? ""
    : ` (Of films that are like them, ${
      Math.round(1000 * falseAlarms)
    } in 1,000 are warned of by mistake.)`;
  return `This film is unlike ${learned} that the encoder learned from. Whether the cases found are ` +
    `like it cannot be told.${mistakes}`;
}

/**
 * A share with its interval.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { intervalText } from "./warnings.ts";
 *
 * assertEquals(intervalText({ chance: 0.842, low: 0.779, high: 0.891 }), "84 % (78–89)");
 * ```
 */
export function intervalText({ chance, low, high }: ShareInterval): string {
  return `${percent(chance)} (${Math.round(100 * low)}–${Math.round(100 * high)})`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
