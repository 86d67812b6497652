/**
 * The conditions on numbers and days: `age>=40`, `age=40..60`, `date=2015..2016-06`.
 *
 * @module
 */
import { ALL_DAYS, daysAfter, parseDays, parsePeriod } from "../../base/days.ts";
import type { Filter } from "./filter.ts";
import { UNKNOWN } from "./filter_tokens.ts";
import { nextDown, nextUp } from "./next_number.ts";

/** A condition as it is written. */
export interface WrittenRange {
  /** `=`, `>=`, `<=`, `>` or `<`. */
  readonly operator: string;
  /** What stands behind it. */
  readonly value: string;
  /** Throws the mistake in words. */
  readonly fail: (reason: string) => never;
}

/** The condition on the age that `age>=40`, `age=40..60` or `age=unknown` says. */
export function ageFilter({ operator, value, fail }: WrittenRange): Filter {
  const wrong = () => fail("expected years, such as age>=40 or age=40..60, or age=unknown");
  const years = (text: string) => {
    const number = /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
    return Number.isFinite(number) ? number : wrong();
  };
  if (operator === "=") {
    if (isUnknown(value)) return notKnown({ kind: "age", from: -Infinity, to: Infinity });
    const [first, last, more] = value.split("..") as [string, string?, string?];
    if (more !== undefined) wrong();
    const from = first === "" && last !== undefined ? -Infinity : years(first);
    const to = last === undefined ? from : last === "" ? Infinity : years(last);
    if (from > to) fail(`expected the lesser age first: age=${to}..${from}`);
    return { kind: "age", from, to };
  }
  const bound = years(value);
  switch (operator) {
    case ">=":
      return { kind: "age", from: bound, to: Infinity };
    case ">":
      return { kind: "age", from: nextUp(bound), to: Infinity };
    case "<=":
      return { kind: "age", from: -Infinity, to: bound };
    default:
      return { kind: "age", from: -Infinity, to: nextDown(bound) };
  }
}

/**
 * The condition on the day of the study that `date=2015-01-01..2016-12-31`, `date=2015`,
 * `date>=2015-06` or `date=unknown` says. A year or a month stands for all its days, so that
 * `date>2015` begins with 2016.
 */
export function dateFilter({ operator, value, fail }: WrittenRange): Filter {
  const wrong = () =>
    fail(
      "expected days, such as date>=2015-06-30, date=2015 or date=2015-03..2016, or date=unknown",
    );
  if (operator === "=") {
    if (isUnknown(value)) return notKnown({ kind: "date", ...ALL_DAYS });
    const { from, to } = parseDays(value) ?? wrong();
    if (from > to) fail(`expected the earlier day first: date=${to}..${from}`);
    return { kind: "date", from, to };
  }
  const { from, to } = parsePeriod(value) ?? wrong();
  switch (operator) {
    case ">=":
      return { kind: "date", from, to: ALL_DAYS.to };
    case ">":
      return { kind: "date", from: daysAfter(to, 1), to: ALL_DAYS.to };
    case "<=":
      return { kind: "date", from: ALL_DAYS.from, to };
    default:
      return { kind: "date", from: ALL_DAYS.from, to: daysAfter(from, -1) };
  }
}

function isUnknown(value: string): boolean {
  return value.toLowerCase() === UNKNOWN;
}

function notKnown(part: Filter): Filter {
  return { kind: "not", part };
}
