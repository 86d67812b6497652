/**
 * The groups of films that results are broken down by.
 *
 * @module
 */
import type { Strata } from "../data/dataset.ts";

/** Films that have one thing in common. */
export interface Stratum {
  /** What the films are grouped by. */
  readonly by: "sex" | "age" | "view";
  /** What these films have in common, such as "F", "40-59" or "AP"; "unknown" where it is. */
  readonly value: string;
  /** Ascending film numbers. */
  readonly films: readonly number[];
}

/** What films have in common of which it is unknown. */
export const UNKNOWN = "unknown";

/** The least age of each band, in years. */
const AGE_BANDS = [0, 20, 40, 60, 80];

/**
 * The films by sex, by age band (0-19, 20-39, 40-59, 60-79, 80+) and by view, each in the order of
 * its values with "unknown" last.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { stratify } from "@cohash/cohash/metrics";
 *
 * const strata = { sex: ["M", "F", "M"], age: new Float32Array([58, 3, NaN]), view: ["", "", ""] };
 * assertEquals(stratify(strata).map(({ by, value, films }) => `${by} ${value}: ${films}`), [
 *   "sex F: 1",
 *   "sex M: 0,2",
 *   "age 0-19: 1",
 *   "age 40-59: 0",
 *   "age unknown: 2",
 *   "view unknown: 0,1,2",
 * ]);
 * ```
 */
export function stratify({ sex, age, view }: Strata): Stratum[] {
  return [
    ...groupBy("sex", sex),
    ...groupBy("age", Array.from(age, ageBand)),
    ...groupBy("view", view),
  ];
}

function groupBy(by: Stratum["by"], values: readonly string[]): Stratum[] {
  const groups = Map.groupBy(values.keys(), (film) => values[film]!);
  const [unknown, ...known] = ["", ...[...groups.keys()].filter((value) => value !== "").sort()];
  return [...known, unknown].flatMap((value) => {
    const films = groups.get(value);
    return films === undefined ? [] : [{ by, value: value === "" ? UNKNOWN : value, films }];
  });
}

/** The age band's name, "" where the age is unknown. */
function ageBand(years: number): string {
  const band = AGE_BANDS.findLastIndex((least) => years >= least);
  if (band === -1) return "";
  const next = AGE_BANDS[band + 1];
  return next === undefined ? `${AGE_BANDS[band]}+` : `${AGE_BANDS[band]}-${next - 1}`;
}
