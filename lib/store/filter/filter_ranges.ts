/**
 * The conditions on numbers and days: `age>=40`, `age=40..60`, `date=2015..2016-06`.
 *
 * @module
 */
import { ALL_DAYS, daysAfter, parsePeriod, type Period } from "../../base/days.ts";
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
    const range = splitRange(value, { from: -Infinity, to: Infinity, read: years, wrong });
    if (range === undefined) return notKnown({ kind: "age", from: -Infinity, to: Infinity });
    const { from, to } = range;
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
  const period = (text: string): Period => parsePeriod(text) ?? wrong();
  if (operator === "=") {
    const range = splitRange(value, { from: ALL_DAYS, to: ALL_DAYS, read: period, wrong });
    if (range === undefined) return notKnown({ kind: "date", ...ALL_DAYS });
    const [{ from }, { to }] = [range.from, range.to];
    if (from > to) fail(`expected the earlier day first: date=${to}..${from}`);
    return { kind: "date", from, to };
  }
  const { from, to } = period(value);
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

/** Both ends of `a..b`, of which one may be left out, or of `a` alone; undefined for "unknown". */
function splitRange<T>(
  value: string,
  { from, to, read, wrong }: {
    readonly from: T;
    readonly to: T;
    readonly read: (text: string) => T;
    readonly wrong: () => never;
  },
): { readonly from: T; readonly to: T } | undefined {
  if (value.toLowerCase() === UNKNOWN) return undefined;
  const [first, last, more] = value.split("..") as [string, string?, string?];
  if (more !== undefined) wrong();
  const start = first === "" && last !== undefined ? from : read(first);
  return { from: start, to: last === undefined ? start : last === "" ? to : read(last) };
}

function notKnown(part: Filter): Filter {
  return { kind: "not", part };
}
