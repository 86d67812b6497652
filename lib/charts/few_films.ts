/**
 * How well a finding is found by the number of its films that are labelled.
 *
 * @module
 */
import { PLOT_WIDTH } from "./study_axes.ts";
import { studyLines } from "./study_lines.ts";
import { type ChartSpec, chartTitle, SCHEMA, THEME } from "./theme.ts";
import { formatScore } from "./words.ts";

/** A point of a line. */
export interface FewFilmsValue {
  /** The name of the line. */
  readonly way: string;
  /** Labelled films of the finding. */
  readonly films: number;
  /** Mean average precision over findings. */
  readonly mean: number;
  /** Over seeds; null for one. */
  readonly deviation: number | null;
}

/**
 * A line for each way, over numbers of films at even steps, with the deviation over seeds.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fewFilmsChart } from "./few_films.ts";
 *
 * const value = { way: "E graph", deviation: null };
 * const spec = fewFilmsChart([{ ...value, films: 0, mean: 0.18 }, { ...value, films: 1, mean: 0.2 }]);
 * assertEquals(spec.description, "Mean AP by labelled films. E graph: 0 .180, 1 .200.");
 * ```
 */
export function fewFilmsChart(values: readonly FewFilmsValue[]): ChartSpec {
  const rows = [...new Set(values.map(({ way }) => way))];
  const counts = [...new Set(values.map(({ films }) => films))].sort((a, b) => a - b);
  // Not all are numbers, so that they stand at even steps.
  const columnOf = (films: number) => films === 0 ? "none" : String(films);
  const points = values.map(({ way, films, mean, deviation }) => ({
    row: way,
    column: columnOf(films),
    mean,
    text: formatScore(mean),
    ...deviation === null ? {} : { low: mean - deviation, high: mean + deviation },
    isChosen: false,
  }));
  const { subtitle: _, ...lines } = studyLines({
    points,
    rows,
    columns: counts.map(columnOf),
    options: {
      scoreTitle: "Mean average precision over findings",
      baseline: rows[0] ?? "",
      columnTitle: "Labelled films of the finding",
    },
  });
  const described = rows.map((row) => {
    const own = values.filter(({ way }) => way === row);
    return `${row}: ${own.map(({ films, mean }) => `${films} ${formatScore(mean)}`).join(", ")}`;
  });
  return {
    $schema: SCHEMA,
    title: chartTitle(
      "Asking for a finding with few labelled films",
      "Unseen patients are searched; bars: deviation over seeds",
      PLOT_WIDTH,
    ),
    description: `Mean AP by labelled films. ${described.join("; ")}.`,
    config: THEME,
    ...lines,
  };
}
