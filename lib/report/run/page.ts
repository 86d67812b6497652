/**
 * The report of a run as one self-contained web page: no scripts, no requests, charts and films
 * inside the file.
 *
 * @module
 */
import { leadingScores, type ResultRow } from "../../metrics/mod.ts";
import { cooccurrenceOrder } from "../../graph/seriation.ts";
import { cooccurrenceHeatmap } from "../../charts/cooccurrence_heatmap.ts";
import { distanceHistograms } from "../../charts/distance_histograms.ts";
import { labelGraph } from "../../charts/label_graph.ts";
import { perClassBars } from "../../charts/per_class_bars.ts";
import { precisionRecallCurves } from "../../charts/precision_recall_curves.ts";
import { targetDistances } from "../../charts/target_distances.ts";
import { targetHistory } from "../../charts/target_history.ts";
import { hasTieBand, tieBand } from "../../charts/tie_band.ts";
import { trainingCurves } from "../../charts/training_curves.ts";
import { html } from "hono/html";
import { pageDocument } from "../document.ts";
import type { Html } from "../html.ts";
import { conventionsSection, datasetSection } from "./facts_section.ts";
import { chartFigure } from "../figure.ts";
import { galleryStrips } from "../gallery.ts";
import { scoreTitle } from "../../charts/score_columns.ts";
import { resultsSection } from "./results_section.ts";
import { strataSection } from "./strata_section.ts";
import { classificationSection } from "./classification_section.ts";
import { worthSection } from "./worth_section.ts";
import type { GalleryQuery, RunReport } from "./report.ts";
import { formatCount, formatPercent, formatScore } from "../../charts/words.ts";
import { rowsByCode } from "./rows_by_code.ts";

/**
 * The text of the page. The same report gives the same page, byte for byte.
 *
 * @example A page without any results yet
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { reportPage } from "./page.ts";
 *
 * const dataset = { name: "phantom", films: 2, patients: 1, parts: [], labels: [] };
 * const page = await reportPage({
 *   title: "Edema & effusion",
 *   bits: 32,
 *   dataset,
 *   rows: [],
 *   conventions: {},
 *   config: {},
 * });
 * assertStringIncludes(page, "<h1>Edema &amp; effusion</h1>");
 * ```
 * @throws {RangeError} if a matrix does not fit its labels or `featured` names no row
 */
export async function reportPage(report: RunReport): Promise<string> {
  const { rows, conventions, config, dataset, gallery = [] } = report;
  const featured = report.featured ?? rows[0]?.name ?? "";
  return await pageDocument({
    title: report.title,
    header: header(report, featured),
    main: html`
      ${gallery.length > 0 && gallerySection(gallery)}
      ${resultsSection(rows, featured)}
      ${scoreCharts(report, featured)}
      ${worthSection(report)}
      ${report.classification !== undefined && classificationSection(report.classification)}
      ${strataSection(rows.find(({ name }) => name === featured))} ${methodCharts(report)}
      ${datasetSection(dataset)}
      ${conventionsSection(conventions, config)}
    `,
  });
}

function header(report: RunReport, featured: string): Html {
  const { title, bits, rows, gallery = [] } = report;
  const main = rows.find(({ name }) => name === featured);
  return html`
    <header>
      <h1>${title}</h1>
      <p class="lead">
        A search engine for chest X-rays: each film becomes a code of ${bits} bits, and films with
        nearby codes should show the same findings. ${searchSize(report)}
      </p>
      ${scoreTiles(rows, featured)}
      <nav aria-label="Sections">
        ${gallery.length > 0 && html`<a href="#gallery">Films found</a>`}
        <a href="#results">Results</a>
        <a href="#charts">Charts</a>
        ${main !== undefined && main.strata.length > 0 && html`<a href="#groups">Groups</a>`}
        <a href="#method">Findings and targets</a>
        <a href="#data">Films</a>
        <a href="#conventions">Conventions and settings</a>
      </nav>
    </header>
  `;
}

function searchSize({ dataset, conventions }: RunReport): string {
  const filmsOf = (part: string) => dataset.parts.find(({ name }) => name === part)?.films ?? 0;
  const [queries, database] = [filmsOf("query"), filmsOf("database")];
  if (queries === 0 || database === 0) return "";
  const asked = "querySample" in conventions ? conventions.querySample : formatCount(queries);
  return `Here ${asked} query films were looked up among ${formatCount(database)}.`;
}

/** The leading scores of the featured method, each beside those of the other rows. */
function scoreTiles(rows: readonly ResultRow[], featured: string): Html | null {
  const main = rows.find(({ name }) => name === featured);
  if (main === undefined) return null;
  const others = rows.filter((row) => row !== main);
  const tiles = leadingScores(Object.keys(main.scores)).map((score) =>
    html`
      <li>
        <span class="name">${scoreTitle(score)}, ${featured}</span>
        <strong>${formatScore(main.scores[score])}</strong>
        <span>${others.map((row) => `${row.name} ${formatScore(row.scores[score])}`).join(
          " · ",
        )}</span>
      </li>
    `
  );
  return html`
    <ul class="tiles">${tiles}</ul>
  `;
}

