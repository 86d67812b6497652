/**
 * The codes that a run leaves: those of its database and of its queries, and of its training films
 * where the database is unseen, with the ids of the films.
 *
 * @module
 */
import { decodeNpy, encodeNpy } from "../base/npy.ts";
import { InputError } from "../base/errors.ts";
import type { Dataset } from "../data/dataset.ts";
import { formatIdList, parseIdList } from "../data/tables/id_list.ts";
import type { Codes } from "./encoder.ts";
import type { RunFolder } from "./run_folder.ts";

/** The parts whose codes every run writes. */
export const CODED_PARTS = ["database", "query"] as const;

/** A part whose codes a run writes: training films where they are none of the database. */
export type CodedPart = (typeof CODED_PARTS)[number] | "train";

/** The file of the queries' continuous codes. */
const CONTINUOUS = "query/continuous.npy";

/**
 * Writes the codes of one part and the ids of its films, and of queries the continuous codes too, with
 * which they can ask otherwise than by their bits.
 *
 * @param ids One a code
 */
export async function writeCodes(
  folder: RunFolder,
  part: CodedPart,
  { ids, packed, continuous }: Codes & { readonly ids: readonly string[] },
): Promise<void> {
  const rows = ids.length;
  const array = { shape: [rows, packed.length / rows], data: packed };
  await folder.write(codesFile(part), encodeNpy(array));
  if (part === "query") {
    const array = { shape: [rows, continuous.length / rows], data: continuous };
    await folder.write(CONTINUOUS, encodeNpy(array));
  }
  await folder.write(idsFile(part), formatIdList(ids));
}

/** Whether a run keeps codes of its training films, which were not searched as its database. */
export async function hasTrainingCodes(folder: RunFolder): Promise<boolean> {
  return await folder.has(idsFile("train"));
}

/**
 * The codes `[films, bits / 8]` of one part of a run.
 *
 * @throws {InputError} if the run has none yet, or they are of other films than the data set's
 */
export async function readCodes(
  folder: RunFolder,
  dataset: Dataset,
  part: CodedPart,
): Promise<Uint8Array> {
  const ids = parseIdList(new TextDecoder().decode(await folder.readProduct(idsFile(part))));
  const rows = dataset.split[part];
  const differs = ids.length !== rows.length || ids.some((id, n) => id !== dataset.ids[rows[n]!]);
  if (differs) {
    throw new InputError(
      `Cannot evaluate "${folder.path}": its ${part} codes are not those of the films that its ` +
        `configuration gives now; has the data changed? Start it over with --fresh`,
    );
  }
  return await readPackedCodes(folder, part, rows.length);
}

/**
 * The same, whatever films they are of.
 *
 * @param films Their number; default: any
 * @throws {InputError} if the run has none yet, or their file is damaged
 */
export async function readPackedCodes(
  folder: RunFolder,
  part: CodedPart,
  films?: number,
): Promise<Uint8Array> {
  const file = codesFile(part);
  const { shape, data } = decodeNpy(await folder.readProduct(file), folder.file(file));
  const isComplete = shape.length === 2 && shape[0] === (films ?? shape[0]);
  if (data instanceof Uint8Array && isComplete) return data;
  throw folder.damaged(file, `it does not hold the bytes of ${films ?? "any"} codes`);
}

/**
 * The continuous codes `[queries, bits]` of a run's queries.
 *
 * @throws {InputError} if the run has none, or they are not as many as its binary codes
 */
export async function readContinuous(
  folder: RunFolder,
  { queries, bits }: { readonly queries: number; readonly bits: number },
): Promise<Float32Array> {
  const { shape, data } = decodeNpy(await folder.readProduct(CONTINUOUS), folder.file(CONTINUOUS));
  const isComplete = shape.length === 2 && shape[0] === queries && shape[1] === bits;
  if (data instanceof Float32Array && isComplete) return data;
  throw folder.damaged(CONTINUOUS, `it does not hold ${queries} continuous codes of ${bits} bits`);
}

function codesFile(part: CodedPart): string {
  return `${part}/codes.npy`;
}

function idsFile(part: CodedPart): string {
  return `${part}/ids.txt`;
}
