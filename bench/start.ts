// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * How long commands take to start, and where it goes: processes that do one thing more each, begun
 * in turns, medians of all rounds.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { repeatable, wholeNumber } from "../cli/command_line.ts";
import { InputError } from "../lib/base/errors.ts";
import { median } from "./contestants.ts";

const COHASH = fileURLToPath(new URL("../cli/cohash.ts", import.meta.url));
const TRAINING = fileURLToPath(new URL("start_train.ts", import.meta.url));

/** A film that every index of synthetic films has. */
const FILM = "phantom_00012_000";

interface StartFlags {
  readonly rounds: number;
  readonly config: string;
  readonly set: readonly string[];
  readonly films: number;
}

/** A process, and what it does beyond the one before. */
interface Stage {
  readonly what: string;
  readonly args: readonly string[];
}

/** The command and its options. */
export function command(): Command {
  return new Command("start")
    .description("Measures how long search and train take to start, and where it goes.")
    .option("--rounds <n>", "how often each is started", wholeNumber("--rounds", 1), 9)
    .option("--films <n>", "synthetic films that are searched", wholeNumber("--films", 60), 300)
    .option("--config <name>", "the configuration that is trained", "phantom")
    .addOption(repeatable("--set <key.path=value>", "overrides a key of it"))
    .action(run);
}

async function run({ rounds, config, set, films }: StartFlags): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const index = await makeIndex(folder, films);
    const empty = join(folder, "empty.ts");
    await Deno.writeTextFile(empty, "export {};\n");
    const stages: readonly Stage[] = [
      { what: "Deno alone", args: [empty] },
      { what: "command line (--help)", args: [COHASH, "--help"] },
      { what: "modules of search (search --help)", args: [COHASH, "search", "--help"] },
      { what: "index, search and table", args: [COHASH, "search", index, "--id", FILM] },
    ];
    const searched = await inTurns(rounds, () => stageTimes(stages));
    printPhases(`search by id in ${films} films`, searched);
    const settings = set.flatMap((setting) => ["--set", setting]);
    const trained = await inTurns(rounds, () => trainingTimes([config, ...settings], folder));
    printPhases(["train", config, ...settings, "to the first step"].join(" "), trained);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The index of a small run on synthetic films. */
async function makeIndex(folder: string, films: number): Promise<string> {
  const [out, index] = [join(folder, "run"), join(folder, "index")];
  const settings = [`data.films=${films}`, "train.epochs=1", "backbone.width=4"];
  const flags = settings.flatMap((setting) => ["--set", setting]);
  await start([COHASH, "train", "phantom", ...flags, "--out", out, "--quiet"]);
  await start([COHASH, "index", out, "--out", index, "--quiet"]);
  return index;
}

/** Runs a module to its end and returns its output. */
async function start(args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ...args],
    stdin: "null",
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new InputError(`Cannot measure: ${new TextDecoder().decode(stderr)}`);
}

/** Times of one round by the name of what ended then, ms since the process was begun. */
type Times = Readonly<Record<string, number>>;

/** The times of all rounds, after one that counts for nothing. */
async function inTurns(rounds: number, round: () => Promise<Times>): Promise<readonly Times[]> {
  await round();
  const times: Times[] = [];
  for (let n = 0; n < rounds; n++) times.push(await round());
  return times;
}

async function stageTimes(stages: readonly Stage[]): Promise<Times> {
  const times: Record<string, number> = {};
  for (const { what, args } of stages) {
    const begun = performance.now();
    await start(args);
    times[what] = performance.now() - begun;
  }
  return times;
}

/** The times of {@linkcode TRAINING}, which says when each phase ended. */
async function trainingTimes(args: readonly string[], folder: string): Promise<Times> {
  const begun = Date.now();
  const output = await start([TRAINING, ...args, "--out", join(folder, "trained"), "--fresh"]);
  const ends: Times = JSON.parse(output);
  return Object.fromEntries(Object.entries(ends).map(([what, end]) => [what, end - begun]));
}

/** Prints what each phase adds to the one before, and when the last ended. */
function printPhases(title: string, rounds: readonly Times[]): void {
  console.log(`\n${title}, ms`.padEnd(61) + "median  least");
  const names = Object.keys(rounds[0]!);
  const row = (what: string, values: readonly number[]) =>
    console.log(`  ${what.padEnd(58)}${number(median(values))} ${number(Math.min(...values))}`);
  for (const [n, what] of names.entries()) {
    row(what, rounds.map((times) => times[what]! - (n === 0 ? 0 : times[names[n - 1]!]!)));
  }
  row("in all", rounds.map((times) => times[names.at(-1)!]!));
}

function number(milliseconds: number): string {
  return milliseconds.toFixed(0).padStart(6);
}
