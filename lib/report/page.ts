/**
 * The report of a run as one self-contained web page: no scripts, no requests, charts and films
 * inside the file.
 *
 * @module
 */
import { cooccurrenceHeatmap } from "./charts/cooccurrence_heatmap.ts";
import { perClassBars } from "./charts/per_class_bars.ts";
import { precisionRecallCurves } from "./charts/precision_recall_curves.ts";
import { targetDistances } from "./charts/target_distances.ts";
import { tieBand } from "./charts/tie_band.ts";
import { trainingCurves } from "./charts/training_curves.ts";
import { conventionsSection, datasetSection } from "./facts_section.ts";
import { chartFigure } from "./figure.ts";
import { galleryStrips } from "./gallery.ts";
import { Html, html } from "./html.ts";
import { PAGE_STYLE } from "./page_style.ts";
import { RESULT_COLUMNS, type ResultRow } from "./result_columns.ts";
import { resultsSection } from "./results_section.ts";
import type { GalleryQuery, RunReport } from "./run_report.ts";
import { formatCount, formatScore } from "./words.ts";

/**
 * The text of the page. The same report gives the same page, byte for byte.
 *
 * @throws {RangeError} if a matrix does not fit its labels or `featured` names no row
 */
export async function reportPage(report: RunReport): Promise<string> {
  const { rows, conventions, config, dataset, gallery = [] } = report;
  const featured = report.featured ?? defaultFeatured(rows);
  const page = html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>${report.title}</title>
        <style>${new Html(PAGE_STYLE)}</style>
      </head>
      <body>
    ${header(report, featured)}
    <main>
    ${gallery.length > 0 && await gallerySection(gallery)}
    ${resultsSection(rows, featured)}
    ${await scoreFigures(report, featured)}
    ${await methodFigures(report)}
    ${datasetSection(dataset)}
    ${conventionsSection(conventions, config)}
    </main>
    <footer>Made by cohash, a research tool. Not a medical device: nothing here is a diagnosis.</footer>
      </body>
    </html>
  `;
  return page.toString();
}

function defaultFeatured(rows: readonly ResultRow[]): string {
  return rows.find(({ name }) => name === "cohash")?.name ?? rows.at(-1)?.name ?? "";
}

function header({ title, dataset, bits, rows, gallery }: RunReport, featured: string): Html {
  const main = rows.find(({ name }) => name === featured);
  const others = rows.filter(({ name }) => name !== featured);
  const queries = dataset.parts.find(({ name }) => name === "query")?.films;
  const database = dataset.parts.find(({ name }) => name === "database")?.films;
  return html`
    <header>
    <h1>${title}</h1>
    <p class="lead">
    A search engine for chest X-rays: each film becomes a code of ${bits} bits, and films with nearby
    codes should show the same findings.
    ${queries !== undefined && database !== undefined &&
      html`Here ${formatCount(queries)} query films
were looked up among ${formatCount(database)}.`}
    </p>
    ${main &&
      html`<ul class="tiles">${
        RESULT_COLUMNS.slice(0, 3).map((column) =>
          html`<li><span class="name">${column.title}, ${featured}</span>
<strong>${formatScore(column.score(main))}</strong>
<span>${
            others.map((row) => `${row.name} ${formatScore(column.score(row))}`).join(" · ")
          }</span></li>`
        )
      }</ul>`}
    <nav aria-label="Sections">
    ${gallery && gallery.length > 0 && html`<a href="#gallery">Films found</a>`}
    <a href="#results">Results</a> <a href="#method">Training and method</a>
    <a href="#data">Films</a> <a href="#conventions">Conventions and settings</a>
    </nav>
    </header>
  `;
}

async function gallerySection(queries: readonly GalleryQuery[]): Promise<Html> {
  return html`
    <section id="gallery">
    <h2>What the search finds</h2>
    <p>On the left a film that the system had never seen; beside it the nearest films of the database,
    nearest first. Findings that a film shares with the query have a tick and a filled label, and the
    film a frame. The distance counts the bits in which the two codes differ.</p>
    ${await galleryStrips(queries)}
    </section>
  `;
}

async function scoreFigures(report: RunReport, featured: string): Promise<Html> {
  const { rows, precisionRecall = [] } = report;
  const curves = inRowOrder(precisionRecall, rows);
  return html`<div class="pair">
${
    rows.length > 0 && await chartFigure(perClassBars(rows, { featured }), {
      id: "per-class",
      explanation:
        "One line for each finding: the longer the bar, the better films with that finding find " +
        "each other. A mark to the right of a bar's end is a method that does better there. Rare " +
        "findings are usually harder.",
    })
  }
${
    curves.length > 0 && await chartFigure(precisionRecallCurves(curves), {
      id: "precision-recall",
      explanation: "Searching farther finds more of what there is to find (to the right) but " +
        "brings in more that does not belong (downwards). A higher curve is better.",
    })
  }
${
    rows.length > 0 && await chartFigure(tieBand(rows), {
      id: "tie-band",
      explanation:
        "Short codes put many films at the same distance, and their order is arbitrary. The band " +
        "runs from the unluckiest order to the luckiest; scores in this report are the average " +
        "over all orders. Differences smaller than a band may be luck where a paper does not say " +
        "how it broke ties.",
    })
  }
</div>`;
}

async function methodFigures(report: RunReport): Promise<Html> {
  const { cooccurrence, curves = [], rows } = report;
  const runs = inRowOrder(curves, rows).filter(({ epochs }) => epochs.length > 0);
  return html`<div id="method">
${
    runs.length > 0 && await chartFigure(trainingCurves(runs), {
      id: "training",
      explanation:
        "The loss should fall and level off. The scores are taken on validation films, which " +
        "are neither trained on nor used for the results above; the best epoch on them is kept.",
    })
  }
${
    cooccurrence && await chartFigure(cooccurrenceHeatmap(cooccurrence), {
      id: "cooccurrence",
      wide: true,
      explanation:
        "Read along a row: of the films with that finding, how many in a hundred also show the " +
        "finding of the column. The method learns from these numbers, counted on training films " +
        "only. They are not symmetric: a rare finding may nearly always come with a common one.",
    })
  }
${
    report.targetDistances && await chartFigure(targetDistances(report.targetDistances), {
      id: "targets",
      wide: true,
      explanation:
        "Every finding has a target code that its films are drawn to. A strong colour marks two " +
        "findings whose targets were moved together; half the bits is what unrelated findings " +
        "would have.",
    })
  }
</div>`;
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
