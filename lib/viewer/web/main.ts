/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The page: draws the state whenever it changes.
 *
 * @module
 */
import { html, nothing, render, type TemplateResult } from "lit-html";
import { openAddress, searchWithId, start } from "./actions.ts";
import { complete } from "./completing.ts";
import { statusLine } from "./cards.ts";
import { logOut } from "./client.ts";
import { comparisonDialog, showComparison } from "./comparison.ts";
import { listenToSpace } from "./film/gestures.ts";
import { largeFilmDialog, showLargeFilm } from "./large_film.ts";
import { chooseFilm, listenToFilms } from "./open_film.ts";
import { patientDialog, showPatientDialog } from "./patient_dialog.ts";
import { keepAddress } from "./place_now.ts";
import { queryPanel, queryTitle } from "./query_panel.ts";
import { queueBar } from "./queue_bar.ts";
import { results, startPage } from "./results.ts";
import { restoreLanguage, texts, toggleLanguage } from "./language.ts";
import { focusHit, helpDialog, listenToKeys, showHelp } from "./shortcuts.ts";
import { change, current, onChange, type State, valueOf } from "./state.ts";
import { openLinkedStudy, studyForm } from "./study.ts";
import { restoreTheme, toggleTheme } from "./theme.ts";

function page(state: State): TemplateResult {
  const { query, comparison, large, patientFilms, isDragging, announcement } = state;
  const isCovered = comparison !== undefined || large !== undefined || patientFilms !== undefined;
  const { frame } = texts();
  return html`
    <a class="skip" href="#main" @click=${skip}>${frame.skip}</a>
    ${header(state)} ${queueBar(state)}
    <main id="main" tabindex="-1" class=${query.kind === "none" ? "start" : "search"}>
      ${query.kind === "none" ? startPage(state) : html`${queryPanel(state)}${results(state)}`}
    </main>
    <footer>
      <p><strong>${frame.research}</strong> ${frame.noDiagnosis}
        <span class="wide">${frame.noDevice}</span></p>
    </footer>
    ${comparisonDialog(state)} ${largeFilmDialog(state, queryTitle(state))}
    ${patientDialog(state)} ${helpDialog(state)}
    ${isCovered ? nothing : statusLine(announcement)}
    ${isDragging
      ? html`
        <div class="dropping">
          <p>${frame.drop}</p>
        </div>
      `
      : nothing}
  `;
}

function header(state: State): TemplateResult {
  const { theme, collection, completions } = state;
  const { frame, other } = texts();
  return html`
    <header class="top">
      <h1>cohash <span class="muted wide">${frame.viewer}</span></h1>
      <form role="search" @submit=${openCase}>
        <label for="case-id" class="hidden">${frame.caseId}</label>
        <input id="case-id" name="id" type="search" placeholder=${frame.caseId}
          autocomplete="off" spellcheck="false" list="case-ids" @input=${complete}>
        <datalist id="case-ids">${completions.map((id) => html`<option value=${id}></option>`)}
        </datalist>
        <button type="submit">${frame.find}</button>
      </form>
      ${studyForm(state)}
      <div class="controls">
        <button type="button" @click=${chooseFilm}>${frame.openFilm}</button>
        <button type="button" @click=${toggleTheme}>${theme === "dark"
          ? frame.light
          : frame.dark}</button>
        <button type="button" lang=${other.language} @click=${toggleLanguage}>${other.name}</button>
        <button type="button" @click=${() => change({ showsHelp: true })}
          aria-label=${frame.keys}><span class="wide">${frame.keys}</span>
          <kbd aria-hidden="true">?</kbd></button>
        ${valueOf(collection)?.hasLogin
          ? html`<button type="button" @click=${logOut}>${frame.logOut}</button>`
          : nothing}
      </div>
    </header>
  `;
}

/** Leads past the head of the page; the address stays that of the search. */
function skip(event: Event): void {
  event.preventDefault();
  focusMain();
}

function focusMain(): void {
  document.getElementById("main")?.focus();
}

function openCase(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const id = String(new FormData(form).get("id")).trim();
  if (id !== "") void searchWithId(id);
}

/**
 * Draws the state. The focus goes to the case that was compared when the comparison ends, and to the
 * cases where what had it is gone.
 */
function draw(): void {
  const state = current();
  const hadFocus = document.activeElement !== document.body;
  render(page(state), document.body);
  showComparison(state);
  showLargeFilm(state);
  showPatientDialog(state);
  showHelp(state);
  if (compared !== undefined && state.comparison === undefined) focusHit(compared);
  compared = state.comparison?.at;
  if (hadFocus && document.activeElement === document.body) focusMain();
}

/** Opens what the address names. */
async function openHere(): Promise<void> {
  if (!await openLinkedStudy()) await openAddress();
}

let compared: number | undefined;

onChange(draw);
restoreTheme();
restoreLanguage();
listenToFilms();
listenToKeys();
listenToSpace();
addEventListener("popstate", () => void openHere());
await start();
const opened = openHere();
onChange(() => {
  draw();
  keepAddress();
});
await opened;
