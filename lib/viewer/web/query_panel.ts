/**
 * The query: its film, its findings, and what the cases found have in common.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { FindingShare, SearchAnswer } from "../schemas.ts";
import { leaveSearch, toggleMark } from "./actions.ts";
import { FilmView } from "./film_view.ts";
import { current, type State, valueOf } from "./state.ts";
import { cases, hundredths, nameOf, particulars, percent } from "./words.ts";

/** Targets that are listed. */
const NEAREST = 3;

const view = new FilmView();

/** Draws the panel beside the results. */
export function queryPanel(state: State): TemplateResult {
  const answer = valueOf(state.search);
  return html`
    <div class="side">
      <section class="query" aria-labelledby="query-title">
        <button type="button" class="quiet small" @click=${leaveSearch}>
          ← Back to the collection</button>
        <h2 id="query-title">${queryTitle(state)}</h2>
        <p class="particulars">${queryParticulars(state)}</p>
        ${answer?.query.notes.map((note) => html`<p role="note">${note}.</p>`)}
        ${queryFilm(state)} ${marks(state)}
      </section>
      ${answer && answer.hits.length > 0
        ? html`<section class="about" aria-label="What the codes say">
            ${summary(answer)} ${nearestTargets(answer)}
          </section>`
        : nothing}
    </div>
  `;
}

/** What the query is called. */
export function queryTitle({ query, search }: State): string {
  if (query.kind === "film") return query.name;
  return query.kind === "case" ? query.id || (valueOf(search)?.query.case?.id ?? "") : "";
}

function queryParticulars({ query, search }: State): string {
  if (query.kind === "film") return "Your film";
  const own = valueOf(search)?.query.case;
  return own ? `Patient ${own.patient || "unknown"} · ${particulars(own)}` : "";
}

function queryFilm({ film }: State): TemplateResult {
  view.show(valueOf(film));
  return html`
    <div class="frame" role="group" aria-label="The query's film">
      ${view.element}
      ${film.kind === "loading" ? html`<p class="note">Loading the film…</p>` : nothing}
      ${film.kind === "failed" ? html`<p class="note" role="alert">${film.message}</p>` : nothing}
    </div>
  `;
}

/** All findings as switches; those that are on are marked wherever a case has them. */
function marks({ marked, collection, query }: State): TemplateResult {
  const findings = valueOf(collection)?.findings ?? [];
  return html`
    <fieldset class="marks">
      <legend>${query.kind === "film" ? "Mark what you see" : "Marked findings"}</legend>
      <ul class="chips">
        ${findings.map(({ label, name }) =>
          html`
            <li>
              <button type="button" class="chip" aria-pressed=${marked.has(label)}
                @click=${() => toggleMark(label)}>${name}</button>
            </li>
          `
        )}
      </ul>
    </fieldset>
  `;
}

function nearestTargets({ query: { findings } }: SearchAnswer): TemplateResult | typeof nothing {
  if (findings.length === 0) return nothing;
  return html`
    <h3>Nearest finding targets</h3>
    <table class="targets">
      <thead class="hidden">
        <tr>
          <th scope="col">Finding</th>
          <th scope="col">Cosine</th>
        </tr>
      </thead>
      <tbody>
        ${findings.slice(0, NEAREST).map(({ label, cosine }) =>
          html`
            <tr>
              <th scope="row">${nameOf(label)}</th>
              <td>${hundredths(cosine)}</td>
            </tr>
          `
        )}
      </tbody>
    </table>
    <p class="small">Cosine of the film's code with each target. A property of the code, not a
      diagnosis.</p>
  `;
}

/** How often the cases found have each finding, against the whole collection. */
function summary({ summary, hits }: SearchAnswer): TemplateResult {
  const count = hits.length;
  const isAllKnown = hits.every(({ case: one }) => one.unknown.length === 0);
  const shareOf = isAllKnown ? `these ${count}` : `those of these ${count} of which it is known`;
  return html`
    <h3 id="summary-title">Findings of the ${cases(count)} found</h3>
    <table class="summary" aria-labelledby="summary-title">
      <thead>
        <tr>
          <th scope="col">Finding</th>
          <th scope="col"><span class="hidden">Share as a bar</span></th>
          <th scope="col">Cases</th>
          <th scope="col">Share</th>
          <th scope="col">In all</th>
        </tr>
      </thead>
      <tbody>
        ${summary.length > 0 ? summary.map((share) => summaryRow(share, count)) : html`
          <tr>
            <td colspan="5">${isAllKnown
              ? "None of them has a finding."
              : "No finding is known of them."}</td>
          </tr>
        `}
      </tbody>
    </table>
    <p class="small">Bar: share of ${shareOf}. Line: share of the whole collection.</p>
  `;
}

function summaryRow(
  { label, count, known, share, collectionShare }: FindingShare,
  found: number,
): TemplateResult {
  const { marked } = current();
  return html`
    <tr>
      <th scope="row">${marked.has(label)
        ? html`
          <span class="tick">✓</span>
        `
        : nothing}${nameOf(label)}</th>
      <td class="bar">
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect class="share" y="1" height="8" width=${100 * share}></rect>
          <rect class="among" y="0" height="10" width="1.2" x=${Math.min(
            98.8,
            100 * collectionShare,
          )}></rect>
        </svg>
      </td>
      <td>${known < found ? `${count} of ${known}` : count}</td>
      <td>${percent(share)}</td>
      <td>${percent(collectionShare)}</td>
    </tr>
  `;
}
