/**
 * From a finished run to an index of its films.
 *
 * @module
 */
import { join, resolve } from "node:path";
import type { Dataset } from "../../data/dataset.ts";
import { mapConcurrently } from "../../base/concurrency.ts";
import { exists, makeFolder, writeWhole } from "../../base/files.ts";
import { greyImage, pngBytes } from "../../report/film_image.ts";
import type { Config } from "../../config/config.ts";
import { Encoder } from "../../run/encoder.ts";
import {
  copyEncoder,
  type EncoderFiles,
  identityOf,
  readEncoder,
} from "../../run/encoder_files.ts";
import { CODED_PARTS, readCodes } from "../../run/run_codes.ts";
import type { FilmContext } from "../../run/films.ts";
import { loadRunFilms, movedConfig } from "../../run/run_data.ts";
import type { RunFolder } from "../../run/run_folder.ts";
import type { Case } from "../../store/case.ts";
import { writeFactsTable } from "./facts_table.ts";
import { factsOf } from "./film_facts.ts";
import { GrowingIndex } from "./growing_index.ts";
import { HammingIndex } from "../../store/memory/hamming_index.ts";
import {
  claimIndexFolder,
  drawnFilm,
  encoderFolder,
  isIndexFolder,
  whileLocked,
} from "./index_folder.ts";

/** What indexing did. */
export interface IndexingResult {
  /** Films that are new in the index. */
  readonly added: number;
  /** Films that it held already. */
  readonly known: number;
  /** Films that could not be read, or whose name another film has. */
  readonly leftOut: number;
}

/** Films added at once. */
export const CHUNK = 1024;

/**
 * Indexes all films of a finished run, whatever part they played in it: those of its database and
 * its queries with the codes that the run wrote, the others encoded now. Films without an image
 * file, which were drawn or came in one file, are written as PNG files into the index's folder.
 *
 * Films that the index holds already are passed over, so that the same call goes on after an
 * interruption, of which all but the last films survive.
 *
 * @param folder The index's; made where it is absent
 * @param context Also `settings`, which say where the run's data are now, see {@linkcode movedConfig}
 * @throws {InputError} if the run is not finished, or has learned from other films, or the folder
 * holds another model's index
 * @example A run on synthetic films, and the films nearest to one of them
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { join } from "node:path";
 * import { parseConfig } from "../../config/config_file.ts";
 * import { loadFilms } from "../../run/films.ts";
 * import { completeRun } from "../../study/complete_run.ts";
 * import { RunFolder } from "../../run/run_folder.ts";
 * import { HammingIndex } from "../../store/memory/hamming_index.ts";
 * import { indexRun } from "./index_run.ts";
 *
 * const config = parseConfig({
 *   data: { kind: "phantom", films: 60, positivesOnly: true },
 *   backbone: { kind: "small-resnet", width: 2, stemStride: 2 },
 *   train: { epochs: 1, batchSize: 8 },
 * });
 * const run = new RunFolder(await Deno.makeTempDir());
 * await run.open(config);
 * await completeRun(config, await loadFilms(config), { folder: run });
 *
 * const folder = join(run.path, "index");
 * assertEquals(await indexRun(run, folder), { added: 60, known: 0, leftOut: 0 });
 * const index = await HammingIndex.open(folder);
 * const [film] = await index.find(["phantom_00000_000"]);
 * const hits = await index.search({ code: film!.code, top: 3 });
 * assertEquals(hits[0]!.distance, 0);
 * await index.close();
 * await Deno.remove(run.path, { recursive: true });
 * ```
 */
export async function indexRun(
  run: RunFolder,
  folder: string,
  { settings = [], ...context }: FilmContext & { readonly settings?: readonly string[] } = {},
): Promise<IndexingResult> {
  const config = movedConfig(await run.config(), settings);
  const isMoved = settings.length > 0 && config.backbone.kind === "onnx";
  const network = isMoved ? config.backbone.path : undefined;
  const files = await readEncoder(run, network);
  const model = identityOf(files);
  await claimIndexFolder(folder);
  const encoder = await encoderFolder(folder);
  const bits = config.codes.bits;
  await makeFolder(folder);
  return await whileLocked(folder, async () => {
    const opened = await isIndexFolder(folder)
      ? await HammingIndex.open(folder, { model, bits })
      : undefined;
    try {
      const { dataset } = await loadRunFilms(run, { ...context, settings });
      if (opened === undefined) {
        await copyEncoder(run, encoder, network);
        await writeFactsTable(folder, config.data);
      }
      const index = opened ??
        HammingIndex.empty({ bits, model, labelNames: dataset.labels.names });
      return await addDataset({ run, files, config, dataset, context }, index, folder);
    } finally {
      await opened?.close();
    }
  });
}

