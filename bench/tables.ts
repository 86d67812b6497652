// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * How long a table of labels takes to read and how much memory, at a million rows: one in the form of
 * ChestX-ray14's metadata, with label sets in their real proportions.
 *
 * @module
 */
import { join } from "node:path";
import { cpuUsage, resourceUsage } from "node:process";
import { Command } from "commander";
import { wholeNumber } from "../cli/command_line.ts";
import { Random } from "../lib/base/random.ts";
import { chooseRows, splitFilms } from "../lib/data/choose_films.ts";
import { parseLabels } from "../lib/data/layouts/read_labels.ts";
import { readLabelSets, sampleLabelSet } from "../lib/data/phantom/label_sets.ts";
import { readTable } from "../lib/data/tables/parse_table.ts";

const HEADER = "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender," +
  "View Position,OriginalImageWidth,OriginalImageHeight,OriginalImagePixelSpacing_x," +
  "OriginalImagePixelSpacing_y";

/** The command and its options. */
export function command(): Command {
  return new Command("tables")
    .description("Measures reading a made-up table of labels, and splitting its films by patient.")
    .option("--rows <n>", "how many films", wholeNumber("--rows", 100), 1_000_000)
    .action(run);
}

/** Prints the figures. */
async function run({ rows }: { readonly rows: number }): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "labels.csv");
    await writeTable(path, rows);
    const megabytes = (await Deno.stat(path)).size / 1e6;
    console.log(`a table of ${rows} films, ${megabytes.toFixed(0)} MB`);
    const table = await timed("reading it into cells", () => readTable(path, "labels"));
    const films = await timed("what the cells say", () => parseLabels(table, {}));
    const split = { kind: "patients", train: 0.7, validation: 0.1, query: 0.2 } as const;
    await timed("splitting by patient", () => {
      chooseRows(films, { positivesOnly: true });
      return splitFilms(films, { split }, undefined, { seed: 0 });
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes a table, some thousands of rows at a time. */
async function writeTable(path: string, rows: number): Promise<void> {
  const random = new Random("table");
  const sets = await readLabelSets();
  using file = await Deno.open(path, { write: true, create: true });
  const writer = file.writable.getWriter();
  const write = (lines: readonly string[]) =>
    writer.write(new TextEncoder().encode(lines.join("\n") + "\n"));
  await write([HEADER]);
  for (let start = 0; start < rows; start += 10_000) {
    const films = Array.from({ length: Math.min(10_000, rows - start) }, (_, n) => {
      const [patient, follow] = [(start + n) >> 2, (start + n) & 3];
      const { findings } = sampleLabelSet(sets, random);
      const id = `${String(patient).padStart(8, "0")}_${String(follow).padStart(3, "0")}.png`;
      const age = 20 + patient % 60;
      const sex = patient % 2 === 0 ? "F" : "M";
      const labels = findings.join("|") || "No Finding";
      return `${id},${labels},${follow},${patient},${age},${sex},PA,2500,2048,0.171,0.171`;
    });
    await write(films);
  }
  writer.releaseLock();
}

/** Does it, and prints the time, of the clock and of processors, and the most memory so far. */
async function timed<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const [start, used] = [performance.now(), cpuUsage()];
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  const mebibytes = Math.round(resourceUsage().maxRSS / 1024);
  const { user, system } = cpuUsage(used);
  const busy = ((user + system) / 1e6).toFixed(1);
  console.log(
    `${what}: ${
      seconds.toFixed(1)
    } s, ${busy} s of processor time, peak memory so far ${mebibytes} MiB`,
  );
  return result;
}
