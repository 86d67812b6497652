/**
 * Sex, age and view as the published tables write them, brought to one form.
 *
 * @module
 */

/** The greatest age taken for real: ChestX-ray14's 2017 table holds ages such as 412. */
export const GREATEST_AGE = 120;

const YEARS_PER_UNIT: Readonly<Record<string, number>> = {
  "": 1,
  Y: 1,
  M: 1 / 12,
  W: 7 / 365.25,
  D: 1 / 365.25,
};

/** "F" or "M" from `F`, `Female`, `m`, …; "" for anything else. */
export function parseSex(cell: string): "F" | "M" | "" {
  const text = cell.trim().toUpperCase();
  if (text === "F" || text === "FEMALE") return "F";
  if (text === "M" || text === "MALE") return "M";
  return "";
}

/**
 * Age in years from `57`, `57.0` or DICOM's `058Y`, `010M`, `003W`, `012D`; NaN where it is
 * unknown or impossible.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseAge } from "./strata.ts";
 *
 * assertEquals(parseAge("058Y"), 58);
 * assertEquals(parseAge("006M"), 0.5);
 * assertEquals(parseAge("412"), NaN);
 * ```
 */
export function parseAge(cell: string): number {
  const [, digits, unit] =
    /^(\d+(?:\.\d+)?)([YMWD]?)$/.exec(cell.trim().replace(",", ".").toUpperCase()) ?? [];
  if (digits === undefined || unit === undefined) return NaN;
  const years = Number(digits) * YEARS_PER_UNIT[unit]!;
  return years <= GREATEST_AGE ? years : NaN;
}

/** "PA", "AP" or "LATERAL" from `PA`, `AP_horizontal`, `Lateral`, `LL`, …; "" for anything else. */
export function parseView(cell: string): "PA" | "AP" | "LATERAL" | "" {
  const text = cell.trim().toUpperCase();
  if (/^PA\b|^PA_/.test(text)) return "PA";
  if (/^AP\b|^AP_/.test(text)) return "AP";
  if (/^(L|LL|RL|LAT|LATERAL)$/.test(text)) return "LATERAL";
  return "";
}
