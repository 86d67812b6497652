/**
 * Where the files of a run are: in a folder on disk, or in memory.
 *
 * @module
 */
import { join } from "node:path";
import { exists, writeWhole } from "../base/files.ts";

/** Files by name, such as "query/ids.txt", in folders such as "query"; "" is the whole place. */
export interface RunFiles {
  /** The folder's path, or what messages call the place. */
  readonly path: string;
  /** Whether there is a file or a folder of this name. */
  has(name: string): Promise<boolean>;
  /** The content of a file, or undefined where it is not there. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Writes a file so that a reader sees the old content or the new, never a part. */
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** The names of what is directly in a folder; none where it is not there. */
  list(folder: string): Promise<readonly string[]>;
  /** Removes a file, or a folder with all that is in it. */
  remove(name: string): Promise<void>;
}

/** The files below a folder on disk. */
export class FolderFiles implements RunFiles {
  readonly path: string;

  /** Names a folder; it is made when something is written. */
  constructor(path: string) {
    this.path = path;
  }

  async has(name: string): Promise<boolean> {
    return await exists(join(this.path, name));
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return await this.has(name) ? await Deno.readFile(join(this.path, name)) : undefined;
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeWhole(join(this.path, name), content);
  }

  async list(folder: string): Promise<readonly string[]> {
    const path = join(this.path, folder);
    if (!await exists(path) || !(await Deno.stat(path)).isDirectory) return [];
    return await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  }

  async remove(name: string): Promise<void> {
    await Deno.remove(join(this.path, name), { recursive: true });
  }
}

/** Files in memory, gone when nobody holds them any more. */
export class MemoryFiles implements RunFiles {
  readonly path: string;
  readonly #content = new Map<string, Uint8Array<ArrayBuffer>>();

  /** @param path What messages call it */
  constructor(path: string) {
    this.path = path;
  }

  has(name: string): Promise<boolean> {
    return Promise.resolve(this.#content.has(name) || this.#below(name).length > 0);
  }

  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return Promise.resolve(this.#content.get(name)?.slice());
  }

  write(name: string, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content.slice();
    this.#content.set(name, new Uint8Array(bytes));
    return Promise.resolve();
  }

  list(folder: string): Promise<readonly string[]> {
    const start = folder === "" ? 0 : folder.length + 1;
    const names = this.#below(folder).map((name) => name.slice(start).split("/")[0]!);
    return Promise.resolve([...new Set(names)]);
  }

  remove(name: string): Promise<void> {
    for (const each of [name, ...this.#below(name)]) this.#content.delete(each);
    return Promise.resolve();
  }

  #below(folder: string): readonly string[] {
    const start = folder === "" ? "" : `${folder}/`;
    return [...this.#content.keys()].filter((name) => name.startsWith(start));
  }
}
