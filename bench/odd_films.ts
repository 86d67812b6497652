// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench odd RUN`: whether a run's encoder tells pictures that are no chest films, and
 * chest films that lie wrong, from films of patients that it has not seen.
 *
 * @module
 */
import { Command } from "commander";
import { wholeNumber } from "../cli/command_line.ts";
import { InputError } from "../lib/base/errors.ts";
import { Random } from "../lib/base/random.ts";
import type { ImageInputs } from "../lib/data/dataset.ts";
import { DRAWN_ODDITIES, oddFilm, TURNED_ODDITIES } from "../lib/data/phantom/odd_films.ts";
import { layOutTable, plainTable } from "../lib/report/cell_table.ts";
import { Encoder } from "../lib/run/encoder.ts";
import { readEncoder } from "../lib/run/encoder_files.ts";
import { loadRunFilms } from "../lib/run/run_data.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import { type Familiarity, pictureOf, rocArea, strangeness } from "../lib/worth/mod.ts";

/** The command and its options. */
export function command(): Command {
  return new Command("odd")
    .description("Measures whether an encoder tells odd films from films like its own.")
    .argument("<run>", "the folder of a finished run on images")
    .option(
      "--films <n>",
      "films of each kind, and of the run's queries",
      wholeNumber("--films", 1),
      200,
    )
    .action(run);
}

/** Prints a row for each kind of film. */
async function run(place: string, { films }: { readonly films: number }): Promise<void> {
  const folder = new RunFolder(place);
  const files = await readEncoder(folder);
  const { familiarity } = files;
  if (familiarity === undefined) {
    throw new InputError(
      `Cannot judge films with "${place}": it was made by an earlier cohash, or no film was left to tell`,
    );
  }
  const { dataset: { inputs: given, split } } = await loadRunFilms(folder);
  const images = given.kind === "images" ? given : given.films;
  if (images === undefined) {
    throw new InputError(`Cannot judge films with "${place}": it takes features`);
  }
  await using encoder = await Encoder.load(files, place);
  const chest = await readFilms(split.query.subarray(0, films), images);
  const random = new Random("odd films");
  const kinds = [...DRAWN_ODDITIES, ...TURNED_ODDITIES].map((kind) => ({
    kind,
    films: chest.map((film) => oddFilm(kind, { size: images.size, random, film })),
  }));
  const usual = await judge(chest, { encoder, familiarity });
  const rows = [{ kind: "the run's queries", scores: usual }];
  for (const { kind, films } of kinds) {
    rows.push({ kind, scores: await judge(films, { encoder, familiarity }) });
  }
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.log(
    `${familiarity.films} training films; of films like them at most ` +
      `${percent(familiarity.falseAlarms)} are warned of`,
  );
  console.log(plainTable(layOutTable(
    rows.map(({ kind, scores }) => ({
      "films": kind,
      "how many": scores.length,
      "AUC": scores === usual ? null : areaBeside(usual, scores),
      "warned of": percent(
        scores.filter((score) => score > familiarity.threshold).length / scores.length,
      ),
    })),
    { decimals: 3 },
  )));
}

async function readFilms(rows: Uint32Array, images: ImageInputs): Promise<Float32Array[]> {
  const pixels = await images.read(rows);
  const size = images.size ** 2;
  return Array.from(rows, (_, n) => pixels.slice(n * size, (n + 1) * size));
}

async function judge(
  films: readonly Float32Array[],
  { encoder, familiarity }: { readonly encoder: Encoder; readonly familiarity: Familiarity },
): Promise<number[]> {
  const scores: number[] = [];
  for (const film of films) {
    const { continuous } = await encoder.encode(Float32Array.from(film));
    scores.push(strangeness({ picture: pictureOf(film), continuous }, familiarity));
  }
  return scores;
}

function areaBeside(usual: readonly number[], odd: readonly number[]): number | null {
  const scored = [
    ...usual.map((score) => ({ score, has: false })),
    ...odd.map((score) => ({ score, has: true })),
  ];
  return rocArea(scored.map((film, n) => ({ ...film, patient: String(n) })))?.area ?? null;
}
