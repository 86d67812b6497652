/**
 * A data set so small that a whole run takes a second: 240 films of 80 patients whose 6 features
 * tell their labels, as files that a user could have.
 *
 * @module
 */
import { join } from "node:path";
import { CHESTXRAY14_LABELS } from "../../lib/data/dataset.ts";
import { Random } from "../../lib/base/random.ts";
import type { Config } from "../../lib/config/config.ts";
import { applySettings, parseConfig } from "../../lib/config/config_file.ts";
import { type ConfigChanges, settingsOf } from "../../lib/study/study.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { completeRun } from "../../lib/study/complete_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { readFolder } from "./folders.ts";

const LABELS = CHESTXRAY14_LABELS.slice(0, 6);

/** Writes the files and returns a configuration over them; `changes` override its sections. */
export async function tinyConfig(
  folder: string,
  changes: ConfigChanges = {},
): Promise<Config> {
  const random = new Random("tiny");
  const features: string[] = ["id," + LABELS.map((label) => `feature ${label}`).join(",")];
  const metadata = [
    "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position",
  ];
  for (let film = 0; film < 240; film++) {
    const id = `film_${film}.png`;
    const findings = LABELS.filter(() => random.chance(0.25));
    const values = LABELS.map((label) =>
      (findings.includes(label) ? 1 : -1) + 0.7 * random.normal()
    );
    features.push([id, ...values.map((value) => value.toFixed(4))].join(","));
    const names = findings.length === 0 ? "No Finding" : findings.join("|");
    const sex = film % 2 === 0 ? "F" : "M";
    metadata.push(`${id},${names},0,${Math.floor(film / 3)},${20 + film % 60},${sex},PA`);
  }
  const paths = { features: join(folder, "features.csv"), metadata: join(folder, "labels.csv") };
  await Deno.writeTextFile(paths.features, features.join("\n"));
  await Deno.writeTextFile(paths.metadata, metadata.join("\n"));
  const base = {
    name: "tiny",
    data: { kind: "features", ...paths, layout: "nih", labels: LABELS },
    backbone: { kind: "features", hidden: 16 },
    codes: { bits: 16 },
    gcn: { hidden: 16 },
    train: { epochs: 4, batchSize: 16, learningRate: 0.01 },
    engine: { threads: 1 },
    evaluation: { resamples: 50 },
  };
  return parseConfig(applySettings(base, settingsOf(changes)));
}

/**
 * The mean average precision of a configuration's encoder as it is before it learns: random
 * directions of the features already find more than chance, so that only a score above this one
 * tells of learning.
 */
export async function untrainedMap(path: string, config: Config): Promise<number> {
  const still = applySettings({ ...config }, ["train.epochs=1", "train.learningRate=1e-12"]);
  const { results } = await runIn(path, parseConfig(still));
  return results.rows[0]!.scores["map"]!;
}

/** Brings a run to its end in a folder; `stopAfter` interrupts it after so many steps. */
export async function runIn(path: string, config: Config, stopAfter = Infinity) {
  const folder = new RunFolder(path);
  await folder.open(config);
  const controller = new AbortController();
  let steps = 0;
  const results = await completeRun(config, await loadFilms(config), {
    folder,
    signal: controller.signal,
    onStep: () => {
      if (++steps >= stopAfter) controller.abort();
    },
  });
  return { folder, results };
}

/** The files of a run but for the name of its folder, which its results state. */
export async function filesOf(path: string): Promise<Record<string, string>> {
  const files = Object.entries(await readFolder(path));
  return Object.fromEntries(files.map(([name, bytes]) => {
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    return [name, text.replaceAll(path, "RUN")];
  }));
}
