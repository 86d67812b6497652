/**
 * The query: its film, its findings, and what the cases found have in common.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { FindingShare, SearchAnswer } from "../schemas.ts";
import { leaveSearch, toggleMark } from "./actions.ts";
import { FilmView } from "./film/film_view.ts";
import { openQueryFilm } from "./open_large.ts";
import { current, type State, valueOf } from "./state.ts";
import { texts } from "./language.ts";
import { refinePanel } from "./refining.ts";
import { staySwitch } from "./stay_switch.ts";
import { nameOf, particulars } from "./words.ts";
import { isStrange, suggestions } from "./worth.ts";

/** Targets that are listed. */
const NEAREST = 3;

const view = new FilmView({ isBare: true });

/** Draws the panel beside the results. */
export function queryPanel(state: State): TemplateResult {
  const answer = valueOf(state.search);
  const words = texts().query;
  return html`
    <div class="side">
      <section class="query" aria-labelledby="query-title">
        <button type="button" class="quiet small" @click=${leaveSearch}>
          <span aria-hidden="true">←</span> ${words.back}</button>
        <h2 id="query-title">${queryTitle(state)}</h2>
        <p class="particulars">${queryParticulars(state)}</p>
        ${state.query.kind === "film" ? staySwitch(state) : nothing}
        ${answer?.query.notes.map((note) => html`<p role="note">${note}.</p>`)}
        ${state.query.kind === "findings" ? nothing : queryFilm(state)}
      </section>
      ${marks(state)} ${refinePanel(state)}
      ${answer && answer.hits.length > 0 && !isStrange(answer)
        ? html`<section class="about" aria-label=${words.about}>
            ${suggestions(answer)} ${summary(answer)} ${nearestTargets(answer)}
          </section>`
        : nothing}
    </div>
  `;
}

/** What the query is called. */
export function queryTitle({ query, search }: State): string {
  const words = texts().query;
  switch (query.kind) {
    case "none":
      return "";
    case "film":
      return query.name;
    case "study":
      return words.study(query.films.length);
    case "case":
      return query.id || (valueOf(search)?.query.case?.id ?? "");
    case "findings":
      return words.findings(query.wanted.map(nameOf), query.unwanted.map(nameOf));
  }
}

function queryParticulars({ query, search }: State): string {
  if (query.kind === "film") return texts().query.yours;
  if (query.kind === "study") return texts().listed(query.films.map(({ name }) => name));
  if (query.kind === "findings") return texts().query.noFilm;
  const own = valueOf(search)?.query.case;
  return own ? `${texts().card.patient(own.patient)} · ${particulars(own)}` : "";
}

function queryFilm({ film }: State): TemplateResult {
  view.show(valueOf(film));
  const words = texts().query;
  return html`
    <div class="frame" role="group" aria-label=${words.film}>
      ${view.element}
      ${film.kind === "loading" ? html`<p class="note">${words.loading}</p>` : nothing}
      ${film.kind === "failed" ? html`<p class="note" role="alert">${film.message}</p>` : nothing}
    </div>
    ${valueOf(film) === undefined
      ? nothing
      : html`<button type="button" class="quiet small" @click=${openQueryFilm}>${texts().film.open}</button>`}
  `;
}

/** All findings as switches; those that are on are marked wherever a case has them. */
function marks({ marked, collection, query }: State): TemplateResult {
  const findings = valueOf(collection)?.findings ?? [];
  const words = texts().query;
  return html`
    <fieldset class="marks">
      <legend>${query.kind === "film" ? words.mark : words.marked}</legend>
      <ul class="chips">
        ${findings.map(({ label }) =>
          html`
            <li>
              <button type="button" class="chip" aria-pressed=${marked.has(label)}
                @click=${() => toggleMark(label)}>${nameOf(label)}</button>
            </li>
          `
        )}
      </ul>
    </fieldset>
  `;
}

function nearestTargets({ query: { findings } }: SearchAnswer): TemplateResult | typeof nothing {
  if (findings.length === 0) return nothing;
  const { query: words, hundredths } = texts();
  const near = findings.filter(({ isNear }) => isNear).slice(0, NEAREST);
  if (near.length === 0) {
    return html`
      <h3>${words.nearestTargets}</h3>
      <p class="small">${words.nearNoTarget}</p>
    `;
  }
  return html`
    <h3>${words.nearestTargets}</h3>
    <table class="targets">
      <thead class="hidden">
        <tr>
          <th scope="col">${words.finding}</th>
          <th scope="col">${words.cosine}</th>
        </tr>
      </thead>
      <tbody>
        ${near.map(({ label, cosine }) =>
          html`
            <tr>
              <th scope="row">${nameOf(label)}</th>
              <td>${hundredths(cosine)}</td>
            </tr>
          `
        )}
      </tbody>
    </table>
    <p class="small">${words.targetsMean}</p>
  `;
}

/** How often the cases found have each finding, against the whole collection. */
function summary({ summary, hits }: SearchAnswer): TemplateResult {
  const count = hits.length;
  const isAllKnown = hits.every(({ case: one }) => one.unknown.length === 0);
  const words = texts().query;
  return html`
    <h3 id="summary-title">${words.summary(count)}</h3>
    <table class="summary" aria-labelledby="summary-title">
      <thead>
        <tr>
          <th scope="col">${words.finding}</th>
          <th scope="col"><span class="hidden">${words.bar}</span></th>
          <th scope="col">${words.cases}</th>
          <th scope="col">${words.share}</th>
          <th scope="col">${words.inAll}</th>
        </tr>
      </thead>
      <tbody>
        ${summary.length > 0 ? summary.map((share) => summaryRow(share, count)) : html`
          <tr>
            <td colspan="5">${isAllKnown ? words.noneHasAny : words.noneIsKnown}</td>
          </tr>
        `}
      </tbody>
    </table>
    <p class="small">${isAllKnown ? words.barOfAll(count) : words.barOfKnown(count)}</p>
  `;
}

function summaryRow(
  { label, count, known, share, collectionShare }: FindingShare,
  found: number,
): TemplateResult {
  const { marked } = current();
  const { query: words, percent } = texts();
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
      <td>${known < found ? words.countOf(count, known) : count}</td>
      <td>${percent(share)}</td>
      <td>${percent(collectionShare)}</td>
    </tr>
  `;
}
