/**
 * The cache's files. Films of one size lie in segments: up to 1,024 of them back to back
 * (`NAME.u8`) and what they are (`NAME.json`). The json is written last and whole, so a segment
 * exists in full or not at all: a killed run loses the work on one segment, and two runs at once
 * can share a folder.
 *
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { makeFolder, writeWhole } from "../../base/files.ts";
import type { FilmPlace } from "./stored_films.ts";

/** A film and where its file was found. */
export interface NewFilm {
  /** What tells the image file from others and from what it was before; undefined: nothing does. */
  readonly fileKey: string | undefined;
  /** SHA-256 of the image file's content. */
  readonly hash: string;
  /** `[size, size]` bytes; undefined if the store holds this content already. */
  readonly pixels: Uint8Array | undefined;
  /** What was noted when it was decoded. */
  readonly notes: readonly string[];
}

const segmentSchema = z.strictObject({
  films: z.array(z.string()),
  files: z.record(z.string(), z.string()),
  notes: z.record(z.string(), z.array(z.string())),
});

type SegmentIndex = z.output<typeof segmentSchema>;

/** Films of `size × size` bytes in a folder, found by the content of their image files. */
export class SegmentStore {
  readonly #folder: string;
  readonly #size: number;
  readonly #placeOf = new Map<string, FilmPlace>();
  readonly #hashOf = new Map<string, string>();
  readonly #notesOf = new Map<string, readonly string[]>();

  private constructor(folder: string, size: number) {
    this.#folder = folder;
    this.#size = size;
  }

  /** Opens or makes the store. A damaged segment counts as absent, and its films are made anew. */
  static async open(folder: string, size: number): Promise<SegmentStore> {
    const store = new SegmentStore(folder, size);
    await makeFolder(folder);
    const names: string[] = [];
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".json")) names.push(name.slice(0, -".json".length));
    }
    for (const name of names.sort()) await store.#load(name);
    return store;
  }

  async #load(segment: string): Promise<void> {
    const index = parseIndex(await Deno.readTextFile(join(this.#folder, `${segment}.json`)));
    if (index === undefined) return;
    const length = await fileLength(this.#pixelsOf(segment));
    if (length !== index.films.length * this.#size ** 2) return;
    this.#register(segment, index);
  }

  #register(segment: string, { films, files, notes }: SegmentIndex): void {
    const path = this.#pixelsOf(segment);
    for (const [slot, hash] of films.entries()) this.#placeOf.set(hash, { path, slot });
    for (const [key, hash] of Object.entries(files)) this.#hashOf.set(key, hash);
    for (const [hash, some] of Object.entries(notes)) this.#notesOf.set(hash, some);
  }

  /** The file of a segment's films. */
  #pixelsOf(segment: string): string {
    return join(this.#folder, `${segment}.u8`);
  }

  /** The content hash of a file seen before. */
  hashOf(fileKey: string): string | undefined {
    return this.#hashOf.get(fileKey);
  }

  /** Where the film of this content lies, if the store has it. */
  placeOf(hash: string): FilmPlace | undefined {
    return this.#placeOf.get(hash);
  }

  /** What was noted when the film of this content was decoded. */
  notesOf(hash: string): readonly string[] {
    return this.#notesOf.get(hash) ?? [];
  }

  /** Adds films as one segment. */
  async add(batch: readonly NewFilm[]): Promise<void> {
    if (batch.length === 0) return;
    const films = new Map<string, Uint8Array>();
    for (const { hash, pixels } of batch) if (pixels !== undefined) films.set(hash, pixels);
    const bytes = new Uint8Array(films.size * this.#size ** 2);
    for (const [slot, pixels] of [...films.values()].entries()) {
      bytes.set(pixels, slot * this.#size ** 2);
    }
    const files = batch.flatMap(({ fileKey, hash }) =>
      fileKey === undefined ? [] : [[fileKey, hash] as const]
    );
    const index: SegmentIndex = {
      films: [...films.keys()],
      files: Object.fromEntries(files),
      notes: Object.fromEntries(
        batch.filter(({ notes }) => notes.length > 0).map(({ hash, notes }) => [hash, [...notes]]),
      ),
    };
    const segment = crypto.randomUUID();
    await writeWhole(this.#pixelsOf(segment), bytes);
    await writeWhole(join(this.#folder, `${segment}.json`), JSON.stringify(index));
    this.#register(segment, index);
  }
}

function parseIndex(text: string): SegmentIndex | undefined {
  try {
    return segmentSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function fileLength(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
