/**
 * The data of a run: what it learned from is recorded in its folder, and whatever uses the run with
 * data again makes sure that they are the same.
 *
 * @module
 */
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import { parsedJson } from "../base/json.ts";
import { decodeNpz, encodeNpz } from "../base/npz.ts";
import type { Config } from "../config/config.ts";
import { applySettings, parseConfig } from "../config/config_file.ts";
import { configDifferences } from "../config/identity.ts";
import type { Dataset } from "../data/dataset.ts";
import { inOrder } from "../data/film_order.ts";
import { type DataFingerprint, fingerprintOf } from "./data_fingerprint.ts";
import { type FilmContext, loadFilms } from "./films.ts";
import { changesOf } from "./fingerprint_changes.ts";
import { FINGERPRINT, type RunFolder } from "./run_folder.ts";

/** Hears a sentence that a person should read. */
export type OnNote = ((message: string) => void) | undefined;

/** The form of the fingerprints that are written. */
const FORMAT = 1;

const headSchema = z.strictObject({
  format: z.literal(FORMAT),
  digest: z.string(),
  findings: z.array(z.string()),
  input: z.string(),
  contentsOf: z.enum(["images", "features"]),
  files: z.record(z.string(), z.string()),
});

/**
 * The films of a run whose data may have moved since, checked to be those that it learned from.
 *
 * @param settings `key.path=value` texts that say where its data are now
 * @throws {InputError} if the folder holds no run, a setting changes more than places, or the films
 * cannot be read or are others
 */
export async function loadRunFilms(
  folder: RunFolder,
  { settings = [], ...context }: FilmContext & { readonly settings?: readonly string[] } = {},
): Promise<{ readonly config: Config; readonly dataset: Dataset }> {
  const config = movedConfig(await folder.config(), settings);
  const loaded = await loadFilms(config, context);
  const dataset = await checkData(folder, {
    config,
    dataset: loaded,
    onNote: context.onWarning,
  });
  return { config, dataset };
}

/**
 * The configuration of a run whose data are elsewhere now.
 *
 * @throws {InputError} if a setting does not fit, or changes what the run computed
 */
export function movedConfig(config: Config, settings: readonly string[]): Config {
  if (settings.length === 0) return config;
  const moved = parseConfig(applySettings({ ...config }, settings));
  const differing = configDifferences(config, moved);
  if (differing.length === 0) return moved;
  throw new InputError(
    `Cannot use --set ${settings.join(" --set ")} with a run that has been made: only where its ` +
      `files are and what runs the networks can be another now, and this changes ` +
      `${differing.join(", ")}`,
  );
}

/** What is compared of films in another form. */
const BUT_CONTENTS = ["films", "labels", "patients", "parts", "files"] as const;

/** What is compared where other films of the same data ask. */
const BUT_PARTS = ["films", "labels", "patients", "contents", "files"] as const;

/** What a run is to be used with, and who hears of it where nothing can be checked. */
export interface DataUse {
  readonly config: Config;
  readonly dataset: Dataset;
  /**
   * Whether films in another form than the run learned from will do, such as whole films where it
   * learned from features of them: to be looked at, not to be encoded. Default: false.
   */
  readonly otherForm?: boolean;
  /** Whether the parts of the films may be others than the run had; default: false. */
  readonly otherParts?: boolean;
  readonly onNote?: OnNote;
}

/**
 * Records what a run is about to learn from, or checks that it is what the run has learned from
 * already.
 *
 * @returns The data, their films in the order in which the run has them
 * @throws {InputError} as {@linkcode checkData}
 */
export async function claimData(folder: RunFolder, use: DataUse): Promise<Dataset> {
  if (await folder.hasLearned()) return await checkData(folder, use);
  const { ids, labels, patients, contents, parts, ...head } = await fingerprintOf(
    use.config,
    use.dataset,
  );
  const shape = [ids.length];
  // As JSON, in which any id is one.
  const names = new TextEncoder().encode(JSON.stringify(ids));
  const arrays = {
    ids: { shape: [names.length], data: names },
    labels: { shape, data: labels },
    patients: { shape, data: patients },
    contents: { shape, data: contents },
    parts: { shape, data: parts },
  };
  await folder.write(FINGERPRINT.films, encodeNpz(arrays));
  // Last, since its presence says that both are there.
  await folder.writeJson(FINGERPRINT.head, { format: FORMAT, ...head });
  return use.dataset;
}

/**
 * Makes sure that data are those that a run has learned from. Of a run by an earlier cohash, which
 * recorded nothing of them, only a note says that it cannot be told.
 *
 * @returns The data, their films in the order in which the run has them
 * @throws {InputError} if they are others, saying what has changed, or the record is damaged
 */
export async function checkData(
  folder: RunFolder,
  { config, dataset, otherForm = false, otherParts = false, onNote }: DataUse,
): Promise<Dataset> {
  const then = await readFingerprint(folder);
  if (then === undefined) {
    onNote?.(unknownData(folder));
    return dataset;
  }
  const now = await fingerprintOf(config, dataset);
  const changes = otherForm && now.input !== then.input
    ? changesOf(then, now, BUT_CONTENTS)
    : otherParts
    ? changesOf(then, now, BUT_PARTS)
    : changesOf(then, now);
  if (changes.length > 0) throw otherData(folder, changes);
  return inOrder(dataset, then.ids);
}

/** What to say of a run of which nothing tells what it learned from. */
export function unknownData({ path }: RunFolder): string {
  return `the run "${path}" is of an earlier cohash, which recorded nothing of its data; whether ` +
    "they are still the same cannot be told";
}

/** What to throw where a run's data are others than those that it learned from. */
export function otherData({ path }: RunFolder, changes: readonly string[]): InputError {
  return new InputError(
    `Cannot use the run "${path}" with these data, which are not what it learned from: ` +
      changes.join("; ") +
      ". Give it the data that it had (--set data.… says where they are), or train anew, with " +
      "--fresh or in another folder",
  );
}

/**
 * What a run has learned from; undefined of a run of an earlier cohash.
 *
 * @throws {InputError} if the record is damaged
 */
export async function readFingerprint(folder: RunFolder): Promise<DataFingerprint | undefined> {
  const content = await folder.readJson(FINGERPRINT.head);
  if (content === undefined) return undefined;
  const { data: head } = headSchema.safeParse(content);
  if (head === undefined) throw folder.damaged(FINGERPRINT.head, "it holds no fingerprint of data");
  const file = FINGERPRINT.films;
  const { ids, labels, patients, contents, parts } = decodeNpz(
    await folder.readProduct(file),
    folder.file(file),
  );
  const names = parseIds(ids?.data);
  const lists = [labels, patients, contents].map((array) => array?.data)
    .filter((data) =>
      data instanceof Uint32Array && data.length === names?.length
    ) as Uint32Array[];
  const isWhole = parts?.data instanceof Uint8Array && parts.data.length === names?.length;
  if (names === undefined || lists.length < 3 || !isWhole) {
    throw folder.damaged(file, "it does not hold four numbers of each film");
  }
  const { format: _, ...rest } = head;
  return {
    ...rest,
    ids: names,
    labels: lists[0]!,
    patients: lists[1]!,
    contents: lists[2]!,
    parts: parts.data as Uint8Array,
  };
}

function parseIds(bytes: unknown): readonly string[] | undefined {
  if (!(bytes instanceof Uint8Array)) return undefined;
  return z.array(z.string()).safeParse(parsedJson(new TextDecoder().decode(bytes))).data;
}
