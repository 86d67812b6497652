/**
 * One film alone, as large as the window: the query's, or that of any case.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { showDialog } from "./dialogs.ts";
import { statusLine } from "./cards.ts";
import { Desk } from "./film/desk.ts";
import { filmFrame } from "./film/film_frame.ts";
import type { FilmPixels } from "./film/pixels.ts";
import { markList, toolBar } from "./film/tool_bar.ts";
import { texts } from "./language.ts";
import { closeLargeFilm } from "./open_large.ts";
import { change, type Fetched, type LargeFilm, type State } from "./state.ts";
import { particulars } from "./words.ts";

/** The film and what is done with it. */
export const largeDesk: Desk<"film"> = new Desk(["film"], (said) => {
  change(said === undefined ? {} : { announcement: said });
});

/** The dialog; it is in the page always, and opened by {@linkcode showLargeFilm}. */
export function largeFilmDialog(state: State, queryTitle: string): TemplateResult {
  const { large } = state;
  return html`
    <dialog class="desk large" aria-labelledby="large-title" @close=${closeLargeFilm}>
      ${large === undefined ? nothing : content(state, large, queryTitle)}
    </dialog>
  `;
}

/** Opens or closes the dialog as the state says. */
export function showLargeFilm({ large }: State): void {
  if (showDialog("large", large !== undefined)) largeDesk.start();
}

function content(state: State, large: LargeFilm, queryTitle: string): TemplateResult {
  const { frame } = texts();
  const isQuery = large.kind === "query";
  const film: Fetched<FilmPixels> = isQuery ? state.film : large.pixels;
  return html`
    <header>
      <h2 id="large-title">${isQuery ? queryTitle : large.case.id}
        <span class="muted">${isQuery ? "" : `· ${particulars(large.case)}`}</span></h2>
      <button type="button" class="primary" @click=${closeLargeFilm}>${texts().comparison
        .close}</button>
    </header>
    <div class="films">
      <figure>
        ${filmFrame(largeDesk, "film", { film, name: texts().film.film })}
        <figcaption>${markList(largeDesk, "film")}</figcaption>
      </figure>
    </div>
    ${toolBar(largeDesk)}
    <p class="notice"><strong>${frame.research}</strong> ${frame.noDiagnosis}</p>
    ${statusLine(state.announcement)}
  `;
}
