/**
 * The cases found, and the collection where nothing is sought.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { CasePage } from "../schemas.ts";
import { browse, clearFilters, PAGE, search, within } from "./actions.ts";
import { askChoice, askSentence } from "./asking.ts";
import { caseCard, emptyState, hitCard } from "./cards.ts";
import { filterPanel, filterSwitch } from "./filter_panel.ts";
import { chooseFilm } from "./open_film.ts";
import { change, type State, valueOf } from "./state.ts";
import { cases, superlative } from "./words.ts";

/** The numbers of cases that can be asked for. */
const TOPS = [12, 24, 48, 96];

/** The cases that the query asks for. */
export function results(state: State): TemplateResult {
  const answer = valueOf(state.search);
  const total = valueOf(state.collection)?.cases ?? 0;
  const count = answer?.hits.length ?? 0;
  return html`
    <section class="results" aria-labelledby="results-title" aria-busy=${state.search.kind ===
      "loading"}>
      <div class="bar-above">
        <h2 id="results-title">${answer
          ? `${count} ${superlative(answer)} of ${cases(total)}`
          : "Nearest cases"}</h2>
        <div class="controls">
          ${topChoice(state)}${askChoice(state)}${radiusChoice(state)}${filterSwitch(state)}
        </div>
      </div>
      ${askSentence(state)}
      ${filterPanel(state)} ${resultList(state)}
    </section>
  `;
}

function resultList({ search: found, marked }: State): TemplateResult {
  if (found.kind === "failed") {
    return html`<div role="alert">${
      emptyState("No search could be made", found.message, retry())
    }</div>`;
  }
  const answer = valueOf(found);
  if (answer === undefined) return emptyState("Searching…", "The nearest cases appear here.");
  if (answer.hits.length === 0) {
    return emptyState("No case fits", "Widen the distance or drop some filters.", clearButton());
  }
  return html`
    <ol class="cards" id="hits" aria-label="Nearest cases">
      ${answer.hits.map((hit, at) => hitCard(hit, at, marked))}
    </ol>
  `;
}

function retry(): TemplateResult {
  return html`<button type="button" @click=${search}>Try again</button>`;
}

function clearButton(): TemplateResult {
  return html`<button type="button" @click=${clearFilters}>Clear filters</button>`;
}

function topChoice({ top }: State): TemplateResult {
  return html`
    <label class="inline">Show
      <select @change=${(event: Event) => {
        change({ top: Number((event.target as HTMLSelectElement).value) });
        void search();
      }}>
        ${TOPS.map((value) => html`<option ?selected=${value === top}>${value}</option>`)}
      </select>
    </label>
  `;
}

function radiusChoice({ radius, collection }: State): TemplateResult {
  const bits = valueOf(collection)?.bits ?? 0;
  return html`
    <label class="inline">within
      <input type="number" min="0" max=${bits} placeholder=${bits} inputmode="numeric"
        .value=${String(radius ?? "")} @change=${(event: Event) => {
          const text = (event.target as HTMLInputElement).value;
          void within(text === "" ? undefined : Math.max(0, Math.floor(Number(text))));
        }}>
      bits
    </label>
  `;
}

/** Where a search begins: a place for films, and the collection. */
export function startPage(state: State): TemplateResult {
  const collection = valueOf(state.collection);
  const page = valueOf(state.browse);
  if (state.collection.kind === "failed") {
    return html`<div role="alert">${
      emptyState("The collection cannot be shown", state.collection.message)
    }</div>`;
  }
  return html`
    ${collection?.takesFilms === false ? nothing : html`
      <section class="drop" aria-labelledby="drop-title">
        <h2 id="drop-title">Find cases like a film</h2>
        <p>Drop a chest film here, paste it, or</p>
        <button type="button" class="primary" @click=${chooseFilm}>Choose a film…</button>
        <p class="small">PNG, JPEG or DICOM. It is read in memory and kept nowhere.</p>
      </section>
    `}
    <section class="collection" aria-labelledby="collection-title" aria-busy=${state.browse.kind ===
      "loading"}>
      <div class="bar-above">
        <h2 id="collection-title">Or start from a case${page
          ? html`
            <span class="muted">· ${cases(page.total)}</span>
          `
          : nothing}</h2>
        <div class="controls">${filterSwitch(state)}</div>
      </div>
      ${filterPanel(state)} ${collectionList(state, page)}
    </section>
  `;
}

function collectionList({ browse: found, browseFrom }: State, page: CasePage | undefined) {
  if (found.kind === "failed") {
    return html`<div role="alert">${
      emptyState("The collection cannot be shown", found.message)
    }</div>`;
  }
  if (page === undefined) return emptyState("Loading…", "The collection appears here.");
  if (page.total === 0) {
    return emptyState("No case fits", "Drop some filters to see more.", clearButton());
  }
  return html`
    <ul class="cards" aria-label="Cases of the collection">${page.cases.map(caseCard)}</ul>
    ${page.total > PAGE ? pager(browseFrom, page.total) : nothing}
  `;
}

function pager(from: number, total: number): TemplateResult {
  const last = Math.min(from + PAGE, total);
  return html`
    <nav class="pager" aria-label="Pages of the collection">
      <button type="button" ?disabled=${from === 0} @click=${() => browse(from - PAGE)}>
        Earlier
      </button>
      <span>${from + 1} – ${last} of ${total.toLocaleString("en")}</span>
      <button type="button" ?disabled=${last === total} @click=${() => browse(from + PAGE)}>
        Later
      </button>
    </nav>
  `;
}
