/**
 * The files that the study "few" leaves: a file a seed, so that it goes on where it was stopped, and
 * its tables and chart.
 *
 * @module
 */
import { join } from "node:path";
import { InputError } from "../../base/errors.ts";
import { exists, readText, writeWhole } from "../../base/files.ts";
import { fewFilmsChart } from "../../charts/few_films.ts";
import { renderPng } from "../../charts/render.ts";
import { type FewSeed, FILM_COUNTS } from "./few_films.ts";
import { fewCell, fewCsv, fewMarkdown, type FewStudy } from "./few_results.ts";
import { type Way, WAYS } from "./ways.ts";

/** The ways that the chart shows. */
const CHARTED: readonly Way[] = [
  WAYS.learnedExpected,
  WAYS.mixed,
  WAYS.graph,
  WAYS.examples,
  WAYS.shuffled,
];

/** Writes `results.md`, `results.csv` and `few.png` and returns their paths. */
export async function writeFew(study: FewStudy, folder: string): Promise<string[]> {
  const values = CHARTED.flatMap((way) =>
    FILM_COUNTS.flatMap((films) => {
      const cell = fewCell(study, way, films);
      return cell === undefined ? [] : [{ way, films, ...cell }];
    })
  );
  const files: Record<string, string | Uint8Array> = {
    "results.md": fewMarkdown(study),
    "results.csv": fewCsv(study),
    "few.png": await renderPng(fewFilmsChart(values)),
  };
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [name, content] of Object.entries(files)) {
    await writeWhole(join(folder, name), content);
  }
  return paths;
}

/**
 * What a seed has given before, undefined where it has not.
 *
 * @param settings All that the figures depend on
 * @throws {InputError} if the file is damaged, or was made with other settings
 */
export async function readFewSeed(
  folder: string,
  seed: number,
  settings: unknown,
): Promise<FewSeed | undefined> {
  const path = seedFile(folder, seed);
  if (!await exists(path)) return undefined;
  const text = await readText(path, "the study's seed");
  let content: { readonly settings?: unknown; readonly result?: FewSeed } | null;
  try {
    content = JSON.parse(text);
  } catch {
    content = null;
  }
  if (!content?.result) throw new InputError(`Cannot read "${path}": it is damaged; remove it`);
  if (JSON.stringify(content.settings) === JSON.stringify(settings)) return content.result;
  throw new InputError(
    `Cannot go on with the study in "${folder}": "${path}" was made with other settings; choose ` +
      "another --out, or remove it",
  );
}

/** Keeps what a seed has given. */
export async function writeFewSeed(
  folder: string,
  result: FewSeed,
  settings: unknown,
): Promise<void> {
  await writeWhole(seedFile(folder, result.seed), JSON.stringify({ settings, result }) + "\n");
}

function seedFile(folder: string, seed: number): string {
  return join(folder, `seed-${seed}.json`);
}
