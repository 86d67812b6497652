/**
 * The folder of an index: `index.json` says what is in it, and names one folder of `.npy` files
 * that hold the codes and the columns of the cases.
 *
 * Writing makes a new folder of arrays beside the old one, then replaces `index.json`, then removes
 * the old folder. So a crash at any moment leaves the old index or the new one. Every file's length
 * and checksum stand in `index.json`, which has one of its own.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { join } from "node:path";
import { z } from "zod";
import { type NpyData, npyHeader } from "../codes/npy.ts";
import { bytesPerCode } from "../codes/pack.ts";
import { InputError } from "../errors.ts";
import { writeWhole } from "../files.ts";
import { CaseTable, labelWords } from "./case_table.ts";
import type { StoreInfo } from "./code_store.ts";
import type { HammingKernel } from "./kernel/kernel.ts";
import { TextColumn } from "./text_column.ts";

/** What an index must be to be opened. */
export interface ExpectedIndex {
  /** The encoder whose codes are wanted, see `StoreInfo`. */
  readonly model?: string;
  readonly bits?: number;
}

/** What is written. */
export interface IndexContent {
  readonly info: StoreInfo;
  /** None of its cases removed. */
  readonly table: CaseTable;
  /** `[n, bits / 8]` */
  readonly codes: Uint8Array;
}

const VERSION = 1;
const MANIFEST = "index.json";

const fileSchema = z.strictObject({
  shape: z.array(z.int().min(0)),
  bytes: z.int().min(0),
  crc32: z.int().min(0),
});

const contentSchema = z.strictObject({
  version: z.literal(VERSION),
  bits: z.int(),
  count: z.int().min(0),
  model: z.string(),
  labels: z.array(z.string()),
  sexes: z.array(z.string()),
  views: z.array(z.string()),
  nextNumber: z.int().min(0),
  folder: z.string().regex(/^arrays-\d+$/),
  files: z.record(z.string(), fileSchema),
});

const manifestSchema = z.strictObject({ index: contentSchema, crc32: z.int() });

type Manifest = z.infer<typeof contentSchema>;
type FileEntry = z.infer<typeof fileSchema>;

/** An array of an index, and its file's name. */
interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: NpyData;
}

/**
 * Writes an index to a folder.
 *
 * @throws {InputError} if it cannot be written
 */
