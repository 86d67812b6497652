/**
 * The files of an encoder in a folder, a run's or an index's: read, checked against their card, and
 * copied.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import { Asker } from "../asking/asker.ts";
import type { LabelVectors } from "../asking/label_vectors.ts";
import { sha256Of } from "../base/sha256.ts";
import type { Consistency } from "../codes/consistent_codes.ts";
import { InputError } from "../base/errors.ts";
import { readBytes } from "../base/files.ts";
import { decodeNpy } from "../base/npy.ts";
import type { Familiarity } from "../worth/familiarity.ts";
import {
  ENCODER_FILES,
  type EncoderCard,
  formatCard,
  type FrozenNetwork,
  parseCard,
} from "./encoder_card.ts";
import { missingProduct, RunFolder } from "./run_folder.ts";

/** All that makes codes. */
export interface EncoderFiles {
  /** What it takes and gives. */
  readonly card: EncoderCard;
  /** The content of `encoder.onnx`. */
  readonly encoder: Uint8Array;
  /** The content of the frozen network's file, where the card names one. */
  readonly network?: Uint8Array | undefined;
  /** What films are like those that it learned from, where the card knows. */
  readonly familiarity?: Familiarity | undefined;
  /** What makes continuous codes those that are searched, where signs are not. */
  readonly binarise?: ConsistentBinarisation | undefined;
}

/** What codes are made consistent with, and how; see `consistentCodes`. */
export interface ConsistentBinarisation {
  /** Of the card. */
  readonly options: Consistency;
  /** Of the run's labels. */
  readonly targets: FindingTargets;
}

/**
 * The targets of a run's findings, the last being "No Finding" where it was trained as one more. A
 * target's bit is 1 where its value is at least 0.
 */
export type FindingTargets = LabelVectors;

/**
 * The card of the encoder in a folder.
 *
 * @throws {InputError} if there is no encoder, or its card cannot be read
 */
export async function readCard(folder: string | RunFolder): Promise<EncoderCard> {
  const place = folderOf(folder);
  const { encoder } = ENCODER_FILES;
  if (!await place.has(encoder)) throw missingProduct(place.path, encoder);
  const text = new TextDecoder().decode(await place.readProduct(ENCODER_FILES.card));
  return parseCard(text, place.file(ENCODER_FILES.card));
}

/**
 * The encoder in a folder. In its card, the frozen network's path is absolute.
 *
 * @param folder A run's, or the encoder's folder of an index
 * @param networkPath Where the frozen network's file is; default: beside the card, or where that says
 * @throws {InputError} if a file is missing, or is not the one that the card describes
 */
export async function readEncoder(
  folder: string | RunFolder,
  networkPath?: string,
): Promise<EncoderFiles> {
  const place = folderOf(folder);
  const card = await readCard(place);
  const encoder = await place.readProduct(ENCODER_FILES.encoder);
  checkFile(encoder, card.encoder, place.file(ENCODER_FILES.encoder));
  const binarise = card.binarise && await readBinarisation(card.binarise, place);
  const familiarity = await readFamiliarity(card, place);
  if (card.network === null) return { card, encoder, binarise, familiarity };
  const path = networkPath === undefined
    ? await placeOf(card.network, place)
    : resolve(networkPath);
  const found = { ...card.network, path };
  const network = await readBytes(found.path, "the backbone");
  checkFile(network, found, found.path);
  return { card: { ...card, network: found }, encoder, binarise, familiarity, network };
}

/**
 * What tells one encoder from another: the SHA-256, in hexadecimal digits, of its `encoder.onnx` (as
 * `sha256sum` prints it), or of that file followed by the frozen network's where there is one, and by
 * targets and options where they make the bits. Otherwise targets do not count: they explain codes
 * but make none.
 */
export function identityOf(
  { encoder, network, binarise }: Omit<EncoderFiles, "card" | "familiarity">,
): string {
  const hash = createHash("sha256").update(encoder);
  if (network !== undefined) hash.update(network);
  if (binarise !== undefined) {
    const { options: { gamma, sweeps, sharpness }, targets: { values } } = binarise;
    hash.update(values).update(JSON.stringify([gamma, sweeps, sharpness]));
  }
  return hash.digest("hex");
}

