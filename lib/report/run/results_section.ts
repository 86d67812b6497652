/**
 * The results table of the page, with what its numbers mean and what they do not.
 *
 * @module
 */
import { html } from "hono/html";
import { parseScore, type ResultRow, type Score } from "../../metrics/mod.ts";
import type { Html } from "../html.ts";
import {
  CONTROL_ROWS,
  type ResultCell,
  resultCells,
  rowNotes,
  scoresOf,
} from "../../charts/score_columns.ts";
import { formatInterval } from "../../charts/words.ts";

/** The section with the table, the caveats and the glossary. */
export function resultsSection(rows: readonly ResultRow[], featured: string): Html {
  const columns = scoresOf(rows).map(parseScore);
  return html`
    <section id="results">
      <h2>How good the search is</h2>
      <p>
        Each row is one way of ranking the database for every query. Shaded columns are the
        ones to trust first: a list that ignores the query scores low in them. Numbers in brackets say how far a score could move with other
        patients: a 95 % interval from resampling patients, not films.
      </p>
      ${rows.length === 0
        ? html`<p>No results yet.</p>`
        : table(rows, columns, featured)} ${caveats(rows)}
      <h3>What the numbers mean</h3>
      <dl class="glossary">
        ${columns.map(glossaryEntry)}
      </dl>
    </section>
  `;
}

function glossaryEntry({ title, meaning }: Score): Html {
  return html`
    <div>
      <dt>${title}</dt>
      <dd>${meaning}</dd>
    </div>
  `;
}

function table(rows: readonly ResultRow[], columns: readonly Score[], featured: string): Html {
  const cells = resultCells(rows);
  return html`
    <p class="muted">Higher is better in every column. ★ best of its column. – no value.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Results table">
      <table>
        <thead>
          <tr>
            <th scope="col">Method</th>
            ${columns.map(columnHead)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(({ name }, r) =>
            tableRow(name, { cells: cells[r]!, columns, isFeatured: name === featured })
          )}
        </tbody>
      </table>
    </div>
  `;
}

function columnHead(column: Score): Html {
  return html`
    <th scope="col" class="${columnClass(column)}">${column.title}</th>
  `;
}

function tableRow(
  name: string,
  { cells, columns, isFeatured }: {
    readonly cells: readonly ResultCell[];
    readonly columns: readonly Score[];
    readonly isFeatured: boolean;
  },
): Html {
  const control = Object.hasOwn(CONTROL_ROWS, name);
  return html`
    <tr class="${isFeatured ? "featured" : control ? "control" : "method"}">
      <th scope="row">${name}</th>
      ${cells.map((cell, c) => tableCell(cell, columns[c]!))}
    </tr>
  `;
}

function tableCell({ score, interval, best }: ResultCell, column: Score): Html {
  const range = interval && html`<small>${formatInterval(interval)}</small>`;
  const text = best ? html`<span class="best">★ ${score}</span>` : score;
  return html`
    <td class="${columnClass(column)}">${text} ${range}</td>
  `;
}

function columnClass({ hardToFool }: Score): string {
  return hardToFool ? "leading" : "other";
}

function caveats(rows: readonly ResultRow[]): Html {
  const notes = rowNotes(rows.map(({ name }) => name));
  return html`
    <aside>
      <p>
        <strong>Read mAP with care.</strong> It counts a film as relevant if it shares a single
        finding with the query. Where a few findings are common, a list that ignores the query
        can score high. The control rows show how high; only what a method gains over them is
        its own.
      </p>
      ${notes.map((text) => html`<p class="muted">${text}</p>`)}
    </aside>
  `;
}
