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
import type { NpyData } from "../../base/npy.ts";
import { bytesPerCode } from "../../codes/pack.ts";
import { InputError, messageOf } from "../../base/errors.ts";
import { lockFile } from "../../base/files.ts";
import { ArrayFile, type FileEntry, type ShapedArray, writeArrayFile } from "./array_file.ts";
import { labelWords } from "./case_columns.ts";
import { CaseTable } from "./case_table.ts";
import type { StoreInfo } from "../code_store.ts";
import { type ColumnData, Lazy, NumberColumn } from "./columns.ts";
import {
  damagedIndex,
  type ExpectedIndex,
  type Manifest,
  manifestText,
  parseManifest,
  type ReadManifest,
  writeManifest,
} from "./index_manifest.ts";
import type { HammingKernel } from "../kernel/kernel.ts";
import { TextColumn } from "./text_column.ts";

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
  /** Its columns are checked, and read again when they are first asked for. */
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
    // Others who write to this folder wait.
    using _lock = await lockFile(join(folder, ".lock"));
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
      `Cannot write the index "${folder}": ${messageOf(error)}`,
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
  const read = parseManifest(folder, text, expected);
  try {
    return readArrays(folder, read, newKernel);
  } catch (error) {
    // Somebody may have written it anew meanwhile, and removed the old arrays.
    if (await manifestText(folder) === text) throw error;
    return await readIndex(folder, expected, newKernel);
  }
}

function readArrays(
  folder: string,
  { manifest, notesUnknown }: ReadManifest,
  newKernel: (bits: number) => HammingKernel,
): OpenedIndex {
  const { bits, model, labels, cases, sexes, views } = manifest;
  const files = new IndexFiles(folder, manifest);
  try {
    const kernel = newKernel(bits);
    kernel.reserve(cases);
    files.read("codes.npy", [cases, bytesPerCode(bits)], (bytes) => kernel.append(bytes));
    const masks = [cases, labelWords(labels)];
    const present = files.numbers("labels.npy", masks, Uint32Array);
    const table = new CaseTable(labels, {
      ids: files.texts("ids", cases),
      images: files.texts("images", cases),
      labels: present,
      unknown: notesUnknown
        ? files.numbers("unknown.npy", masks, Uint32Array)
        : allButPresent(present),
      patients: files.numbers("patients.npy", [cases], Uint32Array),
      patientNames: files.texts("patient-names"),
      sexes: files.numbers("sexes.npy", [cases], Uint8Array),
      sexNames: sexes,
      views: files.numbers("views.npy", [cases], Uint8Array),
      viewNames: views,
      ages: files.numbers("ages.npy", [cases], Float64Array),
      dates: files.numbersOr("dates.npy", [cases], Uint32Array, 0),
      visits: files.numbersOr("visits.npy", [cases], Float64Array, NaN),
      reports: files.textsOrEmpty("reports", cases),
      numbers: files.numbers("numbers.npy", [cases], Uint32Array),
    }, manifest.nextNumber);
    return { info: { bits, model, labelNames: labels }, table, kernel };
  } catch (error) {
    files.close();
    throw error;
  }
}

/**
 * What is unknown in an index that did not note it: every finding that is not present, since films
 * of which nothing was known stood in it as films without findings.
 */
function allButPresent(present: NumberColumn<Uint32Array>): NumberColumn<Uint32Array> {
  const { length } = present;
  const load = () => present.data.subarray(0, length).map((word) => ~word);
  return new NumberColumn(new Lazy<Uint32Array>({ load, close() {} }), length);
}

