// deno-lint-ignore-file no-console -- how many bits differ is worth a line
/**
 * Engines give one run one set of codes: trained on any of them, and encoded on any of them.
 *
 * @module
 */
import { assert } from "@std/assert";
import { join } from "node:path";
import { createExecutor, type EngineKind } from "../../lib/autodiff/mod.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import type { Config } from "../../lib/config/config.ts";
import { applySettings, parseConfig } from "../../lib/config/config_file.ts";
import { ENCODER_BATCH, encodeRows, sessionEncoder } from "../../lib/run/encode_rows.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { encoderProgram } from "../../lib/train/programs.ts";
import { completeRun } from "../../lib/study/complete_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { prepareTraining } from "../../lib/train/setup.ts";
import { testOnEngines } from "../autodiff/engines.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyFilmConfig } from "../helpers/tiny_film_run.ts";

/** From here on a value has a sign that rounding cannot turn, and training hardly. */
const ENCODED = 2e-5;
const TRAINED = 1e-3;

testOnEngines(
  (engine) => `${engine} encodes films as float64 does, but for bits at 0`,
  (engine) =>
    inTemporaryFolder(async (folder) => {
      const config = tinyPhantom("onnxruntime");
      const dataset = await loadFilms(config);
      const variables = await trained(config, dataset, folder);
      const expected = await encode(config, dataset, { variables, engine: "reference" });
      compare(engine, await encode(config, dataset, { variables, engine }), expected, ENCODED);
    }),
);

testOnEngines(
  (engine) => `${engine} trains a run to the codes that the default engine trains it to`,
  (engine) =>
    inTemporaryFolder(async (folder) => {
      const dataset = await loadFilms(tinyPhantom("auto"));
      const codes = [];
      for (const kind of ["auto", engine] as const) {
        const config = tinyPhantom(kind);
        const variables = await trained(config, dataset, join(folder, kind));
        codes.push(await encode(config, dataset, { variables, engine: "auto" }));
      }
      compare(engine, codes[1]!, codes[0]!, TRAINED);
    }),
  ["tfjs-cpu", "tfjs-wasm", "tfjs-webgpu"],
);

function tinyPhantom(kind: EngineKind): Config {
  const config = tinyFilmConfig({ kind: "small-resnet", width: 4, stemStride: 2 });
  return parseConfig(applySettings({ ...config }, [`engine.kind=${kind}`]));
}

/** The variables of a run's best epoch. */
async function trained(config: Config, dataset: Dataset, path: string) {
  const folder = new RunFolder(path);
  await folder.open(config);
  await completeRun(config, dataset, { folder, withReport: false });
  return (await folder.readCheckpoint("best"))!.variables;
}

/** Continuous codes `[films, bits]` of all films. */
async function encode(
  config: Config,
  dataset: Dataset,
  { variables, engine }: {
    readonly variables: Readonly<Record<string, Float32Array>>;
    readonly engine: EngineKind;
  },
): Promise<Float32Array> {
  const setup = await prepareTraining(config, dataset);
  const program = encoderProgram(setup, ENCODER_BATCH.images);
  const session = await (await createExecutor(engine)).load(program);
  session.writeVariables(variables, { ignoreUnknown: true });
  const rows = Uint32Array.from(dataset.ids.keys());
  const options = { rows, bits: config.codes.bits };
  const codes = await encodeRows(sessionEncoder(session), dataset.inputs, options);
  await session.dispose();
  return codes;
}

/** Prints how many bits differ; none may whose value is further from 0 than allowed. */
function compare(
  engine: string,
  actual: Float32Array,
  expected: Float32Array,
  allowed: number,
): void {
  const differing = actual.keys().filter((i) => (actual[i]! >= 0) !== (expected[i]! >= 0))
    .toArray();
  const furthest = Math.max(0, ...differing.map((i) => Math.abs(expected[i]!)));
  const error = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
  console.log(
    `${engine}: ${differing.length} of ${actual.length} bits differ, ` +
      `values by ${error.toExponential(1)} at most`,
  );
  assert(
    furthest <= allowed,
    `a bit differs whose value is ${furthest}, and ${allowed} is allowed`,
  );
  assert(differing.length <= actual.length / 100);
}
