/** Made-up cases and filters, for properties that every store must have. */
import fc from "fast-check";
import type { Filter } from "../../lib/store/filter/filter.ts";

/** Ages that meet each other's bounds. */
const YEARS = [0, 0.5, 39, 40, 41, 60, 99.9];

/** Any filter that a text can say, over these findings. */
export function arbitraryFilter(labelNames: readonly string[]): fc.Arbitrary<Filter> {
  const bound = fc.constantFrom(-Infinity, Infinity, ...YEARS);
  const day = fc.constantFrom("0001-01-01", "2015-02-28", "2016-02-29", "9998-12-31");
  const condition: fc.Arbitrary<Filter> = fc.oneof(
    fc.constantFrom(...labelNames).map((label): Filter => ({ kind: "label", label })),
    fc.constantFrom(...labelNames)
      .map((label): Filter => ({ kind: "unknown", part: { kind: "label", label } })),
    fc.constantFrom("", "1", "2", "O'Hara", 'not "so"', "and")
      .map((patient): Filter => ({ kind: "patient", patient })),
    fc.constantFrom("", "F", "M").map((sex): Filter => ({ kind: "sex", sex })),
    fc.constantFrom("", "PA", "AP", "LATERAL").map((view): Filter => ({ kind: "view", view })),
    fc.tuple(bound, bound).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
      .filter(([from, to]) => from < Infinity && to > -Infinity)
      .map(([from, to]): Filter => ({ kind: "age", from, to })),
    fc.tuple(day, day).map(([a, b]) => a < b ? { from: a, to: b } : { from: b, to: a })
      .map((period): Filter => ({ kind: "date", ...period })),
  );
  return fc.letrec<{ filter: Filter }>((tie) => {
    const parts = fc.array(tie("filter"), { minLength: 2, maxLength: 3 });
    return {
      filter: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        condition,
        tie("filter").map((part): Filter => ({ kind: "not", part })),
        parts.map((parts): Filter => ({ kind: "and", parts })),
        parts.map((parts): Filter => ({ kind: "or", parts })),
      ),
    };
  }).filter;
}
