/**
 * What keys do, in one table: the handler and the help both read it.
 *
 * @module
 */
import { html, type TemplateResult } from "lit-html";
import { compare, endComparison, leaveSearch, toggleOcclusion, toggleWhy } from "./actions.ts";
import { looking } from "./comparison.ts";
import { chooseFilm } from "./open_film.ts";
import { change, current, type State, valueOf } from "./state.ts";
import { toggleTheme } from "./theme.ts";

interface Shortcut {
  /** As `KeyboardEvent.key` says it; any of them. */
  readonly keys: readonly string[];
  /** How the help writes the keys. */
  readonly written: string;
  readonly what: string;
  readonly act: () => void;
}

const ANYWHERE: readonly Shortcut[] = [
  { keys: ["?"], written: "?", what: "This help", act: () => change({ showsHelp: true }) },
  { keys: ["t"], written: "T", what: "Dark or light", act: toggleTheme },
];

const ON_THE_PAGE: readonly Shortcut[] = [
  { keys: ["o"], written: "O", what: "Choose a film", act: chooseFilm },
  { keys: ["/"], written: "/", what: "Search from a case's id", act: () => focus("#case-id") },
  {
    keys: ["f"],
    written: "F",
    what: "Filters",
    act: () => {
      change({ showsFilters: !current().showsFilters });
      if (current().showsFilters) focus("#filters input");
    },
  },
  { keys: ["c"], written: "C", what: "Back to the collection", act: leaveSearch },
  { keys: ["r"], written: "R", what: "To the first case found", act: () => focusHit(0) },
  {
    keys: ["ArrowRight", "ArrowDown"],
    written: "→ ↓",
    what: "Next case, when one has the focus",
    act: () => moveFocus(1),
  },
  {
    keys: ["ArrowLeft", "ArrowUp"],
    written: "← ↑",
    what: "Previous case",
    act: () => moveFocus(-1),
  },
];

const IN_THE_COMPARISON: readonly Shortcut[] = [
  { keys: ["ArrowRight"], written: "→", what: "Next case", act: () => step(1) },
  { keys: ["ArrowLeft"], written: "←", what: "Previous case", act: () => step(-1) },
  { keys: ["w"], written: "W", what: "Why this match", act: toggleWhy },
  { keys: ["m"], written: "M", what: "Region that matters", act: toggleOcclusion },
  { keys: ["]"], written: "]", what: "Wider window", act: () => looking.window(1, 0) },
  { keys: ["["], written: "[", what: "Narrower window", act: () => looking.window(-1, 0) },
  { keys: ["ArrowUp"], written: "↑", what: "Brighter", act: () => looking.window(0, -1) },
  { keys: ["ArrowDown"], written: "↓", what: "Darker", act: () => looking.window(0, 1) },
  { keys: ["+", "="], written: "+", what: "Zoom in", act: () => looking.zoom(1) },
  { keys: ["-"], written: "−", what: "Zoom out", act: () => looking.zoom(-1) },
  { keys: ["a"], written: "A", what: "Move to the left", act: () => looking.move(1, 0) },
  { keys: ["d"], written: "D", what: "Move to the right", act: () => looking.move(-1, 0) },
  { keys: ["e"], written: "E", what: "Move up", act: () => looking.move(0, 1) },
  { keys: ["x"], written: "X", what: "Move down", act: () => looking.move(0, -1) },
  { keys: ["i"], written: "I", what: "Invert", act: () => looking.invert() },
  {
    keys: ["l"],
    written: "L",
    what: "Link or unlink the films",
    act: () => looking.toggleLinked(),
  },
  { keys: ["q"], written: "Q", what: "The other film, when not linked", act: () => looking.swap() },
  { keys: ["0"], written: "0", what: "Reset", act: () => looking.reset() },
  { keys: ["Escape"], written: "Esc", what: "Close", act: endComparison },
];

/** Listens to keys. */
export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    const { comparison, usesKeys } = current();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isHelpOpen()) return;
    const isLetter = event.key.length === 1;
    if ((isLetter && !usesKeys) || keepsKeys(event.target, isLetter)) return;
    const local = comparison === undefined ? ON_THE_PAGE : IN_THE_COMPARISON;
    const key = isLetter ? event.key.toLowerCase() : event.key;
    const shortcut = [...ANYWHERE, ...local].find(({ keys }) => keys.includes(key));
    const needsHit = comparison === undefined && key.startsWith("Arrow");
    if (shortcut === undefined || (needsHit && focusedHit() === undefined)) return;
    event.preventDefault();
    shortcut.act();
  });
}

/** Whether what has the focus has a use of its own for the key. */
function keepsKeys(target: EventTarget | null, isLetter: boolean): boolean {
  if (target instanceof HTMLSelectElement) return true;
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
  const list = (title: string, shortcuts: readonly Shortcut[]) =>
    html`
      <h3>${title}</h3>
      <dl class="keys">
        ${shortcuts.map(({ written, what }) =>
          html`
            <div>
              <dt><kbd>${written}</kbd></dt>
              <dd>${what}</dd>
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
            <h2 id="help-title">Keys</h2>
            <button type="button" class="primary" @click=${() => change({ showsHelp: false })}>
              Close</button>
          </header>
          <div class="lists">
            <section>${list("Anywhere", ANYWHERE)}${list("Page", ON_THE_PAGE)}</section>
            <section>${list("Comparison", IN_THE_COMPARISON)}</section>
          </div>
          <p>With the mouse: drag for window (sideways) and level (up and down), shift-drag or the
            right button to move, wheel to zoom, double click to reset.</p>
          <label class="check">
            <input type="checkbox" .checked=${usesKeys} @change=${() => {
              change({ usesKeys: !usesKeys });
            }}>
            Single keys do these things
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
  const dialog = document.querySelector<HTMLDialogElement>("dialog.help")!;
  if (showsHelp && !dialog.open) dialog.showModal();
  else if (!showsHelp && dialog.open) dialog.close();
}
