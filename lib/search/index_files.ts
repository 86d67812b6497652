/**
 * The folder of an index: `index.json` says what is in it, and names one folder of `.npy` files
 * that hold the codes and the columns of the cases.
 *
 * Writing makes a new folder of arrays beside the old one, then replaces `index.json`, then removes
 * the old folder. So a crash at any moment leaves the old index or the new one. The length and the
 * checksum of every file stand in `index.json`, which has a checksum of its own.
 *
 * @module
 */
import { join } from "node:path";
import type { NpyData } from "../codes/npy.ts";
import { bytesPerCode } from "../codes/pack.ts";
import { InputError } from "../errors.ts";
import { ArrayFile, type FileEntry, type ShapedArray, writeArrayFile } from "./array_file.ts";
import { labelWords } from "./case_columns.ts";
import { CaseTable } from "./case_table.ts";
import type { StoreInfo } from "./code_store.ts";
import {
  damagedIndex,
  type ExpectedIndex,
  type Manifest,
  manifestText,
  parseManifest,
  writeManifest,
} from "./index_manifest.ts";
import type { HammingKernel } from "./kernel/kernel.ts";
import { TextColumn, type TextData } from "./text_column.ts";

/** What is written. */
export interface IndexContent {
  readonly info: StoreInfo;
  /** None of its cases removed. */
  readonly table: CaseTable;
  /** `[n, bits / 8]` */
  readonly codes: Uint8Array;
}

/** What is read. */
export interface OpenedIndex {
  readonly info: StoreInfo;
  /** Its texts are read and checked when they are first asked for. */
  readonly table: CaseTable;
  readonly kernel: HammingKernel;
}

/**
 * Writes an index to a folder.
 *
 * @throws {InputError} if it cannot be written; the index that was there before is then still there
 */
export async function writeIndex(
  folder: string,
  { info, table, codes }: IndexContent,
): Promise<void> {
  let created: string | undefined;
  try {
    await Deno.mkdir(folder, { recursive: true });
    // Others who write to this folder wait until the lock is gone, which is when the file closes.
    using lock = await Deno.open(join(folder, ".lock"), { write: true, create: true });
    await lock.lock(true);
    const old = await arrayFolders(folder);
    const name = `arrays-${Math.max(0, ...old.map((each) => Number(each.slice(7)))) + 1}`;
    created = join(folder, name);
    await Deno.mkdir(created);
    const files: Record<string, FileEntry> = {};
    for (const [file, array] of Object.entries(arraysOf(info, table, codes))) {
      files[file] = await writeArrayFile(join(folder, name, file), array);
    }
    await writeManifest(folder, manifestOf(info, table, { folder: name, files }));
    created = undefined;
    for (const each of old) await Deno.remove(join(folder, each), { recursive: true });
  } catch (error) {
    if (created !== undefined) await Deno.remove(created, { recursive: true }).catch(() => {});
    if (error instanceof InputError) throw error;
    throw new InputError(
      `Cannot write the index "${folder}": ${error instanceof Error ? error.message : error}`,
    );
  }
}

/**
 * Reads the index of a folder.
 *
 * @param newKernel Makes the kernel that the codes are read into
 * @throws {InputError} if there is none, it is damaged, or it is not what is expected
 */
export async function readIndex(
  folder: string,
  expected: ExpectedIndex,
  newKernel: (bits: number) => HammingKernel,
): Promise<OpenedIndex> {
  const text = await manifestText(folder);
  const manifest = parseManifest(folder, text, expected);
  try {
    return readArrays(folder, manifest, newKernel);
  } catch (error) {
    // Somebody may have written it anew meanwhile, and removed the old arrays.
    if (await manifestText(folder) === text) throw error;
    return await readIndex(folder, expected, newKernel);
  }
}

function readArrays(
  folder: string,
  manifest: Manifest,
  newKernel: (bits: number) => HammingKernel,
): OpenedIndex {
  const { bits, model, labels, cases } = manifest;
  const files = new IndexFiles(folder, manifest);
  try {
    const kernel = newKernel(bits);
    files.read("codes.npy", [cases, bytesPerCode(bits)], new Uint8Array(), (bytes) => {
      kernel.append(bytes);
    });
    const table = new CaseTable(labels, {
      ids: files.text("ids", cases),
      images: files.text("images", cases),
      labels: files.array("labels.npy", [cases, labelWords(labels)], Uint32Array),
      patients: files.array("patients.npy", [cases], Uint32Array),
      patientNames: files.text("patient-names"),
      sexes: files.array("sexes.npy", [cases], Uint8Array),
      sexNames: manifest.sexes,
      views: files.array("views.npy", [cases], Uint8Array),
      viewNames: manifest.views,
      ages: files.array("ages.npy", [cases], Float64Array),
      numbers: files.array("numbers.npy", [cases], Uint32Array),
    }, manifest.nextNumber);
    return { info: { bits, model, labelNames: labels }, table, kernel };
  } catch (error) {
    files.close();
    throw error;
  }
}

