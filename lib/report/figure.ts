/**
 * A chart as a figure of a web page.
 *
 * @module
 */
import { type ChartSpec, TONES } from "../charts/theme.ts";
import { html, raw } from "hono/html";
import type { Html } from "./html.ts";
import { renderSvg } from "../charts/render.ts";

/** Options of {@linkcode chartFigure}. */
export interface ChartFigureOptions {
  /** Unique in the page. */
  readonly id: string;
  /** What one sees and how to read it. */
  readonly explanation: string;
  /** Whether the chart is too dense to shrink to a phone's width, so that it scrolls instead. */
  readonly wide?: boolean;
}

/**
 * A section with the chart's title as its heading, the explanation, and the chart as inline SVG.
 * Screen readers are given the specification's title and description.
 */
export function chartFigure(
  spec: ChartSpec,
  { id, explanation, wide = false }: ChartFigureOptions,
): Html {
  const { title, description = "", ...untitled } = spec;
  const heading = typeof title === "object" && "text" in title ? String(title.text) : id;
  const chart = renderSvg(untitled).then((svg) => named(svg, { id, heading, description }));
  return html`
    <section id="${id}" class="${wide ? "wide" : "narrow"}">
      <h2>${heading}</h2>
      <p>${explanation}</p>
      <figure>${wide ? html`<div class="scroll" tabindex="0">${chart}</div>` : chart}</figure>
    </section>
  `;
}

/** The SVG with a title and a description at its start. */
function named(
  svg: string,
  { id, heading, description }: { id: string; heading: string; description: string },
): Html {
  const contentStart = svg.indexOf(">") + 1;
  const opening = svg.slice(0, contentStart).replace(
    'class="marks"',
    `class="chart" role="img" aria-labelledby="${id}-title ${id}-description"`,
  );
  return html`
    ${raw(opening)}
    <title id="${id}-title">${heading}</title>
    <desc id="${id}-description">${description}</desc>
    ${raw(svg.slice(contentStart))}
  `;
}

/**
 * Style rules that give every colour of a chart its counterpart on a dark page. The SVG keeps its
 * light colours, so that it stays right wherever it is copied to.
 */
export function darkChartStyle(): string {
  return TONES.flatMap(({ light, dark }) =>
    ["fill", "stroke"].map((kind) => `svg.chart [${kind}="${light}"] { ${kind}: ${dark}; }`)
  ).join("\n");
}
