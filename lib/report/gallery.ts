/**
 * Queries with the films found for them, shared findings marked.
 *
 * @module
 */
import { pngDataUri } from "./film_image.ts";
import { html } from "hono/html";
import type { Html } from "./html.ts";
import type { GalleryFilm, GalleryNeighbour, GalleryQuery } from "./run/report.ts";
import { readableLabel } from "../charts/words.ts";

/** Every query as a strip: the query film first, then the films found, nearest first. */
export function galleryStrips(queries: readonly GalleryQuery[]): Html {
  return html`
    <div class="gallery">${queries.map(galleryStrip)}</div>
  `;
}

function galleryStrip({ query, neighbours }: GalleryQuery): Html {
  const wanted = new Set(query.findings);
  return html`
    <article class="strip">
      <div class="film query">
        ${filmPicture(query)}
        <p class="distance">Query</p>
        ${findingChips(query, new Set())}
      </div>
      <ol class="found">${neighbours.map((film) => foundFilm(film, wanted))}</ol>
    </article>
  `;
}

function foundFilm(film: GalleryNeighbour, wanted: ReadonlySet<string>): Html {
  const shared = film.findings.filter((finding) => wanted.has(finding)).length;
  const unit = film.distance === 1 ? "bit" : "bits";
  return html`
    <li class="film ${shared > 0 ? "hit" : "miss"}">
      ${filmPicture(film)}
      <p class="distance"><strong>${film.distance}</strong> ${unit} away</p>
      <p class="verdict">${verdict(shared, wanted.size)}</p>
      ${findingChips(film, wanted)}
    </li>
  `;
}

/** The film, or its name where there is no image. */
export function filmPicture({ id, image }: Pick<GalleryFilm, "id" | "image">): Html {
  if (image === undefined) {
    return html`
      <p class="id">${id}</p>
    `;
  }
  const { width, height } = image;
  return html`
    <img src="${pngDataUri(image)}" width="${width}" height="${height}" alt="Film ${id}"
      title="${id}">
  `;
}

function verdict(shared: number, wanted: number): string {
  if (shared === 0) return "✗ shares none";
  return `✓ shares ${shared} of ${wanted}`;
}

/**
 * The findings of a film; those the query has too carry a tick and a filled background.
 *
 * @param none What stands where there are none
 */
export function findingChips(
  { findings }: Pick<GalleryFilm, "findings">,
  wanted: ReadonlySet<string>,
  none = "no finding",
): Html {
  if (findings.length === 0) {
    return html`
      <ul class="chips">
        <li class="none">${none}</li>
      </ul>
    `;
  }
  return html`
    <ul class="chips">
      ${findings.map((finding) =>
        wanted.has(finding)
          ? html`<li class="shared">✓ ${readableLabel(finding)}</li>`
          : html`<li>${readableLabel(finding)}</li>`
      )}
    </ul>
  `;
}
