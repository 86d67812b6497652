/**
 * The frame of a film that is looked at closely.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { type Fetched, valueOf } from "../state.ts";
import { texts } from "../language.ts";
import type { Desk } from "./desk.ts";
import type { FilmPixels } from "./pixels.ts";

/** A film of a desk, or why it is not there. */
export function filmFrame<Side extends string>(
  desk: Desk<Side>,
  side: Side,
  { film, name }: { readonly film: Fetched<FilmPixels>; readonly name: string },
): TemplateResult {
  const view = desk.view(side);
  view.name(name);
  view.show(valueOf(film), desk.looking.of(side));
  return html`
    <div class="frame ${desk.looking.tool}">
      ${view.element}
      ${film.kind === "loading" ? html`<p class="note">${texts().query.loading}</p>` : nothing}
      ${film.kind === "failed" ? html`<p class="note" role="alert">${film.message}</p>` : nothing}
    </div>
  `;
}
