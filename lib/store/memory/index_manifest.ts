/**
 * `index.json`, which says what an index is and which files hold it.
 *
 * @module
 */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import { writeWhole } from "../../base/files.ts";

/** What an index must be to be opened. */
export interface ExpectedIndex {
  /** The encoder whose codes are wanted, see `StoreInfo`. */
  readonly model?: string;
  /** Bits of a code. */
  readonly bits?: number;
}

/** The version of the files that this code writes. */
const VERSION = 2;
/** An earlier one that it reads, too: it did not note which findings are unknown. */
const WITHOUT_UNKNOWN = 1;

const count = z.int().min(0);

const contentSchema = z.strictObject({
  bits: z.int().min(8).max(128).multipleOf(8),
  /** SHA-256 of the encoder. */
  model: z.string(),
  /** Names of the findings. */
  labels: z.array(z.string()),
  cases: count,
  /** The number of the next case. */
  nextNumber: count,
  sexes: z.array(z.string()),
  views: z.array(z.string()),
  /** The folder of the arrays. */
  folder: z.string().regex(/^arrays-\d+$/),
  files: z.record(
    z.string(),
    z.strictObject({ shape: z.array(count), bytes: count, crc32: count }),
  ),
});

/** What `index.json` says. */
export type Manifest = z.infer<typeof contentSchema>;

/** What `index.json` says, and whether the index notes which findings are unknown. */
export interface ReadManifest {
  readonly manifest: Manifest;
  readonly notesUnknown: boolean;
}

const fileSchema = z.strictObject({
  version: z.literal([WITHOUT_UNKNOWN, VERSION]),
  index: contentSchema,
  /** CRC-32 of `index` as JSON without spaces. */
  crc32: count,
});

/**
 * Writes `index.json`, which makes the files that it names the index.
 *
 * @throws {InputError} if it cannot be written
 */
export async function writeManifest(folder: string, index: Manifest): Promise<void> {
  const file = { version: VERSION, index, crc32: crc32(JSON.stringify(index)) };
  await writeWhole(pathOf(folder), JSON.stringify(file, null, 2) + "\n");
}

/**
 * What the text of `index.json` says.
 *
 * @throws {InputError} if it is damaged, or the index is not what is expected
 */
export function parseManifest(
  folder: string,
  text: string,
  expected: ExpectedIndex,
): ReadManifest {
  const json = parsed(folder, text);
  const { success, data, error } = fileSchema.safeParse(json);
  if (!success) {
    throw damagedIndex(
      folder,
      `"${pathOf(folder)}": ${z.prettifyError(error).replaceAll("\n", " ")}`,
    );
  }
  if (crc32(JSON.stringify(data.index)) !== data.crc32) {
    throw damagedIndex(folder, `"${pathOf(folder)}" does not have the checksum it gives`);
  }
  refuseOther(folder, data.index, expected);
  return { manifest: data.index, notesUnknown: data.version === VERSION };
}

/**
 * The text of `index.json`, which changes whenever the index does.
 *
 * @throws {InputError} if there is none
 */
export async function manifestText(folder: string): Promise<string> {
  try {
    return await Deno.readTextFile(pathOf(folder));
  } catch (error) {
    const { NotADirectory, NotFound } = Deno.errors;
    const reason = error instanceof NotFound || error instanceof NotADirectory
      ? "there is no index.json in it; make one with cohash index"
      : error instanceof Error
      ? error.message
      : error;
    throw new InputError(`Cannot open the index "${folder}": ${reason}`);
  }
}

/** The error of an index whose files are not what was written. */
export function damagedIndex(folder: string, reason: string): InputError {
  return new InputError(
    `Cannot open the index "${folder}": it is damaged: ${reason}. Restore a copy, or make it again ` +
      "with cohash index",
  );
}

function parsed(folder: string, text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damagedIndex(folder, `"${pathOf(folder)}" is no JSON`);
  }
  const version = json instanceof Object && "version" in json ? json.version : undefined;
  if (typeof version === "number" && version > VERSION) {
    throw new InputError(
      `Cannot open the index "${folder}": its files have version ${version}, this cohash reads ` +
        `versions ${WITHOUT_UNKNOWN} and ${VERSION}; use a newer cohash, or make the index again with cohash index`,
    );
  }
  return json;
}

function refuseOther(folder: string, manifest: Manifest, { model, bits }: ExpectedIndex): void {
  if (bits !== undefined && bits !== manifest.bits) {
    throw new InputError(
      `Cannot use the index "${folder}": its codes have ${manifest.bits} bits, expected ${bits}; ` +
        "index the films again with this encoder",
    );
  }
  if (model !== undefined && model !== manifest.model) {
    throw new InputError(
      `Cannot use the index "${folder}": its codes are of another encoder, with the SHA-256 ` +
        `"${manifest.model}", expected "${model}"; index the films again with this encoder`,
    );
  }
}

function pathOf(folder: string): string {
  return join(folder, "index.json");
}
