/**
 * How every chart looks: one set of colours, each with a counterpart for dark pages, one Vega-Lite
 * configuration, and the titles.
 *
 * @module
 */
import type { Config, TopLevelSpec } from "vega-lite";
import { wrapText } from "./text_width.ts";

/** A colour on white paper and its counterpart on a dark page. */
export interface Tone {
  readonly light: string;
  readonly dark: string;
}

/** The background of a chart, and text that stands on a dark cell. */
export const PAPER: Tone = { light: "#ffffff", dark: "#14191f" };
/** Text. */
export const INK: Tone = { light: "#1b2530", dark: "#e7ecf1" };
/** Axis labels, subtitles and other text in the second rank. */
export const MUTED: Tone = { light: "#566370", dark: "#a9b5c0" };
/** Grid lines and the outlines of empty cells. */
export const GRID: Tone = { light: "#e2e7ec", dark: "#2c353f" };

/** Seven steps of one hue from faint to strong; on a dark page strong means bright. */
export const STEPS: readonly Tone[] = [
  { light: "#f1f6fb", dark: "#1b2733" },
  { light: "#d8e6f3", dark: "#203d57" },
  { light: "#b3cfe6", dark: "#27557c" },
  { light: "#86b2d7", dark: "#2d6796" },
  { light: "#3b79b0", dark: "#5b9bd0" },
  { light: "#1f5c95", dark: "#8abfe8" },
  { light: "#0c3a68", dark: "#c6e3f9" },
];

/** The method that a report is about: the one strong blue. */
export const FEATURED: Tone = { light: "#0072b2", dark: "#5bb4ec" };
/** Rows that know nothing of the films (random, hub). */
export const BASELINE: Tone = { light: "#7a8692", dark: "#8d99a5" };
/** The other methods, in their order. */
export const OTHERS: readonly Tone[] = [
  { light: "#d55e00", dark: "#f08a3c" },
  { light: "#009e73", dark: "#2fc79b" },
  { light: "#b5599c", dark: "#dd8cc4" },
  { light: "#c98700", dark: "#f0b93a" },
  { light: "#4a5ab5", dark: "#97a4f2" },
];

/** Every colour a chart may use; a page derives its dark style from this list. */
export const TONES: readonly Tone[] = [
  PAPER,
  INK,
  MUTED,
  GRID,
  ...STEPS,
  FEATURED,
  BASELINE,
  ...OTHERS,
];

/** The Vega-Lite schema that notebooks know (JupyterLab and VS Code do not render v6). */
export const SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

/**
 * A chart as a Vega-Lite specification: plain JSON for a notebook or any other viewer, or for
 * renderSvg and renderPng. Marked internal because its reference is Vega-Lite's own.
 *
 * @internal
 */
export type ChartSpec = TopLevelSpec;

const FONT = "system-ui, DejaVu Sans, sans-serif";

/** The size of a subtitle's letters, in pixels. */
const SUBTITLE_SIZE = 12;

/** A title may reach so far to the left and the right of its plot, in pixels. */
const OVERHANG = 90;

/** A plot narrower than this, in pixels, has a wider title. */
const NARROWEST_PLOT = 300;

/** The configuration of every chart. */
export const THEME: Config = {
  // The page gives each chart a title and a description; roles on every single mark only add noise.
  aria: false,
  background: PAPER.light,
  font: FONT,
  padding: 6,
  view: { stroke: "transparent" },
  title: {
    anchor: "start",
    color: INK.light,
    fontSize: 15,
    fontWeight: "bold",
    subtitleColor: MUTED.light,
    subtitleFontSize: SUBTITLE_SIZE,
    subtitlePadding: 5,
    offset: 14,
  },
  axis: {
    domainColor: MUTED.light,
    gridColor: GRID.light,
    labelColor: INK.light,
    labelFlush: false,
    labelFontSize: 12,
    labelLimit: 260,
    labelPadding: 5,
    tickColor: MUTED.light,
    titleColor: MUTED.light,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
  },
  // The names of the series stand above the plot; shades say for themselves what they mean.
  legend: {
    orient: "top",
    title: null,
    columns: 4,
    gradientLength: 320,
    gradientStrokeColor: GRID.light,
    labelColor: INK.light,
    labelFontSize: 12,
    labelLimit: 260,
    symbolOpacity: 1,
    symbolSize: 90,
    symbolStrokeWidth: 2,
    titleColor: MUTED.light,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titleLimit: 360,
  },
};

/** The part of a legend that shows its series as the lines that they are. */
export const LINE_LEGEND = { symbolType: "stroke", symbolSize: 500 } as const;

/** The part of a legend that shows its series as the filled marks that they are. */
export const MARK_LEGEND = { symbolStrokeWidth: 0 } as const;

/** The part of a legend of shades, which stands below the plot and has a title. */
export const SHADE_LEGEND = { orient: "bottom", direction: "horizontal", columns: 0 } as const;

/**
 * The title of a chart, its subtitle broken so that it does not widen the picture much beyond the
 * plot.
 *
 * @param width The plot's, in pixels
 */
export function chartTitle(text: string, subtitle: string, width: number) {
  const lines = wrapText(subtitle, (Math.max(width, NARROWEST_PLOT) + OVERHANG) / SUBTITLE_SIZE);
  return { text, subtitle: lines.length === 1 ? subtitle : lines };
}

/** What a chart says below its title, in one line, for pages that set titles themselves. */
export function chartSubtitle({ title }: ChartSpec): string {
  const subtitle = typeof title === "object" && "subtitle" in title ? title.subtitle : "";
  return Array.isArray(subtitle)
    ? subtitle.join(" ")
    : typeof subtitle === "string"
    ? subtitle
    : "";
}
