/**
 * Films with their findings as one picture, for places that show a picture but no page. It is an
 * SVG document of its own: Vega-Lite neither wraps a film's findings nor keeps rows of unequal
 * height apart, and a specification would hold no more than these images.
 *
 * @module
 */
import { html } from "hono/html";
import { INK, MUTED, PAPER, STEPS } from "../charts/theme.ts";
import { pngDataUri } from "./film_image.ts";
import type { Html } from "./html.ts";
import { textWidth } from "../charts/text_width.ts";
import type { GalleryFilm, GalleryNeighbour, GalleryQuery } from "./run/report.ts";
import { formatPercent, readableLabel, unknownText } from "../charts/words.ts";

/** Pixels of a film, of the column it stands in, and of a line of text. */
const FILM = 112;
const COLUMN = 134;
const LINE = 15;

/** Films of a sheet side by side. */
const SHEET_COLUMNS = 6;

/** What is shown of one film. */
interface Card {
  readonly film: GalleryFilm;
  /** Above the film. */
  readonly title: string;
  /** Whether to frame it as one that was sought. */
  readonly framed: boolean;
  /** The findings to set in bold. */
  readonly shared: ReadonlySet<string>;
}

/**
 * Films in rows, each with its findings below, as an SVG document.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { filmSheet } from "./film_pictures.ts";
 *
 * const svg = await filmSheet([{ id: "film 1", findings: ["Pleural_Thickening"] }]);
 * assertStringIncludes(svg, "Pleural thickening");
 * ```
 */
export async function filmSheet(films: readonly GalleryFilm[]): Promise<string> {
  const cards = films.map((film) => ({
    film,
    title: "",
    framed: false,
    shared: new Set<string>(),
  }));
  const rows = Array.from(
    { length: Math.ceil(cards.length / SHEET_COLUMNS) },
    (_, r) => cards.slice(r * SHEET_COLUMNS, (r + 1) * SHEET_COLUMNS),
  );
  return await picture(rows);
}

/**
 * Each query as a row: first the query, then the films found, nearest first. A found film that
 * shares a finding carries a tick and a frame, and the shared findings are bold. An SVG document.
 */
export async function galleryPicture(queries: readonly GalleryQuery[]): Promise<string> {
  return await picture(queries.map(({ query, title = "Query", neighbours }) => {
    const wanted = new Set(query.findings);
    return [
      { film: query, title, framed: false, shared: wanted },
      ...neighbours.map((film) => foundCard(film, wanted)),
    ];
  }));
}

function foundCard(film: GalleryNeighbour, wanted: ReadonlySet<string>): Card {
  const isHit = film.findings.some((finding) => wanted.has(finding));
  const mayBeHit = film.unknown?.names.some((finding) => wanted.has(finding)) ?? false;
  const title = `${isHit ? "✓" : mayBeHit ? "?" : "✗"} ${nearness(film)}`;
  return { film, title, framed: isHit, shared: wanted };
}

/** How near a film is to its query, in words. */
function nearness({ distance, chance }: GalleryNeighbour): string {
  if (chance !== undefined) return `expected ${formatPercent(chance)}`;
  return `${distance} ${distance === 1 ? "bit" : "bits"} away`;
}

async function picture(rows: readonly (readonly Card[])[]): Promise<string> {
  const width = COLUMN * Math.max(1, ...rows.map((row) => row.length));
  const drawn: Html[] = [];
  let top = 0;
  for (const row of rows) {
    drawn.push(
      html`<g transform="translate(0 ${top})">${
        row.map((card, c) => html`<g transform="translate(${c * COLUMN} 0)">${drawCard(card)}</g>`)
      }</g>`,
    );
    top += rowHeight(row);
  }
  const svg = await html`
    <svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}"
      font-family="DejaVu Sans, sans-serif" font-size="11" fill="${INK.light}">
        <rect width="100%" height="100%" fill="${PAPER.light}"/>${drawn}</svg>
  `;
  return svg.toString();
}

function titleHeight({ title }: Card): number {
  return title === "" ? 4 : LINE + 5;
}

function rowHeight(row: readonly Card[]): number {
  return Math.max(
    ...row.map((card) => titleHeight(card) + FILM + LINE * linesOf(card.film).length + 18),
  );
}

/** What stands below a film: its findings, and how many are unknown. */
function linesOf({ findings, unknown }: GalleryFilm): readonly string[] {
  const lines = unknown === undefined ? findings : [...findings, unknownText(unknown, 0)];
  return lines.length > 0 ? lines : ["No finding"];
}

function drawCard(card: Card): Html {
  const { film, title, framed, shared } = card;
  const top = titleHeight(card);
  return html`
    <text x="2" y="${LINE}">${title}</text>
    ${filmImage(film, top)}
    <rect x="2" y="${top}" width="${FILM}" height="${FILM}" fill="none"
      stroke="${framed ? STEPS[4]!.light : MUTED.light}" stroke-width="${framed ? 4 : 1}" />
    ${linesOf(film).map((finding, n) =>
      html`
        <text x="2" y="${top + FILM + LINE * (n + 1)}"
          fill="${shared.has(finding) ? INK.light : MUTED.light}"
          font-weight="${shared.has(finding) ? "bold" : "normal"}">${readableLabel(finding)}</text>
      `
    )}
  `;
}

function filmImage({ id, image }: GalleryFilm, top: number): Html {
  if (image === undefined) {
    const size = Math.min(11, (FILM - 16) / textWidth(id)).toFixed(1);
    return html`<text x="8" y="${top + FILM / 2}" font-size="${size}">${id}</text>`;
  }
  return html`
    <image x="2" y="${top}" width="${FILM}" height="${FILM}"
      image-rendering="optimizeQuality" href="${pngDataUri(image)}" />
  `;
}
