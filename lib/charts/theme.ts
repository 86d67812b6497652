/**
 * How every chart looks: one set of colours, each with a counterpart for dark pages, and one
 * Vega-Lite configuration. Series differ by colour, dash and shape at once, so that a chart stays
 * legible in grey and for colour-blind readers (colours after Okabe & Ito, 2008).
 *
 * @module
 */
import type { Config, TopLevelSpec } from "vega-lite";

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
const OTHERS: readonly Tone[] = [
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
    subtitleFontSize: 12,
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
  legend: {
    gradientLength: 320,
    gradientStrokeColor: GRID.light,
    labelColor: INK.light,
    labelFontSize: 12,
    labelLimit: 260,
    symbolSize: 90,
    symbolStrokeWidth: 2,
    titleColor: MUTED.light,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titleLimit: 360,
  },
};

/** How the series of a chart are told apart: scales for colour, dash and shape. */
export interface SeriesScales {
  readonly color: { readonly domain: string[]; readonly range: string[] };
  readonly dash: { readonly domain: string[]; readonly range: number[][] };
  readonly shape: { readonly domain: string[]; readonly range: string[] };
}

const DASHES: readonly (readonly number[])[] = [[7, 3], [2, 2], [9, 3, 2, 3], [4, 2]];
const SHAPES: readonly string[] = [
  "square",
  "triangle-up",
  "cross",
  "triangle-right",
  "triangle-left",
  // An x; with six shapes and five colours no two of thirty series have the same of both.
  "M-.9,-.6L-.6,-.9L0,-.3L.6,-.9L.9,-.6L.3,0L.9,.6L.6,.9L0,.3L-.6,.9L-.9,.6L-.3,0Z",
];
const KNOWN: Readonly<Record<string, { tone: Tone; dash: number[]; shape: string }>> = {
  cohash: { tone: FEATURED, dash: [1, 0], shape: "circle" },
  random: { tone: BASELINE, dash: [1, 3], shape: "triangle-down" },
  hub: { tone: BASELINE, dash: [5, 5], shape: "diamond" },
};

/**
 * A colour, a dash and a shape for each named series. `cohash`, `random` and `hub` always look the
 * same; the others take theirs in the order given. Equal names get one entry.
 */
export function seriesScales(names: readonly string[]): SeriesScales {
  const domain = [...new Set(names)];
  let taken = 0;
  const styles = domain.map((name) => {
    const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
    if (known !== undefined) return known;
    const index = taken++;
    return {
      tone: OTHERS[index % OTHERS.length]!,
      dash: [...DASHES[index % DASHES.length]!],
      shape: SHAPES[index % SHAPES.length]!,
    };
  });
  return {
    color: { domain, range: styles.map(({ tone }) => tone.light) },
    dash: { domain, range: styles.map(({ dash }) => dash) },
    shape: { domain, range: styles.map(({ shape }) => shape) },
  };
}
