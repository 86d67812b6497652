/**
 * The films of an index's cases, read from where the index says they are.
 *
 * @module
 */
import { HTTPException } from "hono/http-exception";
import type { Case } from "../store/case.ts";
import { imagePath } from "../search/indexing/index_folder.ts";
import type { FilmFile } from "./film_jobs.ts";
import type { FilmPool } from "./film_pool.ts";

/** Films by case. Only the index's own paths are ever read; no text of a request becomes a path. */
export class Films {
  readonly #index: string;
  readonly #pool: FilmPool;
  readonly #mostBytes: number;
  readonly #pictures: PictureCache;
  readonly #nameOf: (one: Case) => string;

  /**
   * @param index The index's folder, to which its relative paths refer
   * @param nameOf What messages call the film of a case
   * @param bounds The largest file that is read, and the pictures kept in memory, in bytes
   */
  constructor(
    index: string,
    pool: FilmPool,
    nameOf: (one: Case) => string,
    bounds: { readonly filmBytes: number; readonly pictureBytes: number },
  ) {
    this.#index = index;
    this.#pool = pool;
    this.#nameOf = nameOf;
    this.#mostBytes = bounds.filmBytes;
    this.#pictures = new PictureCache(bounds.pictureBytes);
  }

  /**
   * The image file of a case.
   *
   * @throws {HTTPException} with status 404 if there is none
   */
  async file(one: Case): Promise<FilmFile> {
    const name = this.#nameOf(one);
    if (one.image === "") throw missing(`The index has no film of the case "${name}"`);
    const path = imagePath(this.#index, one);
    try {
      const { size, isFile } = await Deno.stat(path);
      if (!isFile || size > this.#mostBytes) {
        throw missing(`The film of the case "${name}" is no file, or too large`);
      }
      return { bytes: await Deno.readFile(path), name };
    } catch (error) {
      if (error instanceof HTTPException) throw error;
      // What exactly is wrong, and where, is nothing for other people's browsers.
      throw missing(
        `The film of the case "${name}" is not where the index says, or is not readable`,
      );
    }
  }

  /** A PNG of the case's film whose longer side is at most `size`. */
  async picture(one: Case, size: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const key = `${size} ${one.id}`;
    const kept = this.#pictures.get(key);
    if (kept !== undefined) return kept;
    const film = await this.file(one);
    const picture = Uint8Array.from(
      await this.#pool.run({ kind: "picture", film, size }, signal),
    );
    this.#pictures.set(key, picture);
    return picture;
  }
}

function missing(message: string): HTTPException {
  return new HTTPException(404, { message });
}

/** The pictures that were shown last, up to a number of bytes. */
class PictureCache {
  readonly #most: number;
  readonly #pictures = new Map<string, Uint8Array<ArrayBuffer>>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Uint8Array<ArrayBuffer> | undefined {
    const picture = this.#pictures.get(key);
    if (picture === undefined) return undefined;
    this.#pictures.delete(key);
    this.#pictures.set(key, picture);
    return picture;
  }

  set(key: string, picture: Uint8Array<ArrayBuffer>): void {
    this.#bytes += picture.length - (this.#pictures.get(key)?.length ?? 0);
    this.#pictures.set(key, picture);
    for (const [oldest, { length }] of this.#pictures) {
      if (this.#bytes <= this.#most) return;
      this.#pictures.delete(oldest);
      this.#bytes -= length;
    }
  }
}
