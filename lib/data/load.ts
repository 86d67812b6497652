/**
 * From the `data` section of a configuration to a {@linkcode Dataset}.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { Random } from "../random.ts";
import { type Annotations, chooseLabels, positiveRows, selectRows } from "./annotations.ts";
import type { Dataset, Inputs, Split } from "./dataset.ts";
import { featureInputs, joinById, readFeatures } from "./features.ts";
import { cacheFilms } from "./images/cache.ts";
import { findImage, indexImageFolder } from "./images/folder.ts";
import { parseNih, readIdList } from "./nih.ts";
import type { DataOptions, DataOptionsOf } from "./schema.ts";
import { checkSplit, splitByLists, splitByPatient } from "./split.ts";
import { readTable } from "./table.ts";

/** What loading needs beside the options, and whom it tells. */
export interface LoadContext {
  /** Decides random splits and synthetic films. */
  readonly seed: number;
  /** Folder of decoded films; `.cache/images` unless told. */
  readonly cacheDirectory?: string;
  /** Stops at the first image that cannot be read, instead of leaving it out. */
  readonly strict?: boolean;
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Hears of films left out, and why. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Reads labels and inputs, leaves out what has only one of them, and splits the rest by patient.
 * Relative paths are relative to the current directory.
 *
 * @throws {InputError} if a file is missing or malformed, or nothing is left for a part
 */
export async function loadDataset(options: DataOptions, context: LoadContext): Promise<Dataset> {
  switch (options.kind) {
    case "nih":
      return await loadImages(options, await readAnnotations(options), context);
    case "features":
      return await loadFeatures(options, await readAnnotations(options), context);
    default:
      throw new InputError(`Cannot load data: the kind "${options.kind}" is not ready yet`);
  }
}

type ImageKind = "nih" | "chexpert" | "table";

async function readAnnotations(
  options: DataOptionsOf<ImageKind | "features">,
): Promise<Annotations> {
  const table = await readTable(options.metadata, "labels");
  const annotations = parseNih(table);
  if (options.labels === undefined) return annotations;
  return { ...annotations, labels: chooseLabels(annotations.labels, options.labels) };
}

async function loadImages(
  options: DataOptionsOf<ImageKind>,
  all: Annotations,
  context: LoadContext,
): Promise<Dataset> {
  const { onProgress, onWarning } = context;
  const lists = await readLists(options);
  const folder = await indexImageFolder(options.images);
  const paths = all.ids.map((id) => findImage(folder, id));
  const located = Array.from(paths.keys()).filter((row) => paths[row] !== undefined);
  if (located.length === 0) {
    throw new InputError(
      `Cannot find images: none of the ${all.ids.length} films of "${options.metadata}", such as ` +
        `"${all.ids[0]}", is among the ${folder.files} files below "${options.images}"`,
    );
  }
  warnOfLoss(onWarning, all.ids.length - located.length, all.ids.length, "have no image");

  const rows = chooseRows(all, located, lists, options, context);
  const problems: string[] = [];
  const films = await cacheFilms(rows.map((row) => paths[row]!), {
    size: options.imageSize,
    fit: options.fit,
    window: options.dicom.window,
    directory: context.cacheDirectory,
    strict: context.strict,
    onProgress: (done, total) => onProgress?.(done, total, "images"),
    onProblem: (message) => {
      problems.push(message);
      onWarning?.(message);
    },
  });
  warnOfLoss(onWarning, problems.length, rows.length, "have an image that cannot be read");
  if (films.kept.length === 0) {
    throw new InputError(`Cannot use the images: none can be read; the first: ${problems[0]}`);
  }
  const annotations = selectRows(all, Array.from(films.kept, (i) => rows[i]!));
  const inputs: Inputs = { kind: "images", size: options.imageSize, read: films.read };
  return finish(options, annotations, inputs, lists, context);
}

async function loadFeatures(
  options: DataOptionsOf<"features">,
  all: Annotations,
  context: LoadContext,
): Promise<Dataset> {
  const { onWarning } = context;
  const lists = await readLists(options);
  const features = await readFeatures(options.features, options);
  const join = joinById(all.ids, features.ids);
  warnOfLoss(onWarning, join.onlyAnnotated, all.ids.length, "have labels but no features");
  warnOfLoss(onWarning, join.onlyFeatures, features.ids.length, "have features but no labels");
  const featureRowOf = new Map(Array.from(join.annotationRows, (row, i) => [row, i]));
  const rows = chooseRows(all, Array.from(join.annotationRows), lists, options, context);
  const featureRows = Uint32Array.from(rows, (row) => join.featureRows[featureRowOf.get(row)!]!);
  const inputs = featureInputs(features, featureRows);
  return finish(options, selectRows(all, rows), inputs, lists, context);
}

/** The ids of the official lists, where the options name them. */
interface Lists {
  readonly trainIds: ReadonlySet<string>;
  readonly testIds: ReadonlySet<string>;
}

async function readLists(
  { trainList, testList }: DataOptionsOf<ImageKind | "features">,
): Promise<Lists | undefined> {
  if (trainList === undefined || testList === undefined) return undefined;
  return {
    trainIds: new Set(await readIdList(trainList, "the training list")),
    testIds: new Set(await readIdList(testList, "the test list")),
  };
}

/** Of the usable rows, those that the lists and `positivesOnly` let through. */
function chooseRows(
  annotations: Annotations,
  usable: readonly number[],
  lists: Lists | undefined,
  options: { readonly positivesOnly: boolean },
  { onWarning }: LoadContext,
): number[] {
  const isListed = (row: number) => {
    const id = annotations.ids[row]!;
    return lists === undefined || lists.trainIds.has(id) || lists.testIds.has(id);
  };
  const listed = usable.filter(isListed);
  warnOfLoss(onWarning, usable.length - listed.length, usable.length, "are in neither list");
  if (!options.positivesOnly) return listed;
  const positive = new Set(positiveRows(annotations.labels));
  return listed.filter((row) => positive.has(row));
}

/** Splits the films and checks the split. */
function finish(
  options: DataOptionsOf<ImageKind | "features">,
  annotations: Annotations,
  inputs: Inputs,
  lists: Lists | undefined,
  { seed }: LoadContext,
): Dataset {
  const random = new Random(seed).fork("split");
  const { train, validation, database } = options.split;
  const split: Split = lists === undefined
    ? splitByPatient(annotations.patients, options.split, random)
    : splitByLists(annotations, {
      ...lists,
      validation: validation / (train + validation),
      database,
    }, random);
  const dataset = { name: options.kind, ...annotations, inputs, split };
  checkSplit(dataset);
  return dataset;
}

function warnOfLoss(
  onWarning: LoadContext["onWarning"],
  lost: number,
  total: number,
  reason: string,
): void {
  if (lost > 0) onWarning?.(`${lost} of ${total} films ${reason} and are left out`);
}
