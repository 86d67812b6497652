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
import type { Shares } from "./security/shares.ts";

/** Films by case. Only the index's own paths are ever read; no text of a request becomes a path. */
export class Films {
  readonly #index: string;
  readonly #pool: FilmPool;
  readonly #memory: Shares;
  readonly #mostBytes: number;
  readonly #pictures: PictureCache;
  readonly #nameOf: (one: Case) => string;

  /**
   * @param index The index's folder, to which its relative paths refer
   * @param parts What decodes, the bytes of films that are kept at once, and what messages call the
   * film of a case
   * @param bounds The largest file that is read, and the pictures kept in memory, in bytes
   */
  constructor(
    index: string,
    { pool, memory, nameOf }: {
      readonly pool: FilmPool;
      readonly memory: Shares;
      readonly nameOf: (one: Case) => string;
    },
    bounds: { readonly filmBytes: number; readonly pictureBytes: number },
  ) {
    this.#index = index;
    this.#pool = pool;
    this.#nameOf = nameOf;
    this.#memory = memory;
    this.#mostBytes = bounds.filmBytes;
    this.#pictures = new PictureCache(bounds.pictureBytes);
  }

  /**
   * Lends the image file of a case, which is in memory only until `use` is done.
   *
   * @param client Who asks for it
   * @throws {HTTPException} with status 404 if there is none
   * @throws {BusyError} if there are too many in memory
   */
  async lend<T>(one: Case, client: string, use: (film: FilmFile) => Promise<T>): Promise<T> {
    const name = this.#nameOf(one);
    if (one.image === "") throw missing(`The index has no film of the case "${name}"`);
    const path = imagePath(this.#index, one);
    const giveBack = this.#memory.take(client, await this.#sizeOf(path, name));
    try {
      return await use({ bytes: await readable(name, Deno.readFile(path)), name });
    } finally {
      giveBack();
    }
  }

  /** A PNG of the case's film whose longer side is at most `size`. */
  async picture(
    one: Case,
    size: number,
    { client, signal }: { readonly client: string; readonly signal: AbortSignal },
  ): Promise<Uint8Array<ArrayBuffer>> {
    const key = `${size} ${one.id}`;
    const kept = this.#pictures.get(key);
    if (kept !== undefined) return kept;
    const picture = await this.lend(
      one,
      client,
      async (film) =>
        Uint8Array.from(await this.#pool.run({ kind: "picture", film, size }, { client, signal })),
    );
    this.#pictures.set(key, picture);
    return picture;
  }

  async #sizeOf(path: string, name: string): Promise<number> {
    const { size, isFile } = await readable(name, Deno.stat(path));
    if (isFile && size <= this.#mostBytes) return size;
    throw missing(`The film of the case "${name}" is no file, or too large`);
  }
}

/** What exactly is wrong with a file, and where it is, is nothing for other people's browsers. */
async function readable<T>(name: string, reading: Promise<T>): Promise<T> {
  return await reading.catch(() => {
    throw missing(`The film of the case "${name}" is not where the index says, or is not readable`);
  });
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
