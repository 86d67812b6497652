/**
 * A study as a chart: every row with its interval, against the columns where the study has any.
 *
 * @module
 */
import type { Interval } from "../metrics/mod.ts";
import { formatScore, isInterval, isScore } from "./words.ts";
import type { StudyChartOptions, StudyContent } from "./study_content.ts";
import { studyDots } from "./study_dots.ts";
import { areNumbers, MOST_COLOURED, studyLines } from "./study_lines.ts";
import { studyShades } from "./study_shades.ts";
import { type ChartSpec, SCHEMA, THEME } from "./theme.ts";

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

/**
 * Without columns a point and an interval a row; with columns a line a row. A grid of settings is
 * drawn as shaded cells, and so are many rows over columns that are no numbers.
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
    title: { text: options.scoreTitle, subtitle },
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
  const asLines = rows.length <= MOST_COLOURED || areNumbers(columns);
  return !isGrid && asLines ? studyLines(content) : studyShades(content);
}
