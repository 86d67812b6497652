/**
 * What keys do, in one table: the handler and the help both read it.
 *
 * @module
 */
import { html, type TemplateResult } from "lit-html";
import { showDialog } from "./dialogs.ts";
import { compare, endComparison, leaveSearch, toggleOcclusion, toggleWhy } from "./actions.ts";
import { actOnOther, comparisonDesk } from "./comparison.ts";
import { everyFilmKey, filmKeys, type Shortcut } from "./film/film_keys.ts";
import { texts, toggleLanguage } from "./language.ts";
import { largeDesk } from "./large_film.ts";
import { chooseFilm } from "./open_film.ts";
import { closeLargeFilm } from "./open_large.ts";
import { redo, undo } from "./refining.ts";
import { change, current, type State, valueOf } from "./state.ts";
import { toggleTheme } from "./theme.ts";

const ANYWHERE: readonly Shortcut[] = [
  { keys: ["?"], written: "?", what: "help", act: () => change({ showsHelp: true }) },
  { keys: ["t"], written: "T", what: "theme", act: toggleTheme },
  { keys: ["g"], written: "G", what: "language", act: toggleLanguage },
];

const ON_THE_PAGE: readonly Shortcut[] = [
  { keys: ["o"], written: "O", what: "openFilm", act: chooseFilm },
  { keys: ["/"], written: "/", what: "findCase", act: () => focus("#case-id") },
  {
    keys: ["f"],
    written: "F",
    what: "filters",
    act: () => {
      change({ showsFilters: !current().showsFilters });
      if (current().showsFilters) focus("#filters input");
    },
  },
  { keys: ["c"], written: "C", what: "back", act: leaveSearch },
  { keys: ["r"], written: "R", what: "firstCase", act: () => focusHit(0) },
  { keys: ["u"], written: "U", what: "undo", act: undo },
  { keys: ["y"], written: "Y", what: "redo", act: redo },
  {
    keys: ["ArrowRight", "ArrowDown"],
    written: "→ ↓",
    what: "nextFocused",
    act: () => moveFocus(1),
  },
  {
    keys: ["ArrowLeft", "ArrowUp"],
    written: "← ↑",
    what: "previousFocused",
    act: () => moveFocus(-1),
  },
];

const IN_THE_COMPARISON: readonly Shortcut[] = [
  { keys: ["ArrowRight"], written: "→", what: "next", act: () => step(1) },
  { keys: ["ArrowLeft"], written: "←", what: "previous", act: () => step(-1) },
  { keys: ["w"], written: "W", what: "why", act: toggleWhy },
  { keys: ["m"], written: "M", what: "region", act: toggleOcclusion },
  {
    keys: ["l"],
    written: "L",
    what: "link",
    act: () => comparisonDesk.looking.toggleLinked(),
  },
  { keys: ["q"], written: "Q", what: "other", act: actOnOther },
];

/** The keys that are for what is in front. */
function inFront({ comparison, large }: State): readonly Shortcut[] {
  if (large !== undefined) return [...filmKeys(largeDesk), closing(closeLargeFilm)];
  if (comparison === undefined) return ON_THE_PAGE;
  // A tool's cursor has the arrows while it is used.
  return [...filmKeys(comparisonDesk), ...IN_THE_COMPARISON, closing(endComparison)];
}

function closing(act: () => void): Shortcut {
  return { keys: ["Escape"], written: "Esc", what: "close", act };
}

/** Listens to keys. */
export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    const state = current();
    const { usesKeys } = state;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isHelpOpen()) return;
    const isLetter = event.key.length === 1;
    if ((isLetter && !usesKeys) || keepsKeys(event, isLetter)) return;
    const local = inFront(state);
    const key = isLetter ? event.key.toLowerCase() : event.key;
    const shortcut = [...ANYWHERE, ...local].find(({ keys }) => keys.includes(key));
    const needsHit = local === ON_THE_PAGE && key.startsWith("Arrow");
    if (shortcut === undefined || (needsHit && focusedHit() === undefined)) return;
    event.preventDefault();
    shortcut.act(event);
  });
}

/** Whether what has the focus has a use of its own for the key. */
function keepsKeys({ target, key }: KeyboardEvent, isLetter: boolean): boolean {
  if (target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLButtonElement && key === "Enter") return true;
  if (!(target instanceof HTMLInputElement)) return false;
  const isText = !["checkbox", "radio", "range"].includes(target.type);
  return isText || !isLetter;
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** The place of the case that has the focus. */
function focusedHit(): number | undefined {
  const at = document.activeElement?.getAttribute("data-at");
  return at === null || at === undefined ? undefined : Number(at);
}

/** Moves the focus to the case at a place, where there is one. */
export function focusHit(at: number): void {
  focus(`[data-at="${at}"]`);
}

function moveFocus(by: number): void {
  const at = focusedHit();
  if (at !== undefined) focusHit(at + by);
}

function step(by: number): void {
  const { comparison, search } = current();
  const count = valueOf(search)?.hits.length ?? 0;
  const at = (comparison?.at ?? 0) + by;
  if (at >= 0 && at < count) void compare(at);
}

/** The help; it is in the page always, and opened by {@linkcode showHelp}. */
export function helpDialog({ usesKeys, showsHelp }: State): TemplateResult {
  const words = texts().keys;
  const list = (title: string, shortcuts: readonly Shortcut[]) =>
    html`
      <h3>${title}</h3>
      <dl class="keys">
        ${shortcuts.map(({ written, what }) =>
          html`
            <div>
              <dt><kbd>${written}</kbd></dt>
              <dd>${words.what[what]}</dd>
            </div>
          `
        )}
      </dl>
    `;
  return html`
    <dialog class="help" aria-labelledby="help-title" @close=${() => change({ showsHelp: false })}>
      ${showsHelp
        ? html`
          <header>
            <h2 id="help-title">${words.title}</h2>
            <button type="button" class="primary" @click=${() => change({ showsHelp: false })}>
              ${words.close}</button>
          </header>
          <div class="lists">
            <section>${list(words.anywhere, ANYWHERE)}${list(words.page, ON_THE_PAGE)}
              ${list(words.comparison, IN_THE_COMPARISON)}</section>
            <section>${list(words.films, everyFilmKey(largeDesk))}</section>
          </div>
          <p>${words.mouse}</p>
          <label class="check">
            <input type="checkbox" .checked=${usesKeys} @change=${() => {
              change({ usesKeys: !usesKeys });
            }}>
            ${words.useKeys}
          </label>
        `
        : ""}
    </dialog>
  `;
}

function isHelpOpen(): boolean {
  return document.querySelector("dialog.help[open]") !== null;
}

/** Opens or closes the help as the state says. */
export function showHelp({ showsHelp }: State): void {
  showDialog("help", showsHelp);
}
