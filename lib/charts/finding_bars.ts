/**
 * One number for each finding.
 *
 * @module
 */
import { numberAxis } from "./axes.ts";
import { BASELINE, type ChartSpec, chartTitle, FEATURED, MUTED, SCHEMA, THEME } from "./theme.ts";
import { formatScore, readableLabel } from "./words.ts";

/** The bar of a finding. */
export interface FindingBar {
  /** The finding, as the data calls it. */
  readonly name: string;
  /** From 0. */
  readonly value: number;
  /** Whether it stands out, such as a finding that the film has; default: yes. */
  readonly isMarked?: boolean;
}

/** What the bars are. */
export interface FindingBarsOptions {
  /** Of the chart. */
  readonly title: string;
  /** What a marked bar is, above all. */
  readonly subtitle: string;
  /** Of the axis. */
  readonly valueTitle: string;
}

const WIDTH = 300;

/** A bar and the space below it, in pixels. */
const STEP = 20;

/**
 * A bar for each finding, longest first, with its number behind it; those that are not marked are
 * grey.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { findingBars } from "./finding_bars.ts";
 *
 * const bars = [{ name: "Mass", value: 0.2, isMarked: false }, { name: "Edema", value: 0.5 }];
 * const words = { title: "What it shows", subtitle: "", valueTitle: "Probability" };
 * assertEquals(findingBars(bars, words).description, "What it shows. Edema: .500; Mass: .200.");
 * ```
 */
export function findingBars(
  bars: readonly FindingBar[],
  { title, subtitle, valueTitle }: FindingBarsOptions,
): ChartSpec {
  const values = bars.toSorted((a, b) => b.value - a.value).map((bar) => ({
    finding: readableLabel(bar.name),
    value: bar.value,
    text: formatScore(bar.value),
    isMarked: bar.isMarked ?? true,
  }));
  const scale = { domain: [true, false], range: [FEATURED.light, BASELINE.light] };
  return {
    $schema: SCHEMA,
    title: chartTitle(title, subtitle, WIDTH),
    description: `${title}. ${values.map((bar) => `${bar.finding}: ${bar.text}`).join("; ")}.`,
    data: { values },
    width: WIDTH,
    height: { step: STEP },
    encoding: {
      x: {
        field: "value",
        ...numberAxis({ title: valueTitle, ticks: 5, format: ".2~f", fromZero: true }),
      },
      y: {
        field: "finding",
        type: "nominal",
        sort: null,
        title: null,
        axis: { domain: false, ticks: false },
      },
    },
    layer: [
      {
        mark: { type: "bar", height: STEP - 8 },
        encoding: { color: { field: "isMarked", type: "nominal", scale, legend: null } },
      },
      {
        mark: { type: "text", align: "left", dx: 4, color: MUTED.light },
        encoding: { text: { field: "text", type: "nominal" } },
      },
    ],
    config: THEME,
  };
}
