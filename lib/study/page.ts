/**
 * The results of a study as one self-contained web page: tables, charts, every run linked.
 *
 * @module
 */
import { relative } from "node:path";
import { html } from "hono/html";
import { studyChart } from "../charts/study_chart.ts";
import { type ChartSpec, chartSubtitle } from "../charts/theme.ts";
import { chartFigure } from "../report/figure.ts";
import { pageDocument } from "../report/document.ts";
import type { Html } from "../report/html.ts";
import { scoreTitle } from "../charts/score_columns.ts";
import { scoreSlug } from "../metrics/mod.ts";
import { type View, viewSlug, viewTitle } from "../run/view.ts";
import { type Cell, type CellScore, missingRuns, runName, type StudyResults } from "./results.ts";
import type { Study } from "./study.ts";
import { CHOSEN_MARK, studyNotes, type StudyTable, studyViews, type TableCell } from "./tables.ts";

/** The part of a study's results that is drawn. */
export interface ChartedStudy {
  /** What a chart marks or names. */
  readonly study: Pick<Study, "baseline" | "columnTitle" | "choose">;
  /** The table in every view. */
  readonly blocks: readonly ChartedBlock[];
  /** The names of the scores that the cells have. */
  readonly scores: readonly string[];
}

/** The part of one view. */
export interface ChartedBlock {
  /** What is searched, and how. */
  readonly view: View;
  /** Every row in every column. */
  readonly cells: readonly ChartedCell[];
}

/** One row in one column; its scores are null without a finished run. */
export type ChartedCell = Pick<Cell, "row" | "column" | "isChosen"> & {
  readonly scores: Readonly<Record<string, Pick<CellScore, "mean" | "interval">>> | null;
};

/** A chart of a study and the name of its file, such as `map`, or `map-unseen-expected`. */
export interface StudyChart {
  readonly name: string;
  readonly score: string;
  readonly chart: ChartSpec;
}

/** A chart for each score in each view. */
export function chartsOf(study: ChartedStudy): StudyChart[] {
  return study.blocks.flatMap((block) =>
    study.scores.map((score) => ({
      name: scoreSlug(score) + (study.blocks.length === 1 ? "" : `-${viewSlug(block.view)}`),
      score,
      chart: chartOf(study, score, block),
    }))
  );
}

/**
 * One score of a study as a chart.
 *
 * @param block In which view; default: the first
 */
export function chartOf(
  { study, blocks }: Omit<ChartedStudy, "scores">,
  score: string,
  { view, cells }: ChartedBlock = blocks[0]!,
): ChartSpec {
  const values = cells.map(({ row, column, scores, isChosen }) => ({
    row,
    column,
    mean: scores?.[score]?.mean ?? null,
    interval: scores?.[score]?.interval ?? null,
    isChosen,
  }));
  return studyChart(values, {
    scoreTitle: scoreTitle(score) + (blocks.length === 1 ? "" : `. ${viewTitle(view)}`),
    baseline: study.baseline,
    ...cells.some(({ column }) => column !== "") ? { columnTitle: study.columnTitle ?? "" } : {},
    isGrid: study.choose === "over all",
  });
}

/**
 * The text of the page. The same results give the same page, byte for byte.
 *
 * @param folder The study's folder, from which the links start
 */
export async function studyPage(results: StudyResults, folder: string): Promise<string> {
  const charts = chartsOf(results).map(({ name, chart }) =>
    chartFigure(chart, {
      id: name,
      explanation: `${chartSubtitle(chart)}. Intervals that overlap much are no evidence of a ` +
        "difference; the marks in the table are, since they compare the same queries.",
    })
  );
  return await pageDocument({
    title: `Study: ${results.name}`,
    header: html`
      <header>
        <h1>${results.name}</h1>
        <p class="lead">${results.study.question}</p>
      </header>
    `,
    main: html`
      <section id="results">
        <h2>Results</h2>
        ${studyViews(results, folder).map(({ title, tables }) =>
          html`${title !== "" && html`<h3>${title}</h3>`} ${tables.map(tableOf)}`
        )}
        ${studyNotes(results).map((note) =>
          html`<p class="muted">${note.replace("Bold", "★")}</p>`
        )}
      </section>
      <div class="pair" id="charts">${charts}</div>
      ${runsSection(results, folder)}
    `,
  });
}

function tableOf({ title, heads, rows }: StudyTable): Html {
  return html`
    ${title !== "" && html`<h4>${title}</h4>`}
    <div class="scroll" tabindex="0" role="region" aria-label="${title || "Results"}">
      <table>
        <thead>
          <tr><th scope="col">Setting</th>${heads.map((head) =>
            html`<th scope="col">${head}</th>`
          )}</tr>
        </thead>
        <tbody>
          ${rows.map(({ name, isBaseline, cells }) =>
            html`
              <tr class="${isBaseline ? "featured" : "method"}">
                <th scope="row">${name}${isBaseline && " (baseline)"}</th>
                ${cells.map(cellOf)}
              </tr>
            `
          )}
        </tbody>
      </table>
    </div>
  `;
}

function cellOf(cell: TableCell): Html {
  const { mean, deviation, interval, mark, isBest, isChosen, folder } = cell;
  const score = folder === "" ? mean : html`<a href="${folder}">${mean}</a>`;
  return html`
    <td>
      ${isBest ? html`<span class="best">★ ${score}</span>` : score} ${isChosen && CHOSEN_MARK}
      ${deviation} ${mark}
      ${interval !== "" && html`<small>${interval}</small>`}
    </td>
  `;
}

function runsSection(results: StudyResults, folder: string): Html {
  const missing = missingRuns(results);
  return html`
    <section id="runs">
      <h2>Runs</h2>
      ${missing.length > 0 && html`
        <p>${missing.length} runs are missing; the same command makes them.</p>
        <ul>${missing.map((run) => html`<li>${run}</li>`)}</ul>
      `}
      <details>
        <summary>The folder of every run</summary>
        <ul>
          ${results.blocks[0]!.cells.flatMap(({ row, column, runs }) =>
            runs.map((run) =>
              html`<li><a href="${relative(folder, run.folder)}">${
                runName({ row, column, seed: run.seed })
              }</a> (${run.state})</li>`
            )
          )}
        </ul>
      </details>
    </section>
  `;
}
