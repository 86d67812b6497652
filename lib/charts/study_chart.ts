/**
 * A study as a chart: every row with its interval, against the columns where the study has any.
 *
 * @module
 */
import type { Interval } from "../metrics/mod.ts";
import { formatScore, isInterval, isScore } from "./words.ts";
import { areNumbers, PLOT_WIDTH } from "./study_axes.ts";
import { levelsOf } from "./series.ts";
import type { StudyChartOptions, StudyContent } from "./study_content.ts";
import { studyDots } from "./study_dots.ts";
import { studyLines } from "./study_lines.ts";
import { studyPanels } from "./study_panels.ts";
import { studyShades } from "./study_shades.ts";
import { type ChartSpec, chartTitle, SCHEMA, THEME } from "./theme.ts";

/** One value of a study. */
export interface StudyValue {
  /** The name of its row. */
  readonly row: string;
  /** "" in a study without columns. */
  readonly column: string;
  /** Over seeds; null where there is none yet. */
  readonly mean: number | null;
  /** 95 %. */
  readonly interval: Interval | null;
  /** Whether validation chose this setting; default: false. */
  readonly isChosen?: boolean;
}

/** More lines than this in one plot could not be followed. */
const MOST_LINES = 5;

/**
 * Without columns a point and an interval a row; with columns a line a row, or a small plot a row
 * where there are many. A grid of settings has a line for each column over the rows if those are
 * levels of one quantity. What has too many lines for that, and no numbers to place them by, is
 * drawn as shaded cells.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { studyChart } from "./study_chart.ts";
 *
 * const value = { column: "", interval: null };
 * const values = [{ ...value, row: "fixed", mean: 0.41 }, { ...value, row: "graph", mean: 0.42 }];
 * const { description } = studyChart(values, { scoreTitle: "mAP", baseline: "fixed" });
 * assertEquals(description, "mAP. fixed: .410; graph: .420.");
 * ```
 */
export function studyChart(values: readonly StudyValue[], options: StudyChartOptions): ChartSpec {
  const points = values.flatMap(({ row, column, mean, interval, isChosen = false }) =>
    !isScore(mean) ? [] : [{
      row,
      column,
      mean,
      text: formatScore(mean),
      ...isInterval(interval) ? { low: interval[0], high: interval[1] } : {},
      isChosen,
    }]
  );
  const rows = [...new Set(values.map(({ row }) => row))];
  const columns = [...new Set(values.map(({ column }) => column))];
  const { subtitle, ...form } = formOf({ points, rows, columns, options });
  return {
    $schema: SCHEMA,
    title: chartTitle(options.scoreTitle, subtitle, PLOT_WIDTH),
    description: `${options.scoreTitle}. ${
      values.map(({ row, column, mean }) =>
        `${[row, column].filter((name) => name !== "").join(", ")}: ${formatScore(mean)}`
      ).join("; ")
    }.`,
    config: THEME,
    ...form,
  };
}

function formOf(content: StudyContent) {
  const { rows, columns, options: { columnTitle, isGrid = false } } = content;
  if (columnTitle === undefined) return studyDots(content);
  if (isGrid) {
    const turned = columns.length <= MOST_LINES ? rowsAsColumns(content) : undefined;
    return turned === undefined ? studyShades(content) : studyLines(turned);
  }
  if (rows.length <= MOST_LINES) return studyLines(content);
  return areNumbers(columns) ? studyPanels(content) : studyShades(content);
}

/** The same study with its rows as columns, if they are levels of one quantity such as "ε = 0.1". */
function rowsAsColumns({ points, rows, columns, options }: StudyContent): StudyContent | undefined {
  const levels = levelsOf(rows);
  if (levels === undefined) return undefined;
  const { columnTitle = "" } = options;
  return {
    points: points.map(({ row, column, ...point }) => ({
      ...point,
      row: column,
      column: String(levels.numbers[rows.indexOf(row)]),
    })),
    rows: columns,
    columns: levels.numbers.map(String),
    options: { ...options, rowTitle: columnTitle, columnTitle: levels.quantity },
  };
}
