/**
 * Whether finished runs still stand for the data that are there now: their results are taken as they
 * are, and must not be those of other films.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import type { Config } from "../config/config.ts";
import { identityOfConfig } from "../config/identity.ts";
import { isTrainedNetwork } from "../config/trained_network.ts";
import type { Dataset } from "../data/dataset.ts";
import { priorOf } from "../methods/cohash_options.ts";
import { type DataFingerprint, fingerprintOf } from "../run/data_fingerprint.ts";
import { changesOf } from "../run/fingerprint_changes.ts";
import { type OnNote, otherData, readFingerprint, unknownData } from "../run/run_data.ts";
import { RunFolder } from "../run/run_folder.ts";
import type { StudyRun } from "./grid.ts";

/** What runs of several seeds have in common. */
const BUT_PARTS = ["films", "labels", "patients", "contents", "files"] as const;

/** What runs have in common that name other files. */
const BUT_FILES = ["films", "labels", "patients", "contents", "parts"] as const;

/** A finished run: where it is and what it was asked to do. */
export type FinishedRun = Pick<StudyRun, "folder" | "config">;

/**
 * Checks finished runs against the data that their configurations name. Runs that differ in their
 * seeds alone have the same films in other parts, so the films of the first are read for all. Data
 * that are no longer there leave the results as they are, with a note.
 *
 * @param filmsOf Loads the films of a configuration
 * @throws {InputError} if a run has learned from other data, saying what has changed
 */
export async function checkFinished(
  runs: readonly FinishedRun[],
  { filmsOf, onNote }: {
    readonly filmsOf: (config: Config) => Promise<Dataset>;
    readonly onNote?: OnNote;
  },
): Promise<void> {
  for (const [, own] of Map.groupBy(runs, ({ config }) => dataKey(config))) {
    const known = await fingerprintsOf(own, onNote);
    if (known.length === 0) continue;
    const now = await fingerprintNow(own[0]!, filmsOf, onNote);
    if (now === undefined) continue;
    for (const { run, then } of known) {
      const isSameSeed = run.config.seed === own[0]!.config.seed;
      const changes = isSameSeed ? changesOf(then, now) : changesOf(then, now, BUT_PARTS);
      if (changes.length > 0) throw otherData(new RunFolder(run.folder), changes);
    }
  }
}

/**
 * Checks that finished runs have learned from the same data where their settings and seeds ask for
 * the same, as when machines share a study out among them and each has a copy.
 *
 * @throws {InputError} naming two runs and what differs
 */
export async function checkSameData(runs: readonly FinishedRun[]): Promise<void> {
  const asked = ({ config }: FinishedRun) =>
    JSON.stringify([
      identityOfConfig(config).data,
      config.backbone.kind,
      isTrainedNetwork(config.backbone),
      config.backbone.kind === "onnx" ? config.backbone.size : null,
      config.seed,
    ]);
  for (const [, own] of Map.groupBy(runs, asked)) {
    const [first, ...others] = await fingerprintsOf(own, undefined);
    for (const { run, then } of others) {
      const haveSameFiles = filesOf(first!.run).join() === filesOf(run).join();
      const changes = changesOf(first!.then, then, haveSameFiles ? undefined : BUT_FILES);
      if (changes.length === 0) continue;
      throw new InputError(
        `Cannot compare the runs "${
          first!.run.folder
        }" and "${run.folder}", which have not learned ` +
          `from the same data: ${changes.join("; ")}. Train one of them anew`,
      );
    }
  }
}

/** What the runs have learned from, those left out of which nothing tells. */
async function fingerprintsOf(runs: readonly FinishedRun[], onNote: OnNote) {
  const all = await Promise.all(
    runs.map(async (run) => ({ run, then: await readFingerprint(new RunFolder(run.folder)) })),
  );
  const unknown = all.filter(({ then }) => then === undefined);
  if (unknown[0] !== undefined) {
    const more = unknown.length > 1 ? ` (so of ${unknown.length - 1} others)` : "";
    onNote?.(unknownData(new RunFolder(unknown[0].run.folder)) + more);
  }
  return all.flatMap(({ run, then }) => then === undefined ? [] : [{ run, then }]);
}

/** The fingerprint of the data as they are; undefined where they cannot be read. */
async function fingerprintNow(
  { folder, config }: FinishedRun,
  filmsOf: (config: Config) => Promise<Dataset>,
  onNote: OnNote,
): Promise<DataFingerprint | undefined> {
  try {
    return await fingerprintOf(config, await filmsOf(config));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    onNote?.(
      `whether the data of the finished run "${folder}" are still the same cannot be told: ` +
        error.message,
    );
    return undefined;
  }
}

/** The table of `graph.prior` and the network: rows of a study may compare several. */
function filesOf({ config: { graph, backbone } }: FinishedRun): readonly (string | undefined)[] {
  return [priorOf(graph)?.path, backbone.kind === "onnx" ? backbone.path : undefined];
}

/** The same for configurations with the same films and files, whatever part a film plays. */
function dataKey({ data, backbone, gcn, graph, seed }: Config): string {
  return JSON.stringify([
    data,
    backbone.kind === "onnx" ? backbone : backbone.kind,
    gcn?.nodes.kind === "file" ? gcn.nodes.path : null,
    priorOf(graph)?.path ?? null,
    data.kind === "phantom" ? seed : null,
  ]);
}