function gallerySection(queries: readonly GalleryQuery[]): Html {
  return html`
    <section id="gallery">
      <h2>What the search finds</h2>
      <p>
        First a film that the system had never seen, then the nearest films of the database,
        nearest first. Findings that a film shares with the query have a tick and a filled label,
        and the film a frame. The distance counts the bits in which the two codes differ.
      </p>
      ${galleryStrips(queries)}
    </section>
  `;
}

function scoreCharts(report: RunReport, featured: string): Html {
  const { rows, precisionRecall = [], curves = [], distances } = report;
  const runs = inRowOrder(curves, rows).filter(({ epochs }) => epochs.length > 0);
  const series = inRowOrder(precisionRecall, rows);
  const bars = rowsByCode(rows);
  const hasClasses = bars.some(({ name, perClass }) =>
    name === featured && Object.keys(perClass).length > 0
  );
  const figures = [
    hasClasses && chartFigure(perClassBars(bars, { featured }), {
      id: "per-class",
      explanation:
        "The longer a finding's bar, the better films with it find each other; in brackets the " +
        "number of queries that show it. A mark to the right of the bar's end is a method that " +
        "does better there. Thin lines are 95 % intervals over patients: where they overlap " +
        "much, as with few queries, the difference may be chance.",
    }),
    series.length > 0 && chartFigure(precisionRecallCurves(series), {
      id: "precision-recall",
      explanation:
        "Each mark is a search radius. Searching farther finds more of what there is to find " +
        "(to the right) but brings in more that does not belong (downwards). A higher curve is " +
        "better.",
    }),
    distances !== undefined && chartFigure(distanceHistograms(distances), {
      id: "distances",
      explanation:
        "Films that share a finding should lie closer than films that share none. Where the two " +
        "overlap, both kinds of pairs are equally far apart, and a search by distance cannot tell " +
        `them apart. Shown for ${featured}.`,
    }),
    rows.some(hasTieBand) && chartFigure(tieBand(rows), {
      id: "tie-band",
      explanation:
        "Short codes put many films at the same distance, and their order is arbitrary. The pale " +
        "band runs from the unluckiest order to the luckiest; the line is the average over all " +
        "orders, which this report uses, inside its 95 % interval. Where a paper does not say " +
        "how it broke ties, a gain smaller than the band may be luck.",
    }),
    runs.length > 0 && chartFigure(trainingCurves(runs), {
      id: "training",
      explanation:
        "The loss should fall and level off. The scores are taken on validation films, which " +
        "are not trained on and take no part as queries in the results. A ring marks the epoch " +
        "that did best there and was kept.",
    }),
  ];
  return html`
    <div class="pair" id="charts">${figures}</div>
  `;
}

function methodCharts(report: RunReport): Html {
  const { cooccurrence, labelGraph: graph, targetDistances: distances, targetHistory: history } =
    report;
  const hasUnknown = report.dataset.labels.some(({ unknown }) => unknown > 0);
  // One order for all charts over findings, so that they can be compared cell by cell.
  const order = cooccurrence && cooccurrenceOrder(cooccurrence);
  const orderOf = ({ labelNames }: { readonly labelNames: readonly string[] }) =>
    order && labelNames.join() === cooccurrence?.labelNames.join() ? { order } : {};
  const figures = [
    cooccurrence !== undefined && chartFigure(cooccurrenceHeatmap(cooccurrence), {
      id: "cooccurrence",
      wide: true,
      explanation:
        "Read along a row: of the films with that finding, how many in a hundred also show the " +
        "finding of the column. The method learns from these numbers, counted on training films " +
        "only. They are not symmetric: a rare finding may nearly always come with a common one." +
        (hasUnknown ? " Findings that are unknown count as absent here." : ""),
    }),
    graph !== undefined && chartFigure(labelGraph({ ...orderOf(graph.cooccurrence), ...graph }), {
      id: "label-graph",
      wide: true,
      explanation: "An arrow leads from a finding to each that its films also show often enough " +
        `(${formatPercent(graph.tau)} of them): the wider the arrow, the more; the larger the ` +
        "circle, the more films. Along these arrows the targets of findings depend on each other.",
    }),
    distances !== undefined &&
    chartFigure(targetDistances({ ...orderOf(distances), ...distances }), {
      id: "targets",
      wide: true,
      explanation:
        "Every finding has a target code that its films are drawn to. The stronger the colour, " +
        `the closer two targets lie; unrelated codes of ${distances.bits} bits differ in about ` +
        `${distances.bits / 2}.`,
    }),
    history !== undefined && chartFigure(targetHistory({ ...orderOf(history), ...history }), {
      id: "target-history",
      wide: true,
      explanation:
        "The targets learn together with the codes. Above, how far apart all pairs of targets lie " +
        "after each epoch (line: mean; inner band: the middle half; outer band: nearest to " +
        "farthest pair; a ring at the epoch that was kept). Below, every pair after three of the " +
        "epochs.",
    }),
  ];
  return html`
    <div id="method">${figures}</div>
  `;
}

/** Series in the order of the rows, so that colours agree from chart to chart. */
function inRowOrder<T extends { readonly name: string }>(
  series: readonly T[],
  rows: readonly ResultRow[],
): T[] {
  const position = new Map(rows.map(({ name }, i) => [name, i]));
  const place = ({ name }: T) => position.get(name) ?? rows.length;
  return series.toSorted((a, b) => place(a) - place(b));
}