/** Adds the films of a run's data set that the index in a folder lacks. */
async function addDataset(
  source: Source,
  index: HammingIndex,
  folder: string,
): Promise<IndexingResult> {
  const { ids } = source.dataset;
  const there = await index.find(ids);
  const rows = Uint32Array.from(ids.keys()).filter((row) => there[row] === undefined);
  const { validation, query } = source.dataset.split;
  const unseen = new Set([...validation, ...query].map((row) => ids[row]!));
  const growing = new GrowingIndex(index, folder, (id) => unseen.has(id));
  try {
    await addRows(rows, source, { growing, folder });
    await growing.finish();
  } finally {
    await growing.save();
  }
  return { added: rows.length, known: ids.length - rows.length, leftOut: 0 };
}

interface Source {
  readonly run: RunFolder;
  readonly files: EncoderFiles;
  readonly config: Config;
  readonly dataset: Dataset;
  readonly context: FilmContext;
}

/** Adds rows of the run's data set to the index in a folder. */
async function addRows(
  rows: Uint32Array,
  source: Source,
  { growing, folder }: { readonly growing: GrowingIndex; readonly folder: string },
): Promise<void> {
  const { dataset, config, context } = source;
  const codes = await codesOf(rows, source);
  const bytes = config.codes.bits / 8;
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.subarray(start, start + CHUNK);
    const images = await imagesOf(chunk, dataset, folder);
    const cases = Array.from(chunk, (row, n): Case => ({
      id: dataset.ids[row]!,
      ...factsOf(dataset, row, dataset.labels.names),
      image: images[n]!,
    }));
    await growing.add(cases, codes.subarray(start * bytes, (start + chunk.length) * bytes));
    context.onProgress?.(start + chunk.length, rows.length, "indexing");
  }
}

/** The packed codes `[rows, bits / 8]` of rows: the run's own, or encoded where it wrote none. */
async function codesOf(
  rows: Uint32Array,
  source: Source,
): Promise<Uint8Array> {
  const { run, files, config, dataset } = source;
  const bits = config.codes.bits;
  const bytes = bits / 8;
  const all = new Uint8Array(dataset.ids.length * bytes);
  const isWritten = new Uint8Array(dataset.ids.length);
  const write = (row: number, codes: Uint8Array, n: number) => {
    all.set(codes.subarray(n * bytes, (n + 1) * bytes), row * bytes);
    isWritten[row] = 1;
  };
  // A run's queries have signs, and are searched here.
  const parts = files.binarise ? ["database"] as const : CODED_PARTS;
  for (const part of parts) {
    const codes = await readCodes(run, dataset, part);
    dataset.split[part].forEach((row, n) => write(row, codes, n));
  }
  const others = rows.filter((row) => isWritten[row] === 0);
  if (others.length > 0) {
    const codes = await encodeRowsOf(others, source);
    others.forEach((row, n) => write(row, codes, n));
  }
  const codes = new Uint8Array(rows.length * bytes);
  rows.forEach((row, n) => codes.set(all.subarray(row * bytes, (row + 1) * bytes), n * bytes));
  return codes;
}

async function encodeRowsOf(
  rows: Uint32Array,
  { run, files, dataset: { inputs }, context: { onProgress } }: Source,
): Promise<Uint8Array> {
  await using encoder = await Encoder.load(files, run.path);
  const codes = await encoder.encode(
    { inputs, rows },
    (done, total) => onProgress?.(done, total, "encoding"),
  );
  return encoder.searchable(codes);
}

/** The image files of rows, as their cases name them; films without one are drawn. */
async function imagesOf(
  rows: Uint32Array,
  { ids, imageFiles, inputs }: Dataset,
  folder: string,
): Promise<string[]> {
  if (inputs.kind === "features") return Array.from(rows, () => "");
  if (imageFiles !== undefined) return Array.from(rows, (row) => resolve(imageFiles[row]!));
  return await mapConcurrently([...rows], 4, async (row) => {
    const path = drawnFilm(ids[row]!);
    if (!await exists(join(folder, path))) {
      const film = greyImage(await inputs.read([row]), inputs.size);
      await writeWhole(join(folder, path), await pngBytes(film));
    }
    return path;
  });
}