/** The files of arrays by name. */
function arraysOf(
  info: StoreInfo,
  table: CaseTable,
  codes: Uint8Array,
): Readonly<Record<string, ShapedArray>> {
  const { ids, images, patientNames, reports, ...columns } = table.columns;
  const texts = (name: string, { data: { bytes, ends } }: TextColumn) => ({
    [`${name}.npy`]: { shape: [bytes.length], data: bytes },
    [`${name}-ends.npy`]: { shape: [ends.length], data: ends },
  });
  const cases = table.rows;
  const masks = [cases, labelWords(info.labelNames)];
  return {
    "codes.npy": { shape: [cases, bytesPerCode(info.bits)], data: codes },
    "labels.npy": { shape: masks, data: columns.labels.data },
    "unknown.npy": { shape: masks, data: columns.unknown.data },
    "patients.npy": { shape: [cases], data: columns.patients.data },
    "sexes.npy": { shape: [cases], data: columns.sexes.data },
    "views.npy": { shape: [cases], data: columns.views.data },
    "ages.npy": { shape: [cases], data: columns.ages.data },
    "numbers.npy": { shape: [cases], data: columns.numbers.data },
    ...texts("ids", ids),
    ...texts("images", images),
    ...texts("patient-names", patientNames),
    // What is not known of any case has no file; indexes of before there were such facts have none.
    ...columns.dates.data.some((day) => day !== 0) &&
      { "dates.npy": { shape: [cases], data: columns.dates.data } },
    ...columns.visits.data.some((visit) => !Number.isNaN(visit)) &&
      { "visits.npy": { shape: [cases], data: columns.visits.data } },
    ...reports.data.bytes.length > 0 && texts("reports", reports),
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

/** The array files that a manifest names. All are checked now; columns are kept when asked for. */
class IndexFiles {
  readonly #folder: string;
  readonly #manifest: Manifest;
  readonly #opened: ArrayFile[] = [];

  constructor(folder: string, manifest: Manifest) {
    this.#folder = folder;
    this.#manifest = manifest;
  }

  /** Reads an array of bytes part by part; what was taken is wrong if this throws. */
  read(name: string, shape: readonly number[], take: (bytes: Uint8Array) => void): void {
    this.#refuseDamage(() => {
      const file = this.#open(name, shape, new Uint8Array());
      file.read(take);
      file.close();
    });
  }

  numbers<T extends ColumnData>(
    name: string,
    shape: readonly number[],
    type: new (length: number) => T,
  ): NumberColumn<T> {
    const file = this.#checked(name, shape, new type(0));
    const data = this.#lazy([file], () => file.readAll(type));
    return new NumberColumn(data, shape.reduce((product, size) => product * size, 1));
  }

  /** The same where there is such a file, else a column of one number. */
  numbersOr<T extends ColumnData>(
    name: string,
    shape: readonly [number],
    type: new (length: number) => T,
    value: number,
  ): NumberColumn<T> {
    if (name in this.#manifest.files) return this.numbers(name, shape, type);
    const load = () => new type(shape[0]).fill(value) as T;
    return new NumberColumn(new Lazy<T>({ load, close() {} }), shape[0]);
  }

  /** A column of so many texts where there is such a file, else of empty ones. */
  textsOrEmpty(name: string, count: number): TextColumn {
    if (`${name}.npy` in this.#manifest.files) return this.texts(name, count);
    const load = () => ({ bytes: new Uint8Array(), ends: new Uint32Array(count) });
    return new TextColumn(count, new Lazy({ load, close() {} }));
  }

  /** A column of so many texts; default: of as many as there are. */
  texts(name: string, count?: number): TextColumn {
    const [length] = this.#entry(`${name}-ends.npy`).shape;
    const bytes = this.#checked(`${name}.npy`, this.#entry(`${name}.npy`).shape, new Uint8Array());
    const ends = this.#checked(`${name}-ends.npy`, [count ?? length!], new Uint32Array());
    const data = this.#lazy([bytes, ends], () => ({
      bytes: bytes.readAll(Uint8Array),
      ends: ends.readAll(Uint32Array),
    }));
    return new TextColumn(length, data);
  }

  /** Closes what is still open. */
  close(): void {
    for (const file of this.#opened) file.close();
  }

  #lazy<T>(files: readonly ArrayFile[], load: () => T): Lazy<T> {
    const close = () => files.forEach((file) => file.close());
    return new Lazy({
      load: () => {
        const loaded = this.#refuseDamage(load);
        close();
        return loaded;
      },
      close,
    });
  }

  #checked(name: string, shape: readonly number[], type: NpyData): ArrayFile {
    return this.#refuseDamage(() => {
      const file = this.#open(name, shape, type);
      file.read(() => {});
      return file;
    });
  }

  #open(name: string, shape: readonly number[], type: NpyData): ArrayFile {
    const entry = this.#entry(name);
    if (entry.shape.join() !== shape.join()) {
      throw new Error(`index.json gives "${name}" the shape [${entry.shape}], expected [${shape}]`);
    }
    const file = new ArrayFile(join(this.#folder, this.#manifest.folder, name), entry, type);
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
      throw damagedIndex(this.#folder, messageOf(error));
    }
  }
}

/** The folders of arrays that are there: an index's, or what a crash left. */
async function arrayFolders(folder: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).filter((name) => /^arrays-\d+$/.test(name));
}
