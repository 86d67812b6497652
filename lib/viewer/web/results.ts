/**
 * The cases found, and the collection where nothing is sought.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { CasePage, HitAnswer } from "../schemas.ts";
import { browse, clearFilters, PAGE, search, within } from "./actions.ts";
import { askChoice, askSentence } from "./asking.ts";
import { byPatient, type Order, ordered, ORDERS } from "./arrange.ts";
import { caseCard, emptyState, hitCard } from "./cards.ts";
import { exportMenu } from "./export_menu.ts";
import { filterPanel, filterSwitch } from "./filter_panel.ts";
import { findingSearch } from "./finding_search.ts";
import { chooseFilm } from "./open_film.ts";
import { texts } from "./language.ts";
import { staySwitch } from "./stay_switch.ts";
import { change, hitsOf, type State, valueOf } from "./state.ts";
import { isStrange, tiesLine, warnings } from "./worth.ts";

/** The numbers of cases that can be asked for. */
const TOPS = [12, 24, 48, 96];

/** The cases that the query asks for. */
export function results(state: State): TemplateResult {
  const answer = valueOf(state.search);
  return html`
    <section class="results" aria-labelledby="results-title" aria-busy=${state.search.kind ===
      "loading"}>
      <div class="bar-above">
        <h2 id="results-title">${title(state)}</h2>
        <div class="controls">
          ${topChoice(state)}${askChoice(state)}${radiusChoice(state)}${orderChoice(state)}
          ${filterSwitch(state)}${answer && maySave(state) ? exportMenu(answer) : nothing}
        </div>
      </div>
      ${answer === undefined ? nothing : warnings(answer)} ${isStrange(answer)
        ? nothing
        : askSentence(state)}
      ${filterPanel(state)} ${resultList(state)}
    </section>
  `;
}

/** Saving cases is for researchers and administrators. */
function maySave({ collection }: State): boolean {
  return valueOf(collection)?.user.role !== "reader";
}

function title({ search, collection }: State): string {
  const words = texts().results;
  const answer = valueOf(search);
  if (answer === undefined) return words.title;
  const titleOf = answer.ask === "expected" ? words.mostRelevant : words.nearest;
  return titleOf(answer.hits.length, valueOf(collection)?.cases ?? 0);
}

function resultList(state: State): TemplateResult {
  const { search: found, marked, isGrouped } = state;
  const words = texts().results;
  if (found.kind === "failed") {
    return html`<div role="alert">${emptyState(words.failed, found.message, retry())}</div>`;
  }
  const answer = valueOf(found);
  if (answer === undefined) return emptyState(words.searching, words.appear);
  if (answer.hits.length === 0) {
    return emptyState(words.none, words.noneHint, clearButton());
  }
  const doubt = answer.warnings.length > 0 ? "doubtful" : "";
  if (isGrouped) return html`${patients(state, doubt)}${tiesLine(answer)}`;
  return html`
    <ol class="cards ${doubt}" id="hits" aria-label=${words.title}>
      ${hitsOf(state).map((hit, at) => hitCard(hit, at, marked))}
    </ol>
    ${tiesLine(answer)}
  `;
}

/** The cases found, those of a patient together and in time. */
function patients(state: State, doubt: string): TemplateResult {
  const { order, marked } = state;
  const { results: words, card, cases } = texts();
  const groups = byPatient(ordered(valueOf(state.search)?.hits ?? [], order));
  const shown = groups.flat();
  const patient = (hits: readonly HitAnswer[]) =>
    html`
      <li>
        <h3>${card.patient(hits[0]!.case.patient)} <span class="muted">· ${cases(
          hits.length,
        )}</span>
        </h3>
        <ol class="cards">
          ${hits.map((hit) => hitCard(hit, shown.indexOf(hit), marked))}
        </ol>
      </li>
    `;
  return html`
    <ol class="patients ${doubt}" id="hits" aria-label=${words.title}>
      ${groups.map(patient)}
    </ol>
  `;
}

function retry(): TemplateResult {
  return html`<button type="button" @click=${search}>${texts().results.again}</button>`;
}