export async function writeIndex(
  folder: string,
  { info, table, codes }: IndexContent,
): Promise<void> {
  const generations = await arrayFolders(folder);
  const name = `arrays-${Math.max(0, ...generations) + 1}`;
  const files: Record<string, FileEntry> = {};
  for (const array of arraysOf(info, table, codes)) {
    files[array.name] = await writeArray(join(folder, name, array.name), array);
  }
  const { columns } = table;
  const index: Manifest = {
    version: VERSION,
    bits: info.bits,
    count: table.rows,
    model: info.model,
    labels: [...info.labelNames],
    sexes: [...columns.sexNames],
    views: [...columns.viewNames],
    nextNumber: table.nextNumber,
    folder: name,
    files,
  };
  const manifest = { index, crc32: crc32(JSON.stringify(index)) };
  await writeWhole(join(folder, MANIFEST), JSON.stringify(manifest, null, 2) + "\n");
  for (const old of generations) {
    await Deno.remove(join(folder, `arrays-${old}`), { recursive: true });
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
): Promise<{ info: StoreInfo; table: CaseTable; kernel: HammingKernel }> {
  const manifest = await readManifest(folder);
  const { bits, count, model, labels } = manifest;
  refuseOther(folder, manifest, expected);
  const read = async <T extends NpyData>(name: string, shape: readonly number[], type: Make<T>) =>
    await readArray(folder, manifest, { name, shape, data: new type(sizeOf(shape)) });
  const text = async (name: string) => {
    const bytes = manifest.files[`${name}.npy`]?.shape[0] ?? 0;
    const texts = manifest.files[`${name}-ends.npy`]?.shape[0] ?? 0;
    return new TextColumn(
      await read(`${name}.npy`, [bytes], Uint8Array),
      await read(`${name}-ends.npy`, [texts], Uint32Array),
    );
  };
  const table = new CaseTable(labels, {
    ids: await text("ids"),
    images: await text("images"),
    labels: await read("labels.npy", [count, labelWords(labels)], Uint32Array),
    patients: await read("patients.npy", [count], Uint32Array),
    patientNames: await text("patient-names"),
    sexes: await read("sexes.npy", [count], Uint8Array),
    sexNames: manifest.sexes,
    views: await read("views.npy", [count], Uint8Array),
    viewNames: manifest.views,
    ages: await read("ages.npy", [count], Float64Array),
    numbers: await read("numbers.npy", [count], Uint32Array),
  }, manifest.nextNumber);
  const rowBytes = bytesPerCode(bits);
  const codes = await read("codes.npy", [count, rowBytes], Uint8Array);
  const kernel = newKernel(bits);
  kernel.append(codes);
  return { info: { bits, model, labelNames: labels }, table, kernel };
}

type Make<T> = new (length: number) => T;

function arraysOf(info: StoreInfo, table: CaseTable, codes: Uint8Array): readonly NamedArray[] {
  const { ids, images, patientNames, ...columns } = table.columns;
  const count = table.rows;
  const text = (name: string, { bytes, ends }: TextColumn): readonly NamedArray[] => [
    { name: `${name}.npy`, shape: [bytes.length], data: bytes },
    { name: `${name}-ends.npy`, shape: [ends.length], data: ends },
  ];
  return [
    { name: "codes.npy", shape: [count, bytesPerCode(info.bits)], data: codes },
    { name: "labels.npy", shape: [count, labelWords(info.labelNames)], data: columns.labels },
    { name: "patients.npy", shape: [count], data: columns.patients },
    { name: "sexes.npy", shape: [count], data: columns.sexes },
    { name: "views.npy", shape: [count], data: columns.views },
    { name: "ages.npy", shape: [count], data: columns.ages },
    { name: "numbers.npy", shape: [count], data: columns.numbers },
    ...text("ids", ids),
    ...text("images", images),
    ...text("patient-names", patientNames),
  ];
}

async function writeArray(path: string, { shape, data }: NamedArray): Promise<FileEntry> {
  const header = npyHeader(shape, data);
  const bytes = bytesOf(data);
  try {
    await Deno.mkdir(join(path, ".."), { recursive: true });
    using file = await Deno.open(path, { write: true, create: true, truncate: true });
    for (const part of [header, bytes]) {
      for (let done = 0; done < part.length;) done += await file.write(part.subarray(done));
    }
    await file.syncData();
  } catch (error) {
    throw new InputError(
      `Cannot write "${path}": ${error instanceof Error ? error.message : error}`,
    );
  }
  return {
    shape: [...shape],
    bytes: header.length + bytes.length,
    crc32: crc32(bytes, crc32(header)),
  };
}

/** Fills an array from its file. */
async function readArray<T extends NpyData>(
  folder: string,
  manifest: Manifest,
  { name, shape, data }: { name: string; shape: readonly number[]; data: T },
): Promise<T> {
  const path = join(folder, manifest.folder, name);
  const damaged = (reason: string) => damagedIndex(folder, `"${path}" ${reason}`);
  const entry = manifest.files[name];
  if (entry === undefined) throw damaged("is not listed in index.json");
  const header = npyHeader(shape, data);
  const bytes = bytesOf(data);
  const length = header.length + bytes.length;
  if (entry.bytes !== length) throw damaged(`should have ${length} bytes, not ${entry.bytes}`);
  try {
    using file = await Deno.open(path);
    const { size } = await file.stat();
    if (size !== length) throw damaged(`has ${size} bytes, expected ${length}`);
    const found = new Uint8Array(header.length);
    for (const part of [found, bytes]) {
      for (let done = 0; done < part.length;) {
        const read = file.readSync(part.subarray(done));
        if (read === null) throw damaged("ended early");
        done += read;
      }
    }
    if (crc32(bytes, crc32(found)) !== entry.crc32 || crc32(found) !== crc32(header)) {
      throw damaged("does not have the checksum that index.json gives");
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof Deno.errors.NotFound) throw damaged("is missing");
    throw damaged(`cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  return data;
}

async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch {
    throw new InputError(
      `Cannot open the index "${folder}": there is no ${MANIFEST} in it; make one with ` +
        "deno task index",
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damagedIndex(folder, `"${path}" is no JSON`);
  }
  const { success, data, error } = manifestSchema.safeParse(json);
  if (!success) throw damagedIndex(folder, `"${path}": ${z.prettifyError(error)}`);
  if (crc32(JSON.stringify(data.index)) !== data.crc32) {
    throw damagedIndex(folder, `"${path}" does not have the checksum that it gives`);
  }
  return data.index;
}

function refuseOther(folder: string, manifest: Manifest, { model, bits }: ExpectedIndex): void {
  if (bits !== undefined && bits !== manifest.bits) {
    throw new InputError(
      `Cannot use the index "${folder}": its codes have ${manifest.bits} bits, expected ${bits}`,
    );
  }
  if (model !== undefined && model !== manifest.model) {
    throw new InputError(
      `Cannot use the index "${folder}": its codes were made by another model (SHA-256 ` +
        `${manifest.model}, expected ${model}); index the films again with this one`,
    );
  }
}

function damagedIndex(folder: string, reason: string): InputError {
  return new InputError(
    `Cannot open the index "${folder}": it is damaged: ${reason}; make it again or restore a copy`,
  );
}

/** The numbers of the folders of arrays that are there, one index's or what a crash left. */
async function arrayFolders(folder: string): Promise<readonly number[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.flatMap(({ name }) => {
      const number = name.match(/^arrays-(\d+)$/)?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: NpyData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
