/**
 * From a chart's specification to a picture, without a browser or a canvas.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import * as vega from "vega";
import { compile } from "vega-lite";
import { textWidth } from "./text_width.ts";
import type { ChartSpec } from "./theme.ts";

/** The part of Vega's text mark that decides a text's width. */
interface TextItem {
  readonly text?: string | readonly string[];
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** How Vega measures text; exported, but absent from its own types. */
const { textMetrics } = vega as typeof vega & {
  readonly textMetrics: { width(item: TextItem, text?: string): number };
};

// Without a canvas Vega takes every letter for 0.8 em wide, which leaves wide holes beside labels.
textMetrics.width = (item, text) => {
  const lines = text ?? item.text ?? "";
  const longest = typeof lines === "object"
    ? Math.max(0, ...lines.map(textWidth))
    : textWidth(lines);
  const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
  return longest * (item.fontSize ?? 11) * (bold ? 1.12 : 1);
};

/**
 * The chart as the text of an SVG document.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { tieBand } from "./tie_band.ts";
 * import { renderSvg } from "./render.ts";
 *
 * const row = {
 *   name: "cohash",
 *   scores: { "map": 0.6, "map:pessimistic": 0.5, "map:optimistic": 0.7 },
 *   intervals: {},
 * };
 * assertStringIncludes(await renderSvg(tieBand([row])), "What ties are worth");
 * ```
 */
export async function renderSvg(spec: ChartSpec): Promise<string> {
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Options of {@linkcode renderPng}. */
export interface RenderPngOptions {
  /** Pixels per unit of the specification; 2 suits print and dense screens. */
  readonly scale?: number;
}

/**
 * The chart as a PNG file. Text is set in DejaVu Sans whatever fonts the machine has; where the
 * package was loaded from the web, its fonts cannot be read, and those of the machine are used.
 */
export async function renderPng(
  spec: ChartSpec,
  options: RenderPngOptions = {},
): Promise<Uint8Array> {
  return svgToPng(await renderSvg(spec), options);
}

/** An SVG document as a PNG file; see {@linkcode renderPng}. */
export function svgToPng(svg: string, { scale = 2 }: RenderPngOptions = {}): Uint8Array {
  const isOnDisk = import.meta.url.startsWith("file:");
  const fontFiles = isOnDisk
    ? ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) =>
      fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}`))
    )
    : [];
  const image = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontFiles, loadSystemFonts: !isOnDisk, defaultFontFamily: "DejaVu Sans" },
  });
  return image.render().asPng();
}
