/**
 * The query and a case side by side.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { HitAnswer } from "../schemas.ts";
import { compare, endComparison, toggleOcclusion, toggleWhy } from "./actions.ts";
import { findings, statusLine } from "./cards.ts";
import { FilmView } from "./film_view.ts";
import { listenToGestures } from "./gestures.ts";
import { changedLook } from "./look.ts";
import { Looking, type Side } from "./looking.ts";
import { queryTitle } from "./query_panel.ts";
import { texts } from "./language.ts";
import { change, type Comparison, current, type Fetched, type State, valueOf } from "./state.ts";
import type { FilmPixels } from "./film_pixels.ts";
import { why } from "./why.ts";
import { likeness, particulars } from "./words.ts";

const views: Readonly<Record<Side, FilmView>> = { query: new FilmView(), case: new FilmView() };

/** How both films are looked at. */
export const looking = new Looking(() => change({}));
listenToGestures(looking, "query", views.query.element);
listenToGestures(looking, "case", views.case.element);

/** The dialog; it is in the page always, and opened by {@linkcode showComparison}. */
export function comparisonDialog(state: State): TemplateResult {
  const answer = valueOf(state.search);
  const { comparison } = state;
  const hit = comparison && answer?.hits[comparison.at];
  return html`
    <dialog class="comparison" aria-labelledby="comparison-title" @close=${endComparison}>
      ${comparison && hit && answer
        ? content(state, { comparison, hit, count: answer.hits.length })
        : nothing}
    </dialog>
  `;
}

/** Opens or closes the dialog as the state says. */
export function showComparison({ comparison }: State): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog.comparison")!;
  if (comparison !== undefined && !dialog.open) {
    dialog.showModal();
    looking.reset();
  } else if (comparison === undefined && dialog.open) dialog.close();
}

interface Shown {
  readonly comparison: Comparison;
  readonly hit: HitAnswer;
  readonly count: number;
}

function content(state: State, { comparison, hit, count }: Shown): TemplateResult {
  const { at, pixels, explanation } = comparison;
  const { showsWhy } = state;
  const own = valueOf(state.search)?.query.case;
  const { comparison: words, query, frame } = texts();
  return html`
    <header>
      <h2 id="comparison-title">${words.title(at + 1, count)}
        <span class="muted">· ${likeness(hit)}</span></h2>
      <div class="controls">
        <button type="button" ?disabled=${at === 0} @click=${() => compare(at - 1)}>
          <span aria-hidden="true">←</span> ${words.previous}</button>
        <button type="button" ?disabled=${at === count - 1} @click=${() => compare(at + 1)}>
          ${words.next} <span aria-hidden="true">→</span></button>
        <button type="button" aria-expanded=${showsWhy} aria-controls="why" @click=${toggleWhy}>
          ${words.why}</button>
      </div>
      <button type="button" class="primary" @click=${endComparison}>${words.close}</button>
    </header>
    <div class="films">
      ${figure(
        "query",
        state.film,
        html`
          <strong>${queryTitle(state)}</strong>
          <span>${own ? particulars(own) : query.yours}</span>
          ${own ? findings(own, state.marked) : nothing}
        `,
      )}
      ${figure(
        "case",
        pixels,
        html`
          <strong>${hit.case.id}</strong>
          <span>${particulars(hit.case)} · ${words.patient(hit.case.patient)}</span>
          ${findings(hit.case, state.marked)}
        `,
      )}
    </div>
    <aside id="why" aria-labelledby="why-title" ?hidden=${!showsWhy}>
      <h3 id="why-title">${words.why}</h3>
      ${why(explanation, state.marked)}
    </aside>
    ${tools(state)}
    <p class="notice"><strong>${frame.research}</strong> ${frame.noDiagnosis}</p>
    ${statusLine(state.announcement)}
  `;
}

function figure(side: Side, film: Fetched<FilmPixels>, caption: TemplateResult): TemplateResult {
  const view = views[side];
  const { occlusion } = current();
  view.show(valueOf(film), looking.of(side));
  view.showRegions(side === "query" ? valueOf(occlusion) : undefined);
  const words = texts();
  const name = side === "query" ? words.query.film : words.comparison.caseFilm;
  const isActive = !looking.linked && looking.active === side;
  return html`
    <figure class=${isActive ? "active" : ""}>
      <div class="frame" role="group" aria-label=${name}>
        ${view.element}
        ${film.kind === "loading" ? html`<p class="note">${words.query.loading}</p>` : nothing}
        ${film.kind === "failed" ? html`<p class="note" role="alert">${film.message}</p>` : nothing}
      </div>
      <figcaption>${caption}</figcaption>
    </figure>
  `;
}

function tools({ occlusion }: State): TemplateResult {
  const { width, level, inverted, zoom } = looking.shown;
  const { comparison: words, percent, hundredths } = texts();
  return html`
    <div class="tools" role="group" aria-label=${words.shown}>
      ${slider({ label: words.window, least: 1, most: 200 }, width, (value) => ({ width: value }))}
      ${slider({ label: words.level, least: -50, most: 150 }, level, (value) => ({ level: value }))}
      <div class="zoom" role="group" aria-label=${words.zoom}>
        <button type="button" aria-label=${words.zoomOut} @click=${() =>
          looking.zoom(-1)}>−</button>
        <output aria-label=${words.zoom}>${percent(zoom)}</output>
        <button type="button" aria-label=${words.zoomIn} @click=${() => looking.zoom(1)}>+</button>
      </div>
      ${toggle(words.invert, inverted, () => looking.invert())}
      ${toggle(words.linked, looking.linked, () => looking.toggleLinked())}
      ${looking.linked ? nothing : activeChoice()}
      ${toggle(words.dragToMove, looking.drag === "move", () => looking.toggleDrag())}
      ${toggle(
        occlusion.kind === "loading" ? words.seekingRegion : words.region,
        occlusion.kind === "there",
        toggleOcclusion,
      )}
      <button type="button" @click=${() => looking.reset()}>${words.reset}</button>
      ${occlusion.kind === "failed" ? html`<p role="alert">${occlusion.message}</p>` : nothing}
      ${occlusion.kind === "there"
        ? html`
          <p class="small">${words.regionMeans(hundredths(occlusion.value.greatest))}</p>
        `
        : nothing}
    </div>
  `;
}

function slider(
  { label, least, most }: {
    readonly label: string;
    readonly least: number;
    readonly most: number;
  },
  value: number,
  changes: (value: number) => { readonly width?: number; readonly level?: number },
): TemplateResult {
  return html`
    <label class="slider">${label}
      <input type="range" min=${least} max=${most} step="1"
        .value=${String(Math.round(100 * value))} @input=${(event: Event) => {
          const share = Number((event.target as HTMLInputElement).value) / 100;
          looking.apply((look) => changedLook(look, changes(share)));
        }}>
      <output>${Math.round(100 * value)}</output>
    </label>
  `;
}

/** Which film the controls act on, where the films are not linked. */
function activeChoice(): TemplateResult {
  const { onQuery, onCase } = texts().comparison;
  return toggle(
    looking.active === "query" ? onQuery : onCase,
    looking.active === "case",
    () => looking.swap(),
  );
}

function toggle(label: string, isOn: boolean, act: () => void): TemplateResult {
  return html`<button type="button" aria-pressed=${isOn} @click=${act}>${label}</button>`;
}
