/**
 * Sending the pixels of films, which are large: each stays in memory until its reader has it.
 *
 * @module
 */
import type { Context } from "hono";
import type { FilmScale, PixelSpacing, WholeImage } from "../data/images/deep_image.ts";
import { type Limits, places } from "./limits.ts";

/** How much is handed to the network at once, in bytes. */
const PIECE = 64 * 2 ** 10;

/** Answers with pixels, of which only so many are in the making or on their way at once. */
export class PixelAnswers {
  readonly #take: () => () => void;
  readonly #longest: number;

  constructor({ downloads, requestTime }: Pick<Limits, "downloads" | "requestTime">) {
    this.#take = places(downloads, "films");
    this.#longest = requestTime;
  }

  /**
   * The answer with a film's pixels.
   *
   * @throws {BusyError} if there are too many at once
   */
  async send({ req }: Context, read: () => Promise<WholeImage>): Promise<Response> {
    const giveBack = this.#take();
    try {
      const { width, height, pixels, shown, scale, spacing } = await read();
      // As they lie in memory, least byte first on every machine that Deno runs on.
      const bytes = new Uint8Array(pixels.slice().buffer);
      const isWanted = req.raw.method !== "HEAD";
      if (!isWanted) giveBack();
      return new Response(isWanted ? inPieces(bytes, this.#longest, giveBack) : null, {
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
    } catch (error) {
      giveBack();
      throw error;
    }
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
  bytes: Uint8Array<ArrayBuffer>,
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