/** The files of arrays by name. */
function arraysOf(
  info: StoreInfo,
  table: CaseTable,
  codes: Uint8Array,
): Readonly<Record<string, ShapedArray>> {
  const { labels, patients, sexes, views, ages, numbers, ...texts } = table.columns;
  const text = (name: string, { bytes, ends }: TextData) => ({
    [`${name}.npy`]: { shape: [bytes.length], data: bytes },
    [`${name}-ends.npy`]: { shape: [ends.length], data: ends },
  });
  const cases = table.rows;
  return {
    "codes.npy": { shape: [cases, bytesPerCode(info.bits)], data: codes },
    "labels.npy": { shape: [cases, labelWords(info.labelNames)], data: labels },
    "patients.npy": { shape: [cases], data: patients },
    "sexes.npy": { shape: [cases], data: sexes },
    "views.npy": { shape: [cases], data: views },
    "ages.npy": { shape: [cases], data: ages },
    "numbers.npy": { shape: [cases], data: numbers },
    ...text("ids", texts.ids.data),
    ...text("images", texts.images.data),
    ...text("patient-names", texts.patientNames.data),
  };
}

function manifestOf(
  { bits, model, labelNames }: StoreInfo,
  table: CaseTable,
  { folder, files }: { readonly folder: string; readonly files: Record<string, FileEntry> },
): Manifest {
  const { sexNames, viewNames } = table.columns;
  return {
    bits,
    model,
    labels: [...labelNames],
    cases: table.rows,
    nextNumber: table.nextNumber,
    sexes: [...sexNames],
    views: [...viewNames],
    folder,
    files: Object.fromEntries(
      Object.entries(files).map(([name, entry]) => [name, { ...entry, shape: [...entry.shape] }]),
    ),
  };
}

/** The array files that a manifest names, checked as they are read. */
class IndexFiles {
  readonly #folder: string;
  readonly #manifest: Manifest;
  readonly #opened: ArrayFile[] = [];

  constructor(folder: string, manifest: Manifest) {
    this.#folder = folder;
    this.#manifest = manifest;
  }

  /** Reads an array part by part; what was taken is wrong if this throws. */
  read(
    name: string,
    shape: readonly number[],
    type: NpyData,
    take: (bytes: Uint8Array) => void,
  ): void {
    this.#refuseDamage(() => this.#open(name, shape).read(type, take));
  }

  array<T extends NpyData>(
    name: string,
    shape: readonly number[],
    type: new (length: number) => T,
  ): T {
    return this.#refuseDamage(() => filled(this.#open(name, shape), shape, type));
  }

  /** A column of texts that is read later; its files are open and of the right length now. */
  text(name: string, length?: number): TextColumn {
    const [bytesShape] = this.#entry(`${name}.npy`).shape;
    const [endsShape] = this.#entry(`${name}-ends.npy`).shape;
    const bytes = this.#refuseDamage(() => this.#open(`${name}.npy`, [bytesShape!]));
    const ends = this.#refuseDamage(() => this.#open(`${name}-ends.npy`, [length ?? endsShape!]));
    return new TextColumn(endsShape, {
      load: () =>
        this.#refuseDamage(() => ({
          bytes: filled(bytes, [bytesShape!], Uint8Array),
          ends: filled(ends, [endsShape!], Uint32Array),
        })),
      close: () => [bytes, ends].forEach((file) => file.close()),
    });
  }

  /** Closes what is still open. */
  close(): void {
    for (const file of this.#opened) file.close();
  }

  #open(name: string, shape: readonly number[]): ArrayFile {
    const entry = this.#entry(name);
    if (entry.shape.join() !== shape.join()) {
      throw new Error(`index.json gives "${name}" the shape [${entry.shape}], expected [${shape}]`);
    }
    const file = new ArrayFile(join(this.#folder, this.#manifest.folder, name), entry);
    this.#opened.push(file);
    return file;
  }

  #entry(name: string): FileEntry {
    const entry = this.#manifest.files[name];
    if (entry === undefined) {
      throw damagedIndex(this.#folder, `index.json does not list "${name}"`);
    }
    return entry;
  }

  #refuseDamage<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      // Too many codes for the memory are no fault of a file.
      if (error instanceof InputError || error instanceof RangeError) throw error;
      throw damagedIndex(this.#folder, error instanceof Error ? error.message : `${error}`);
    }
  }
}

/** The array of a file. */
function filled<T extends NpyData>(
  file: ArrayFile,
  shape: readonly number[],
  type: new (length: number) => T,
): T {
  const array = new type(shape.reduce((product, size) => product * size, 1));
  const bytes = new Uint8Array(array.buffer);
  let done = 0;
  file.read(array, (part) => {
    bytes.set(part, done);
    done += part.length;
  });
  return array;
}

/** The folders of arrays that are there: an index's, or what a crash left. */
async function arrayFolders(folder: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).filter((name) => /^arrays-\d+$/.test(name));
}