function clearButton(): TemplateResult {
  return html`<button type="button" @click=${clearFilters}>${texts().filters.clear}</button>`;
}

function topChoice({ top }: State): TemplateResult {
  return html`
    <label class="inline">${texts().results.show}
      <select @change=${(event: Event) => {
        change({ top: Number((event.target as HTMLSelectElement).value) });
        void search();
      }}>
        ${TOPS.map((value) => html`<option ?selected=${value === top}>${value}</option>`)}
      </select>
    </label>
  `;
}

/** The order of the cases found, and whether a patient's are together. */
function orderChoice({ order, isGrouped, search: found }: State): TemplateResult {
  const words = texts().results;
  const hasDates = valueOf(found)?.hits.some(({ case: one }) => one.date !== "") ?? false;
  const offered = ORDERS.filter((one) =>
    hasDates || one === order || (one !== "newest" && one !== "earliest")
  );
  return html`
    <label class="inline">${words.order}
      <select @change=${({ target }: Event) =>
        change({ order: (target as HTMLSelectElement).value as Order })}>
        ${offered.map((one) =>
          html`<option value=${one} .selected=${one === order}>${words.orders[one]}</option>`
        )}
      </select>
    </label>
    <label class="check">
      <input type="checkbox" .checked=${isGrouped} @change=${() =>
        change({ isGrouped: !isGrouped })}>
      ${words.byPatient}
    </label>
  `;
}

function radiusChoice({ radius, collection }: State): TemplateResult {
  const bits = valueOf(collection)?.bits ?? 0;
  const words = texts().results;
  return html`
    <label class="inline">${words.within}
      <input type="number" min="0" max=${bits} placeholder=${bits} inputmode="numeric"
        .value=${String(radius ?? "")} @change=${(event: Event) => {
          const text = (event.target as HTMLInputElement).value;
          void within(text === "" ? undefined : Math.max(0, Math.floor(Number(text))));
        }}>
      ${words.withinBits}
    </label>
  `;
}

/** Where a search begins: a place for films, and the collection. */
export function startPage(state: State): TemplateResult {
  const collection = valueOf(state.collection);
  const page = valueOf(state.browse);
  const { start, cases } = texts();
  if (state.collection.kind === "failed") {
    return html`<div role="alert">${emptyState(start.notShown, state.collection.message)}</div>`;
  }
  return html`
    ${collection?.takesFilms === false ? nothing : html`
      <section class="drop" aria-labelledby="drop-title">
        <h2 id="drop-title">${start.title}</h2>
        <p>${start.drop}</p>
        <button type="button" class="primary" @click=${chooseFilm}>${start.choose}</button>
        <p class="small">${start.kinds}</p>
        ${staySwitch(state)}
      </section>
    `}
    ${findingSearch(state)}
    <section class="collection" aria-labelledby="collection-title" aria-busy=${state.browse.kind ===
      "loading"}>
      <div class="bar-above">
        <h2 id="collection-title">${start.collection}${page
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
  const { start, results } = texts();
  if (found.kind === "failed") {
    return html`<div role="alert">${emptyState(start.notShown, found.message)}</div>`;
  }
  if (page === undefined) return emptyState(start.loading, start.appears);
  if (page.total === 0) {
    return emptyState(results.none, start.dropFilters, clearButton());
  }
  return html`
    <ul class="cards" aria-label=${start.cases}>${page.cases.map(caseCard)}</ul>
    ${page.total > PAGE ? pager(browseFrom, page.total) : nothing}
  `;
}

function pager(from: number, total: number): TemplateResult {
  const last = Math.min(from + PAGE, total);
  const words = texts().start;
  return html`
    <nav class="pager" aria-label=${words.pages}>
      <button type="button" ?disabled=${from === 0} @click=${() => browse(from - PAGE)}>
        ${words.earlier}
      </button>
      <span>${words.range(from + 1, last, total)}</span>
      <button type="button" ?disabled=${last === total} @click=${() => browse(from + PAGE)}>
        ${words.later}
      </button>
    </nav>
  `;
}