/**
 * The targets in an encoder's folder, undefined where the method has none.
 *
 * @param folder A run's, or the encoder's folder of an index
 * @throws {InputError} if their file is missing, damaged or of other findings
 */
export async function readTargets(
  folder: string | RunFolder,
): Promise<FindingTargets | undefined> {
  const place = folderOf(folder);
  const { targets, bits } = await readCard(place);
  if (targets === null) return undefined;
  const { file, labels: names } = targets;
  return await readVectors(place, { file, names, bits, what: "the targets" });
}

/**
 * How the encoder in a folder is asked otherwise than by a film's own bits; undefined where an
 * earlier cohash made it.
 *
 * @param folder A run's, or the encoder's folder of an index
 * @throws {InputError} if a file is missing, damaged or of other findings
 */
export async function readAsker(folder: string | RunFolder): Promise<Asker | undefined> {
  const place = folderOf(folder);
  const { asking, bits } = await readCard(place);
  if (asking === null) return undefined;
  const what = "the labels' vectors";
  const file = ENCODER_FILES.asking;
  return new Asker(asking, await readVectors(place, { file, names: asking.labels, bits, what }));
}

async function readVectors(
  place: RunFolder,
  { file, names, bits, what }: {
    readonly file: string;
    readonly names: readonly string[];
    readonly bits: number;
    readonly what: string;
  },
): Promise<LabelVectors> {
  const path = place.file(file);
  const { shape, data } = decodeNpy(await place.readProduct(file), path);
  const expected = [names.length, bits];
  if (data instanceof Float32Array && shape.join() === expected.join()) {
    return { names, values: data };
  }
  throw new InputError(
    `Cannot read ${what} "${path}": expected ${expected.join(" × ")} numbers, received ` +
      shape.join(" × "),
  );
}

async function readFamiliarity(
  { worth, bits }: EncoderCard,
  place: RunFolder,
): Promise<Familiarity | undefined> {
  if (!worth?.familiarity) return undefined;
  const { familiarity: file } = ENCODER_FILES;
  const path = place.file(file);
  const bytes = await place.readProduct(file);
  const { decodeFamiliarity } = await import("../worth/familiarity_file.ts");
  return decodeFamiliarity(bytes, { card: worth.familiarity, path, bits });
}

async function readBinarisation(
  options: Consistency,
  place: RunFolder,
): Promise<ConsistentBinarisation | undefined> {
  const targets = await readTargets(place);
  return targets && { options, targets };
}

/**
 * Copies an encoder into another folder, its card last. A frozen network stays where it is, and the
 * new card has the absolute path to it.
 *
 * @param networkPath As {@linkcode readEncoder} takes it
 * @throws {InputError} if there is none, or a file is not the one that the card describes
 */
export async function copyEncoder(
  from: string | RunFolder,
  to: string | RunFolder,
  networkPath?: string,
): Promise<void> {
  const [source, target] = [folderOf(from), folderOf(to)];
  const { card, encoder } = await readEncoder(source, networkPath);
  await target.write(ENCODER_FILES.encoder, encoder);
  if (card.targets !== null) {
    await target.write(card.targets.file, await source.readProduct(card.targets.file));
  }
  if (card.asking !== null) {
    await target.write(ENCODER_FILES.asking, await source.readProduct(ENCODER_FILES.asking));
  }
  if (card.worth?.familiarity) {
    const { familiarity } = ENCODER_FILES;
    await target.write(familiarity, await source.readProduct(familiarity));
  }
  await target.write(ENCODER_FILES.card, formatCard(card));
}

/** A folder that may be in memory. */
function folderOf(place: string | RunFolder): RunFolder {
  return typeof place === "string" ? new RunFolder(place) : place;
}

/** The absolute path of the frozen network: beside the card, or where the card says. */
async function placeOf({ path }: FrozenNetwork, folder: RunFolder): Promise<string> {
  const name = basename(path);
  return resolve(await folder.has(name) ? folder.file(name) : path);
}

function checkFile(bytes: Uint8Array, { sha256 }: { readonly sha256: string }, path: string): void {
  const found = sha256Of(bytes);
  if (found === sha256) return;
  throw new InputError(
    `Cannot use "${path}": it is not the file that made the codes (its SHA-256 is ${found}, the ` +
      `encoder card says ${sha256}); has it been exchanged or damaged?`,
  );
}
