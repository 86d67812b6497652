/**
 * `deno task reproduce`: makes the runs that the README and the pages of docs quote, or goes on with
 * them, and checks their figures against what the runs give.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Command } from "commander";
import { didYouMean, InputError } from "../lib/base/errors.ts";
import { interruptible, print, runCommand, say, wholeNumber } from "./command_line.ts";
import { reportFailures } from "./finish_runs.ts";
import { Progress } from "./progress.ts";
import { type CheckedFigure, checkFigures, checkTable } from "./reproduce/check.ts";
import { DATA_NAMES, type DataName } from "./reproduce/claim.ts";
import { CLAIMS } from "./reproduce/claims.ts";
import { readPages } from "./reproduce/page.ts";
import { type ClaimedFigure, readFigures } from "./reproduce/quotes.ts";

interface ReproduceFlags {
  readonly only?: readonly string[];
  readonly jobs: string;
  readonly out: string;
  readonly list?: boolean;
  readonly quiet?: boolean;
}

/** The films that are there; the phantom always is. */
const data = new Map<DataName, string[]>([["phantom", []]]);
let named: DataName | undefined;

const command = new Command("reproduce")
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
  .option("--jobs <n>", "runs at once, a process each", String(availableParallelism()))
  .option("--out <dir>", "the folder of the runs", "runs/reproduce")
  .option("--list", "lists the claims and runs nothing")
  .option("--quiet", "shows no progress")
  .action(async (flags: ReproduceFlags) => {
    const figures = readFigures(await readPages(), CLAIMS);
    if (flags.list) listClaims(figures);
    else await reproduce(flags.only ? chosen(figures, flags.only) : figures, flags);
  });

function addData(text: string): void {
  named = DATA_NAMES.find((name) => name === text);
  if (named === undefined) {
    throw new InputError(
      `Cannot use --data ${text}${didYouMean(text, DATA_NAMES)}: there are ${
        DATA_NAMES.join(", ")
      }`,
    );
  }
  data.set(named, data.get(named) ?? []);
}

function addSetting(text: string): void {
  if (named === undefined) {
    throw new InputError(`Cannot use --set ${text}: it belongs behind the --data that it is for`);
  }
  data.get(named)!.push(text);
}

function chosen(figures: readonly ClaimedFigure[], only: readonly string[]) {
  const names = CLAIMS.map(({ name }) => name);
  for (const name of only) {
    const claim = CLAIMS.find((claim) => claim.name === name);
    if (claim === undefined) {
      throw new InputError(
        `Cannot find the claim "${name}"${didYouMean(name, names)}: there are ${names.join(", ")}`,
      );
    }
    if (!data.has(claim.data)) {
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
      ? `the study ${source.study}, ${count(source.seeds, "seed")}`
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
  { out, jobs, quiet = false }: ReproduceFlags,
): Promise<void> {
  const workers = wholeNumber("--jobs", jobs);
  const progress = new Progress({ quiet });
  const interrupt = interruptible(() =>
    progress.log("Stopping; the same command goes on from the last epochs.")
  );
  const { signal } = interrupt;
  try {
    const options = { data, out: resolve(out), workers, signal, progress };
    const { checked, failures } = await checkFigures(figures, options);
    progress.end();
    print(checkTable(checked));
    say(`\n${summary(checked)}`);
    reportFailures(failures);
    throwIfWrong(checked);
  } finally {
    progress.end();
    interrupt.done();
  }
}

function summary(checked: readonly CheckedFigure[]): string {
  const counts = [...Map.groupBy(checked, ({ verdict }) => verdict)]
    .map(([verdict, { length }]) => `${length} ${verdict}`);
  const absent = new Set(
    checked.filter(({ verdict }) => verdict === "not checked").map(({ claim }) => claim.data),
  );
  const unquoted = [...data.keys()].filter((name) => !CLAIMS.some((claim) => claim.data === name));
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

await runCommand(command);
