/**
 * Queries with the films found for them, shared findings marked.
 *
 * @module
 */
import { pngDataUri } from "./film_image.ts";
import { html } from "hono/html";
import type { Html } from "./html.ts";
import type { GalleryFilm, GalleryNeighbour, GalleryQuery } from "./run/report.ts";
import { formatPercent, readableLabel, unknownText } from "../charts/words.ts";

/** Every query as a strip: the query film first, then the films found, nearest first. */
export function galleryStrips(queries: readonly GalleryQuery[]): Html {
  return html`
    <div class="gallery">${queries.map(galleryStrip)}</div>
  `;
}

function galleryStrip({ query, title = "Query", neighbours }: GalleryQuery): Html {
  const wanted = new Set(query.findings);
  return html`
    <article class="strip">
      <div class="film query">
        ${filmPicture(query)}
        <p class="distance">${title}</p>
        ${findingChips(query, new Set())}
      </div>
      <ol class="found">${neighbours.map((film) => foundFilm(film, wanted))}</ol>
    </article>
  `;
}

function foundFilm(film: GalleryNeighbour, wanted: ReadonlySet<string>): Html {
  const shared = film.findings.filter((finding) => wanted.has(finding)).length;
  const unknown = film.unknown?.names.filter((finding) => wanted.has(finding)).length ?? 0;
  return html`
    <li class="film ${shared > 0 ? "hit" : unknown > 0 ? "" : "miss"}">
      ${filmPicture(film)}
      <p class="distance">${nearness(film)}</p>
      <p class="verdict">${verdict(shared, wanted.size, unknown)}</p>
      ${findingChips(film, wanted)}
    </li>
  `;
}

function nearness({ distance, chance }: GalleryNeighbour): Html {
  if (chance !== undefined) {
    return html`expected <strong>${formatPercent(chance)}</strong>`;
  }
  return html`<strong>${distance}</strong> ${distance === 1 ? "bit" : "bits"} away`;
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

/**
 * How many of the findings wanted a film has, of those of which it is known.
 *
 * @param unknown Findings wanted of which it is not
 */
function verdict(shared: number, wanted: number, unknown: number): string {
  if (shared > 0) return `✓ shares ${shared} of ${wanted - unknown}`;
  return unknown > 0 ? "? unknown what it shares" : "✗ shares none";
}

/**
 * The findings of a film; those the query has too carry a tick and a filled background. What is
 * unknown comes last.
 */
export function findingChips(
  { findings, unknown }: Pick<GalleryFilm, "findings" | "unknown">,
  wanted: ReadonlySet<string>,
): Html {
  const rest = unknown !== undefined
    ? unknownText(unknown)
    : findings.length === 0
    ? "no finding"
    : "";
  return html`
    <ul class="chips">
      ${findings.map((finding) =>
        wanted.has(finding)
          ? html`<li class="shared">✓ ${readableLabel(finding)}</li>`
          : html`<li>${readableLabel(finding)}</li>`
      )}
      ${rest !== "" && html`<li class="none">${rest}</li>`}
    </ul>
  `;
}
