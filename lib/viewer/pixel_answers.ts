/**
 * Sending the pixels and the files of films, which are large: each stays in memory until its
 * reader has it.
 *
 * @module
 */
import type { Context } from "hono";
import { declaredPixels } from "../data/images/declared_pixels.ts";
import type { FilmScale, PixelSpacing } from "../data/images/deep_image.ts";
import type { FilmFile } from "./film_jobs.ts";
import type { FilmPool } from "./film_pool.ts";
import type { Limits } from "./limits.ts";
import { sharerOf, Shares } from "./security/shares.ts";

/** How much is handed to the network at once, in bytes. */
const PIECE = 64 * 2 ** 10;

/** Bytes of a pixel, which has 16 bits. */
const PIXEL_BYTES = 2;

/** Answers with pixels, of which only so many are in the making or on their way at once. */
export class PixelAnswers {
  readonly #pool: FilmPool;
  readonly #memory: Shares;
  readonly #places: Shares;
  readonly #longest: number;

  /** @param memory The bytes of films that are kept at once */
  constructor(
    { pool, memory, limits }: {
      readonly pool: FilmPool;
      readonly memory: Shares;
      readonly limits: Limits;
    },
  ) {
    this.#pool = pool;
    this.#memory = memory;
    this.#places = new Shares("films", { total: limits.downloads, share: limits.share });
    this.#longest = limits.requestTime;
  }

  /**
   * The answer with a film's pixels. Room is made for as many as the film says that it has.
   *
   * @throws {BusyError} if there are too many at once, or too large ones
   */
  async send(context: Context, film: FilmFile): Promise<Response> {
    const client = sharerOf(context);
    const { method, signal } = context.req.raw;
    using held = new DisposableStack();
    held.defer(this.#places.take(client));
    held.defer(this.#memory.take(client, PIXEL_BYTES * declaredPixels(film.bytes)));
    const image = await this.#pool.run({ kind: "pixels", film }, { client, signal });
    const { width, height, pixels, shown, scale, spacing } = image;
    // As they lie in memory, least byte first on every machine that Deno runs on.
    const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    return new Response(method === "HEAD" ? null : this.#body(bytes, held.move()), {
      headers: {
        "Content-Type": "application/octet-stream",
        "Content-Length": String(bytes.length),
        "Film-Width": String(width),
        "Film-Height": String(height),
        "Film-Low": String(shown.low),
        "Film-High": String(shown.high),
        ...scaleHeaders(scale),
        ...spacingHeaders(spacing),
      },
    });
  }

  /**
   * The answer with an image file.
   *
   * @throws {BusyError} if too much is on its way already
   */
  sendFile(context: Context, file: Uint8Array, type: string): Response {
    using held = new DisposableStack();
    held.defer(this.#memory.take(sharerOf(context), file.length));
    const isWanted = context.req.raw.method !== "HEAD";
    return new Response(isWanted ? this.#body(file, held.move()) : null, {
      headers: { "Content-Type": type, "Content-Length": String(file.length) },
    });
  }

  #body(bytes: Uint8Array, held: DisposableStack): ReadableStream<Uint8Array> {
    return inPieces(bytes, this.#longest, () => held.dispose());
  }
}

function scaleHeaders(scale: FilmScale | undefined): Record<string, string> {
  if (scale === undefined) return {};
  return {
    "Film-Black": String(scale.black),
    "Film-White": String(scale.white),
    "Film-Step": String(scale.step),
    // Whatever a file calls its unit, a header is ASCII.
    "Film-Unit": scale.unit.replace(/[^\w/%^. -]/g, "?"),
  };
}

function spacingHeaders(spacing: PixelSpacing | undefined): Record<string, string> {
  if (spacing === undefined) return {};
  return {
    "Film-Row-Spacing": String(spacing.row),
    "Film-Column-Spacing": String(spacing.column),
    "Film-Spacing-Source": spacing.source,
  };
}

/**
 * Bytes that are handed over as their reader takes them.
 *
 * @param longest Milliseconds after which a reader that has not taken all is given up
 * @param onEnd All are taken, or the reader has left or is given up
 */
function inPieces(
  bytes: Uint8Array,
  longest: number,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  let at = 0;
  let timer: ReturnType<typeof setTimeout>;
  const end = () => {
    clearTimeout(timer);
    onEnd();
  };
  return new ReadableStream({
    start(controller) {
      timer = setTimeout(() => {
        controller.error(new DOMException("The reader took too long", "TimeoutError"));
        end();
      }, longest);
    },
    pull(controller) {
      // A copy: a view would keep all the pixels in memory while the network holds it.
      controller.enqueue(bytes.slice(at, at + PIECE));
      at += PIECE;
      if (at < bytes.length) return;
      controller.close();
      end();
    },
    cancel: end,
  }, { highWaterMark: 0 });
}
