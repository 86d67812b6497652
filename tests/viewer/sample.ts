/**
 * A small collection of phantom films, and a viewer that serves it, for the viewer's tests.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { Asker } from "../../lib/asking/mod.ts";
import { packCodes } from "../../lib/codes/pack.ts";
import { phantomDataset } from "../../lib/data/phantom/mod.ts";
import { type GreyImage, greyImage } from "../../lib/report/film_image.ts";
import type { Case } from "../../lib/store/case.ts";
import type { FindingTargets } from "../../lib/run/encoder_files.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";
import { CaseHandles } from "../../lib/viewer/security/case_handles.ts";
import { ServerSecret } from "../../lib/viewer/security/server_secret.ts";
import { openViewer, type Viewer, type ViewerOptions } from "../../lib/viewer/viewer.ts";
import { SAMPLE_BITS, SAMPLE_ENCODER } from "./sample_encoder.ts";

/** What the handles of samples are made of, so that tests know them. */
const SECRET = "the secret of the samples";
const HANDLES = new CaseHandles(new ServerSecret(SECRET));

/** What stands for a case in the addresses of a viewer that serves a sample. */
export function handleOf({ id }: Pick<Case, "id">): string {
  return HANDLES.of(id);
}

/** The process that reads the sample's films. */
export const SAMPLE_WORKER = fileURLToPath(new URL("./sample_worker.ts", import.meta.url));

/** An index of phantom films in a folder of its own. */
export interface Sample {
  readonly folder: string;
  readonly index: HammingIndex;
  readonly cases: readonly Case[];
  readonly targets: FindingTargets;
  /** The image file of a case. */
  film(id: string): Promise<Uint8Array<ArrayBuffer>>;
  remove(): Promise<void>;
}

/**
 * Draws the films and indexes them. The last case has no film; of the third no finding is known, of
 * the fourth none but those that it has.
 */
export async function makeSample(films = 40): Promise<Sample> {
  const folder = await Deno.makeTempDir({ prefix: "cohash_viewer_" });
  const phantom = await phantomDataset({ films, imageSize: 128 }, { seed: 5 });
  const { names, values } = phantom.labels;
  const cases: Case[] = [];
  const codes: Float32Array[] = [];
  for (const [row, id] of phantom.ids.entries()) {
    const pixels = await phantom.inputs.read([row]);
    const png = await pngFile(greyImage(pixels, 128));
    const image = row === films - 1 ? "" : `${id}.png`;
    if (image !== "") await Deno.writeFile(join(folder, image), png);
    codes.push((await SAMPLE_ENCODER.encodeFile(png, id)).continuous);
    const has = (_: string, c: number) => values[row * names.length + c] === 1;
    const labels = row === 2 ? [] : names.filter(has);
    cases.push({
      id,
      patient: phantom.patients[row]!,
      labels,
      unknown: row === 2 || row === 3 ? names.filter((name) => !labels.includes(name)) : [],
      sex: phantom.strata.sex[row]!,
      age: row === 1 ? NaN : phantom.strata.age[row]!,
      view: phantom.strata.view[row]!,
      image,
    });
  }
  const index = HammingIndex.empty({
    bits: SAMPLE_BITS,
    model: SAMPLE_ENCODER.identity,
    labelNames: names,
  });
  index.add(cases, packCodes(Float32Array.from(codes.flatMap((code) => [...code])), SAMPLE_BITS));
  return {
    folder,
    index,
    cases,
    targets: classMeans(cases, codes, names),
    film: (id) => Deno.readFile(join(folder, `${id}.png`)),
    remove: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Serves a sample on a free port of this machine. */
export function serveSample(
  sample: Sample,
  options: Partial<ViewerOptions> = {},
): Promise<Viewer> {
  return openViewer({
    index: sample.folder,
    store: sample.index,
    targets: sample.targets,
    host: "127.0.0.1",
    port: 0,
    secret: SECRET,
    worker: SAMPLE_WORKER,
    ...options,
    limits: { processes: 1, ...options.limits },
  });
}

/** What a sample can be asked with: its targets, and a curve that nobody measured. */
export function sampleAsker({ cases, targets }: Sample): Asker {
  const films = targets.names.map((name) =>
    cases.filter(({ labels }) => labels.includes(name)).length
  );
  return new Asker({
    over: "labels",
    vectors: "targets",
    labels: targets.names,
    films,
    sets: [],
    query: { scale: 8, prior: 0.25 },
    database: { scale: 4, prior: 0.25 },
    calibration: [{ relevance: 0, chance: 0.1 }, { relevance: 0.3, chance: 0.8 }],
  }, targets);
}

/** A grey image as a PNG file. */
export async function pngFile({ width, height, pixels }: GreyImage): Promise<Uint8Array> {
  const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace("b-w").png().toBuffer();
  return new Uint8Array(png);
}

/** Targets that speak of something: the mean code of the films with a finding, less that of all. */
function classMeans(
  cases: readonly Case[],
  codes: readonly Float32Array[],
  names: readonly string[],
): FindingTargets {
  const meanOf = (rows: readonly Float32Array[]) =>
    Array.from(
      { length: SAMPLE_BITS },
      (_, bit) => rows.reduce((sum, code) => sum + code[bit]!, 0) / Math.max(1, rows.length),
    );
  const overall = meanOf(codes);
  const values = names.flatMap((name) => {
    const mean = meanOf(codes.filter((_, row) => cases[row]!.labels.includes(name)));
    return mean.map((value, bit) => value - overall[bit]!);
  });
  return { names, values: Float32Array.from(values) };
}

/**
 * Registers a test that talks to a viewer which other tests talk to as well: what the server starts
 * in one test, such as a connection's timer, may end in another. That nothing is left in the end is
 * tested in viewer_test.ts.
 */
export function testRunning(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}
