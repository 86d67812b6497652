/**
 * The query and a case side by side.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { showDialog } from "./dialogs.ts";
import type { HitAnswer } from "../schemas.ts";
import { compare, endComparison, toggleOcclusion, toggleWhy } from "./actions.ts";
import { findings, report, statusLine } from "./cards.ts";
import { Desk } from "./film/desk.ts";
import { filmFrame } from "./film/film_frame.ts";
import type { FilmPixels } from "./film/pixels.ts";
import { markList, toggle, toolBar } from "./film/tool_bar.ts";
import { queryTitle } from "./query_panel.ts";
import { texts } from "./language.ts";
import {
  change,
  type Comparison,
  current,
  type Fetched,
  hitsOf,
  type State,
  valueOf,
} from "./state.ts";
import { why } from "./why.ts";
import { likeness, particulars } from "./words.ts";

/** Which film: the query's or the case's. */
type Side = "query" | "case";

/** Both films and what is done with them. */
export const comparisonDesk: Desk<Side> = new Desk(["query", "case"], (said) => {
  change(said === undefined ? {} : { announcement: said });
});
const { looking } = comparisonDesk;

/** The dialog; it is in the page always, and opened by {@linkcode showComparison}. */
export function comparisonDialog(state: State): TemplateResult {
  const answer = valueOf(state.search);
  const { comparison } = state;
  const hit = comparison && hitsOf(state)[comparison.at];
  return html`
    <dialog class="desk comparison" aria-labelledby="comparison-title" @close=${endComparison}>
      ${comparison && hit && answer
        ? content(state, { comparison, hit, count: answer.hits.length })
        : nothing}
    </dialog>
  `;
}

/** Opens or closes the dialog as the state says. */
export function showComparison({ comparison }: State): void {
  if (showDialog("comparison", comparison !== undefined)) comparisonDesk.start();
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
          ${own ? html`${findings(own, state.marked)}${report(own)}` : nothing}
        `,
      )}
      ${figure(
        "case",
        pixels,
        html`
          <strong>${hit.case.id}</strong>
          <span>${particulars(hit.case)} · ${words.patient(hit.case.patient)}</span>
          ${findings(hit.case, state.marked)}${report(hit.case)}
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
  const { occlusion } = current();
  const words = texts();
  const name = side === "query" ? words.query.film : words.comparison.caseFilm;
  const isActive = !looking.linked && looking.active === side;
  comparisonDesk.view(side).showRegions(side === "query" ? valueOf(occlusion) : undefined);
  return html`
    <figure class=${isActive ? "active" : ""}>
      ${filmFrame(comparisonDesk, side, { film, name })}
      <figcaption>${caption} ${markList(comparisonDesk, side)}</figcaption>
    </figure>
  `;
}

function tools({ occlusion }: State): TemplateResult {
  const { comparison: words, hundredths } = texts();
  return toolBar(
    comparisonDesk,
    html`
      ${toggle(words.linked, looking.linked, () => looking.toggleLinked())}
      ${looking.linked ? nothing : activeChoice()}
      ${toggle(
        occlusion.kind === "loading" ? words.seekingRegion : words.region,
        occlusion.kind === "there",
        toggleOcclusion,
      )}
      ${occlusion.kind === "failed" ? html`<p role="alert">${occlusion.message}</p>` : nothing}
      ${occlusion.kind === "there"
        ? html`
          <p class="small">${words.regionMeans(hundredths(occlusion.value.greatest))}</p>
        `
        : nothing}
    `,
  );
}

/** Makes keys and buttons act on the other film. */
export function actOnOther(): void {
  looking.swap();
  change({ announcement: activeText() });
}

function activeText(): string {
  const { onQuery, onCase } = texts().comparison;
  return looking.active === "query" ? onQuery : onCase;
}

/** Which film the controls act on, where the films are not linked. */
function activeChoice(): TemplateResult {
  return toggle(activeText(), looking.active === "case", actOnOther);
}
