/**
 * How much of a score is the luck of the draw among films at equal distance.
 *
 * @module
 */
import type { ResultRow } from "../metrics/mod.ts";
import { formatScore, isInterval, isScore } from "./words.ts";
import { numberAxis } from "./axes.ts";
import { seriesScales } from "./series.ts";
import { type ChartSpec, chartTitle, INK, SCHEMA, THEME } from "./theme.ts";

/** The part of a result row that is drawn here. */
export type TieBandRow = Pick<ResultRow, "name" | "scores" | "intervals">;

const WIDTH = 380;

/**
 * For each row a band from the pessimistic to the optimistic order of tied films, in it
 * the 95 % interval as a narrow bar and the expected score as a line. Rows without a score stay empty.
 */
export function tieBand(rows: readonly TieBandRow[]): ChartSpec {
  const names = rows.map(({ name }) => name);
  const bands = rows.map(bandOf);
  const values = bands.filter(isWhole).map(({ interval, ...band }) => ({
    ...band,
    ...(isInterval(interval) ? { lower: interval[0], upper: interval[1] } : {}),
    text: formatScore(band.expected),
  }));
  const scales = seriesScales(names);
  return {
    $schema: SCHEMA,
    title: chartTitle(
      "What ties are worth",
      "Pale band: every tie lost to every tie won. Line: the expected mAP, in its 95 % interval " +
        "over patients",
      WIDTH,
    ),
    description: `Mean average precision with ties. ${
      bands.map(({ name, expected, pessimistic, optimistic }) =>
        `${name}: ${formatScore(expected)}, from ${formatScore(pessimistic)} to ${
          formatScore(optimistic)
        }`
      ).join("; ")
    }.`,
    data: { values },
    width: WIDTH,
    height: { step: 40 },
    encoding: {
      y: {
        field: "name",
        type: "nominal",
        scale: { domain: [...new Set(names)] },
        title: null,
        axis: { domain: false, ticks: false },
      },
      color: { field: "name", type: "nominal", scale: scales.color, legend: null },
    },
    layer: [
      {
        mark: { type: "bar", height: 18, opacity: 0.3, cornerRadius: 2 },
        encoding: {
          x: {
            field: "pessimistic",
            ...numberAxis({ title: "Mean average precision", ticks: 6 }),
          },
          x2: { field: "optimistic" },
        },
      },
      {
        transform: [{ filter: "isValid(datum.lower)" }],
        mark: { type: "bar", height: 7, opacity: 1 },
        encoding: { x: { field: "lower", type: "quantitative" }, x2: { field: "upper" } },
      },
      {
        mark: { type: "tick", color: INK.light, size: 22, thickness: 2, opacity: 1 },
        encoding: {
          x: { field: "expected", type: "quantitative" },
          color: { value: INK.light },
        },
      },
      {
        mark: { type: "text", dy: -15, fontSize: 11 },
        encoding: {
          x: { field: "expected", type: "quantitative" },
          text: { field: "text", type: "nominal" },
          color: { value: INK.light },
        },
      },
    ],
    config: THEME,
  };
}

/** The first score of a row whose ends are known, mAP at one cut-off or another. */
function bandOf({ name, scores, intervals }: TieBandRow) {
  const score = Object.keys(scores).find((score) => `${score}:pessimistic` in scores) ?? "map";
  return {
    name,
    expected: scores[score],
    pessimistic: scores[`${score}:pessimistic`],
    optimistic: scores[`${score}:optimistic`],
    interval: intervals[score],
  };
}

function isWhole({ expected, pessimistic, optimistic }: ReturnType<typeof bandOf>): boolean {
  return [expected, pessimistic, optimistic].every(isScore);
}

/** Whether a row has an expected score and its two ends. */
export function hasTieBand(row: TieBandRow): boolean {
  return isWhole(bandOf(row));
}
