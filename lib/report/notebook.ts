/**
 * Charts, tables and films inside a notebook of the Deno Jupyter kernel. Await every call: the
 * kernel loses what is still on its way when a cell ends. Outside a kernel the same calls print
 * plain text, so that the cells of a notebook also run as a script.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import process from "node:process";
import { printable } from "../base/printable.ts";
import type { ResultRow } from "../metrics/mod.ts";
import type { ChartSpec } from "../charts/theme.ts";
import {
  cellMarkdown,
  layOutTable,
  plainTable,
  type TableOptions,
  type TableRow,
} from "./cell_table.ts";
import { filmSheet, galleryPicture } from "./film_pictures.ts";
import { htmlTable } from "./html_table.ts";
import { renderPng, svgToPng } from "../charts/render.ts";
import type { GalleryFilm, GalleryNeighbour, GalleryQuery } from "./run/report.ts";
import { resultMarkdown, resultTable, type ResultTableOptions } from "./text_table.ts";
import { formatCount, formatPercent, unknownText } from "../charts/words.ts";

/** One output in several forms, of which a viewer picks the best that it knows. */
type Forms = Readonly<Record<string, unknown>> & { readonly "text/plain": string };

/** Pictures are drawn at twice the size they are shown in, for dense screens. */
const SCALE = 2;

/** Time for the kernel to pass on what it was given, in milliseconds. */
const SETTLE = 30;

/** Shows a chart: interactive where the viewer knows Vega-Lite, else as a picture. */
export async function showChart(spec: ChartSpec): Promise<void> {
  const { form, metadata } = pictureForm(await renderPng(spec, { scale: SCALE }));
  const text = spec.description ?? "A chart.";
  await show({ "application/vnd.vegalite.v5+json": spec, ...form, "text/plain": text }, metadata);
}

/**
 * Shows rows as a table whose columns are those of the first row.
 *
 * @example Outside a notebook the table is printed
 * ```ts
 * import { showTable } from "./notebook.ts";
 *
 * await showTable([{ finding: "Edema", films: 2303 }, { finding: "Hernia", films: 227 }]);
 * ```
 */
export async function showTable(
  rows: readonly TableRow[],
  options: TableOptions = {},
): Promise<void> {
  const table = layOutTable(rows, options);
  await show({
    "text/html": await htmlTable(table),
    "text/markdown": cellMarkdown(table),
    "text/plain": plainTable(table),
  });
}

/** Shows the results of a retrieval; the best score of a column is bold. */
export async function showResults(
  rows: readonly ResultRow[],
  options: ResultTableOptions = {},
): Promise<void> {
  const text = resultTable(rows, { ...options, colour: false });
  await showMarkdown(resultMarkdown(rows, options), text);
}

/** Shows a text in Markdown, or in its plain form where the viewer knows none. */
export async function showMarkdown(markdown: string, text: string): Promise<void> {
  await show({ "text/markdown": markdown, "text/plain": text });
}

/** Shows films with their findings. */
export async function showFilms(films: readonly GalleryFilm[]): Promise<void> {
  const text = films.map(describeFilm).join("\n");
  await showPicture(await filmSheet(films), text);
}

/** Shows queries with the films that were found for them. */
export async function showGallery(queries: readonly GalleryQuery[]): Promise<void> {
  const text = queries.map(({ query, title = "Query", neighbours }) =>
    [
      `${title} ${describeFilm(query)}`,
      ...neighbours.map((film) => `  ${nearness(film)}: ${describeFilm(film)}`),
    ].join("\n")
  ).join("\n");
  await showPicture(await galleryPicture(queries), text);
}

/**
 * A line that tells how far something is. Its calls may come as often as they like: the line is
 * redrawn when the last drawing is through. What {@linkcode ShownProgress.end} says stays.
 */
export class ShownProgress {
  static #count = 0;
  readonly #title: string;
  readonly #displayId = `progress-${++ShownProgress.#count}`;
  #next: string | undefined;
  #drawing: Promise<void> | undefined;

  private constructor(title: string) {
    this.#title = title;
  }

  /** Begins a line with a title such as "Training". */
  static async start(title: string): Promise<ShownProgress> {
    const progress = new ShownProgress(title);
    if (isKernel()) await broadcast("display_data", { "text/plain": title }, progress.#displayId);
    return progress;
  }

  /** Redraws the line. Need not be awaited, so that it can be handed to whatever reports progress. */
  update(done: number, total: number): void {
    if (!isKernel()) return;
    const share = Math.floor(100 * done / Math.max(1, total));
    this.#next = `${this.#title}: ${share} % (${formatCount(done)} of ${formatCount(total)})`;
    this.#drawing ??= this.#draw();
  }

  /** Replaces the line by its last words. */
  async end(text: string): Promise<void> {
    this.#next = undefined;
    await this.#drawing;
    if (isKernel()) await broadcast("update_display_data", { "text/plain": text }, this.#displayId);
    else print(text);
  }

  async #draw(): Promise<void> {
    while (this.#next !== undefined) {
      const text = this.#next;
      this.#next = undefined;
      await broadcast("update_display_data", { "text/plain": text }, this.#displayId);
    }
    this.#drawing = undefined;
  }
}

async function showPicture(svg: string, text: string): Promise<void> {
  const { form, metadata } = pictureForm(svgToPng(svg, { scale: SCALE }));
  await show({ ...form, "text/plain": text }, metadata);
}

/** A PNG file as an output, with the size to show it in. */
function pictureForm(png: Uint8Array) {
  const file = Buffer.from(png);
  // A PNG file begins with 16 bytes of marks, then its width and height.
  const [width, height] = [file.readUInt32BE(16) / SCALE, file.readUInt32BE(20) / SCALE];
  return {
    form: { "image/png": file.toString("base64") },
    metadata: { "image/png": { width, height } },
  };
}

async function show(forms: Forms, metadata: Readonly<Record<string, unknown>> = {}): Promise<void> {
  if (!isKernel()) return print(forms["text/plain"]);
  await Deno.jupyter.broadcast("display_data", { data: forms, metadata, transient: {} });
  await settle();
}

async function broadcast(type: string, data: Forms, displayId: string): Promise<void> {
  const transient = { display_id: displayId };
  await Deno.jupyter.broadcast(type, { data, metadata: {}, transient });
  await settle();
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE));
}

/** Whether this runs in a notebook kernel, outside of which `Deno.jupyter` throws. */
function isKernel(): boolean {
  try {
    return typeof Deno.jupyter.broadcast === "function";
  } catch {
    return false;
  }
}

function print(text: string): void {
  process.stdout.write(printable(text) + "\n");
}

function nearness({ distance, chance }: GalleryNeighbour): string {
  return chance === undefined ? `${distance} bits` : formatPercent(chance);
}

function describeFilm({ id, findings, unknown }: GalleryFilm): string {
  const known = findings.join(", ");
  const parts = [known, unknown === undefined ? "" : unknownText(unknown)];
  return `${id} (${parts.filter((part) => part !== "").join("; ") || "no finding"})`;
}
