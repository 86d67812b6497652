/**
 * Days of the calendar as texts of ISO 8601, such as "2017-03-05", which order as the days do.
 *
 * @module
 */

/** The first and the last day that counts as one, so that the days around them have such a text. */
export const ALL_DAYS = { from: "0001-01-01", to: "9998-12-31" } as const;

/** Days from … to, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** `2017`, `2017-03` or `2017-03-05`. */
const PERIOD = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;

/** `2017-03-05`, `2017/03/05`, `2017.03.05` or `20170305`, perhaps with a time or decimals behind. */
const WRITTEN = /^(\d{4})([-/.]?)(\d\d)\2(\d\d)(?:[T ]\d\d:?\d\d.*|\.0*)?$/;

/**
 * The days of a year, a month or a day; undefined where the text names none of the calendar.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parsePeriod } from "./days.ts";
 *
 * assertEquals(parsePeriod("2016-02"), { from: "2016-02-01", to: "2016-02-29" });
 * assertEquals(parsePeriod("2017-02-29"), undefined);
 * ```
 */
export function parsePeriod(text: string): Period | undefined {
  const [, year, month, day] = PERIOD.exec(text) ?? [];
  if (year === undefined) return undefined;
  const from = `${year}-${month ?? "01"}-${day ?? "01"}`;
  if (!isDay(from)) return undefined;
  if (day !== undefined) return { from, to: from };
  return { from, to: month === undefined ? `${year}-12-31` : lastOfMonth(Number(year), +month) };
}

/**
 * The days from one year, month or day to another, or of one alone, such as `2015-03..2016`; either
 * end may be left out. Undefined where the text names none of the calendar.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseDays } from "./days.ts";
 *
 * assertEquals(parseDays("2015-03..2016"), { from: "2015-03-01", to: "2016-12-31" });
 * assertEquals(parseDays("..2016")?.from, "0001-01-01");
 * ```
 */
export function parseDays(text: string): Period | undefined {
  const [first, last, more] = text.split("..") as [string, string?, string?];
  if (more !== undefined) return undefined;
  const start = first === "" && last !== undefined ? ALL_DAYS : parsePeriod(first);
  const end = last === undefined ? start : last === "" ? ALL_DAYS : parsePeriod(last);
  return start && end && { from: start.from, to: end.to };
}

/** Whether a text is a day of the calendar, written as `2017-03-05`. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && isoDay(date) === text && text >= ALL_DAYS.from &&
    text <= ALL_DAYS.to;
}

/**
 * The day that a cell of a table or an element of DICOM names: `2017-03-05`, `20170305`,
 * `2017/03/05`, each perhaps with a time behind it. "" where it names none, or could mean two, as
 * `03/05/2017` does.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseDay } from "./days.ts";
 *
 * assertEquals(["20170305", "2017-03-05 10:12:00"].map(parseDay), ["2017-03-05", "2017-03-05"]);
 * assertEquals(["03/05/2017", "20170231"].map(parseDay), ["", ""]);
 * ```
 */
export function parseDay(cell: string): string {
  const [, year, , month, day] = WRITTEN.exec(cell.trim()) ?? [];
  const text = `${year}-${month}-${day}`;
  return isDay(text) ? text : "";
}

/** The day so many days after another. */
export function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return isoDay(date);
}

function lastOfMonth(year: number, month: number): string {
  // Day 0 of the month after it; years below 100 would be taken for those of the last century.
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return isoDay(date);
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
