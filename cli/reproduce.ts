/**
 * `cohash reproduce`: makes the runs that the README and the pages of docs quote, or goes on with
 * them, and checks their figures against what the runs give.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Command } from "commander";
import { didYouMean, InputError } from "../lib/base/errors.ts";
import { makeFolder } from "../lib/base/files.ts";
import { examples, interruptible, print, say, wholeNumber } from "./command_line.ts";
import { reportFailures } from "./finish_runs.ts";
import { Progress } from "./progress.ts";
import { type CheckedFigure, checkFigures, checkTable } from "./reproduce/check.ts";
import { DATA_NAMES, type DataName } from "./reproduce/claim.ts";
import { CLAIMS } from "./reproduce/claims.ts";
import { readPages } from "./reproduce/page.ts";
import { type ClaimedFigure, readFigures } from "./reproduce/quotes.ts";

interface ReproduceFlags {
  readonly only?: readonly string[];
  readonly jobs: number;
  readonly out: string;
  readonly list?: boolean;
  readonly quiet?: boolean;
}

/** The films that are there, with the settings of their configurations. */
type FilmsAtHand = ReadonlyMap<DataName, readonly string[]>;

/** The command and its options. */
export function command(): Command {
  const { films, addData, addSetting } = gatherFilms();
  return new Command("reproduce")
    .description(
      "Checks the figures that the README and docs quote: those on synthetic films, and those on " +
        "the films of --data. The same command resumes.",
    )
    .option(
      "--data <name>",
      `films that are there: ${DATA_NAMES.join(", ")}; may be repeated`,
      addData,
    )
    .option("--set <key.path=value>", "a key of the --data before it; may be repeated", addSetting)
    .option("--only <claim...>", "checks these claims only; --list shows them")
    .option(
      "--jobs <n>",
      "runs at once, a process each",
      wholeNumber("--jobs", 1),
      availableParallelism(),
    )
    .option("--out <dir>", "the folder of the runs", "runs/reproduce")
    .option("--list", "lists the claims and runs nothing")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash reproduce --list",
        "cohash reproduce --only demo",
        "cohash reproduce --data nih --set data.images=/nih/images --set data.metadata=/nih/Data_Entry.csv",
      ),
    )
    .action(async (flags: ReproduceFlags) => {
      const figures = readFigures(await readPages(), CLAIMS);
      if (flags.list) listClaims(figures);
      else await reproduce(chosen(figures, films, flags.only), films, flags);
    });
}

/** Reads `--data` and the `--set` that follow each; the phantom needs neither. */
function gatherFilms() {
  const films = new Map<DataName, string[]>([["phantom", []]]);
  let named: DataName | undefined;
  const addData = (text: string) => {
    named = DATA_NAMES.find((name) => name === text);
    if (named === undefined) {
      throw new InputError(
        `Cannot use --data ${text}${didYouMean(text, DATA_NAMES)}: there are ${
          DATA_NAMES.join(", ")
        }`,
      );
    }
    films.set(named, films.get(named) ?? []);
  };
  const addSetting = (text: string) => {
    if (named === undefined) {
      throw new InputError(`Cannot use --set ${text}: it belongs behind the --data that it is for`);
    }
    films.get(named)!.push(text);
  };
  return { films, addData, addSetting };
}

/** The figures of these claims; all without any. */
function chosen(
  figures: readonly ClaimedFigure[],
  films: FilmsAtHand,
  only?: readonly string[],
): readonly ClaimedFigure[] {
  if (only === undefined) return figures;
  const names = CLAIMS.map(({ name }) => name);
  for (const name of only) {
    const claim = CLAIMS.find((claim) => claim.name === name);
    if (claim === undefined) {
      throw new InputError(
        `Cannot find the claim "${name}"${didYouMean(name, names)}: there are ${names.join(", ")}`,
      );
    }
    if (!films.has(claim.data)) {
      throw new InputError(
        `Cannot check "${name}": its films are missing; add --data ${claim.data}`,
      );
    }
  }
  return figures.filter(({ claim }) => only.includes(claim.name));
}

function listClaims(figures: readonly ClaimedFigure[]): void {
  for (const [{ name, data, source }, own] of Map.groupBy(figures, ({ claim }) => claim)) {
    const what = source.kind === "study"
      ? `the study ${source.study}, ${count(source.seeds, "seed")}` +
        (source.heldOut ? ", held-out queries" : "")
      : `${count(source.rows.length * (source.columns?.length ?? 1), "run")} of ${source.config}`;
    const pages = [...new Set(own.map(({ page }) => page))].join(", ");
    const figures = count(own.length, "figure").padStart(11);
    print(`${name.padEnd(12)} ${figures}  ${data}: ${what}; ${pages}`);
  }
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

async function reproduce(
  figures: readonly ClaimedFigure[],
  films: FilmsAtHand,
  { out, jobs: workers, quiet = false }: ReproduceFlags,
): Promise<void> {
  const progress = new Progress({ quiet });
  const interrupt = interruptible(() =>
    progress.log("Stopping; the same command goes on from the last epochs.")
  );
  const { signal } = interrupt;
  try {
    await makeFolder(out);
    const options = { data: films, out: resolve(out), workers, signal, progress };
    const { checked, failures } = await checkFigures(figures, options);
    progress.end();
    print(checkTable(checked));
    say(`\n${summary(checked, films)}`);
    reportFailures(failures);
    throwIfWrong(checked);
  } finally {
    progress.end();
    interrupt.done();
  }
}

function summary(checked: readonly CheckedFigure[], films: FilmsAtHand): string {
  const counts = [...Map.groupBy(checked, ({ verdict }) => verdict)]
    .map(([verdict, { length }]) => `${length} ${verdict}`);
  const absent = new Set(
    checked.filter(({ verdict }) => verdict === "not checked").map(({ claim }) => claim.data),
  );
  const unquoted = [...films.keys()].filter((name) => !CLAIMS.some((claim) => claim.data === name));
  return [
    `Of ${checked.length} figures ${counts.join(", ")}.`,
    ...[...absent].map((name) => `Check more with --data ${name}.`),
    ...unquoted.map((name) => `No page quotes figures of ${name}.`),
  ].join(" ");
}

function throwIfWrong(checked: readonly CheckedFigure[]): void {
  const wrong = checked.filter(({ verdict }) => verdict === "outside" || verdict === "missing");
  if (wrong.length > 0) {
    throw new InputError(`${wrong.length} of ${checked.length} figures do not hold`);
  }
}
