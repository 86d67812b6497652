/**
 * Whether the search is as good for all: scores by sex, age and view, with gaps.
 *
 * @module
 */
import { html } from "hono/html";
import { leadingScores, type ResultRow, type StratumRow } from "../../metrics/mod.ts";
import { formatCount, formatInterval, formatScore } from "../../charts/words.ts";
import { scoreTitle } from "../../charts/score_columns.ts";
import type { Html } from "../html.ts";
import { lowGroups } from "../low_groups.ts";

/** The section, null where nothing is known of the queries. */
export function strataSection(row: ResultRow | undefined): Html | null {
  if (row === undefined || row.strata.length === 0) return null;
  const scores = leadingScores(Object.keys(row.scores));
  const low = lowGroups(row);
  return html`
    <section id="groups">
      <h2>Whether the search is as good for all</h2>
      <p>
        The queries of ${row
          .name} by sex, age and view. A gap is the score of the group less that of
        all other known groups, with a 95 % interval over patients.
      </p>
      ${low.map((text) => html`<p role="note"><strong>Lower.</strong> ${text}</p>`)}
      <div class="scroll" tabindex="0" role="region" aria-label="Scores by group">
        <table>
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col">Queries</th>
              ${scores.map((score) =>
                html`
                  <th scope="col">${scoreTitle(score)}</th>
                  <th scope="col">Gap</th>
                `
              )}
            </tr>
          </thead>
          <tbody>${row.strata.map((stratum) => groupRow(stratum, scores))}</tbody>
        </table>
      </div>
      <p class="muted">
        Groups differ in what they have: a gap may come of harder findings as well as of worse codes.
        With many groups, one in forty lies below by chance.
      </p>
    </section>
  `;
}

function groupRow(
  { by, value, queries, scores, intervals, gaps }: StratumRow,
  names: readonly string[],
): Html {
  return html`
    <tr>
      <th scope="row">${by} ${value}</th>
      <td>${formatCount(queries)}</td>
      ${names.map((name) => {
        const gap = gaps?.[name];
        return html`
          <td>${formatScore(scores[name])} <small>${formatInterval(intervals[name])}</small></td>
          <td>${gap
            ? html`${signed(gap.gap)} <small>${formatInterval(gap.interval)}</small>`
            : "–"}</td>
        `;
      })}
    </tr>
  `;
}

function signed(gap: number): string {
  return `${gap > 0 ? "+" : ""}${formatScore(gap)}`;
}
