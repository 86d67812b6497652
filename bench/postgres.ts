// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * The stores beside each other: the embedded index, PGlite and Debian's PostgreSQL, or a server of
 * yours. How fast they load and answer, and how much room they take.
 *
 * Films are synthetic: label sets drawn from real ones, codes that follow them. Each store is
 * measured in a process of its own, so that its memory is its own too.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { CHESTXRAY14_LABELS } from "../lib/data/dataset.ts";
import { readLabelSets } from "../lib/data/phantom/label_sets.ts";
import { Random } from "../lib/base/random.ts";
import { HammingIndex } from "../lib/store/memory/hamming_index.ts";
import { markdownTable } from "../lib/report/markdown.ts";
import { debianServer } from "../tools/postgres/debian_server.ts";
import { wholeNumber, wholeNumbers } from "../cli/command_line.ts";
import { compareCodeForms } from "./postgres_code_forms.ts";
import { FILTER_TEXT, type StoreFigures, type StoreTask } from "./postgres_figures.ts";
import { syntheticCodes } from "./synthetic_codes.ts";

interface PostgresFlags {
  readonly rows: readonly number[];
  readonly bits: number;
  readonly queries: number;
  readonly to?: string;
}

/** The command and its options. */
export function command(): Command {
  return new Command("postgres")
    .description("Measures the embedded index, PGlite and PostgreSQL beside each other.")
    .option("--rows <n,…>", "cases", wholeNumbers("--rows", 1), [112120, 1000000])
    .option("--bits <n>", "bits of a code", wholeNumber("--bits", 1), 64)
    .option("--queries <n>", "queries of each", wholeNumber("--queries", 1), 25)
    .option(
      "--to <address>",
      'a server of yours, postgres://…, in whose database a schema "bench" is made and removed',
    )
    .action(run);
}

/** Prints the figures. */
async function run({ rows: sizes, bits, queries, to }: PostgresFlags): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cohash-bench-" });
  try {
    const figures: StoreFigures[] = [];
    for (const rows of sizes) {
      const index = join(folder, String(rows));
      await (await syntheticIndex(rows, bits)).save(index);
      const measure = async (store: StoreTask["store"], url = "") =>
        void figures.push(await inOwnProcess({ store, index, queries, url }));
      await measure("embedded");
      if (to === undefined) await measure("PGlite");
      await onServer(to, (url) => measure("PostgreSQL", url));
    }
    printFigures(figures);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  await onServer(to, compareCodeForms);
}

/** Runs the body with the address of a server: the one given, or Debian's. */
async function onServer(
  given: string | undefined,
  body: (url: string) => Promise<void>,
): Promise<void> {
  if (given !== undefined) return await body(given);
  // A quarter of the memory, as PostgreSQL's manual advises.
  const memory = Math.round(Deno.systemMemoryInfo().total / 4 / 2 ** 20);
  const server = await debianServer({ settings: { shared_buffers: `${memory}MB` } });
  if (server === undefined) return console.log("PostgreSQL: Debian's package is not installed");
  await body(server.url).finally(() => server.remove());
}

async function inOwnProcess(task: StoreTask): Promise<StoreFigures> {
  const script = fileURLToPath(new URL("./postgres_figures.ts", import.meta.url));
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, JSON.stringify(task)],
    stderr: "inherit",
  });
  const { success, stdout } = await command.output();
  if (!success) throw new Error(`Cannot measure ${task.store}: its process failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function syntheticIndex(rows: number, bits: number): Promise<HammingIndex> {
  const directions = new Random("directions").normals(CHESTXRAY14_LABELS.length * bits);
  const { codes, labels, patients, strata } = syntheticCodes({
    films: rows,
    patients: Math.ceil(rows / 4),
    prefix: "",
    bits,
    directions,
    table: await readLabelSets(),
  }, new Random("films"));
  const index = HammingIndex.empty({ bits, model: "bench", labelNames: CHESTXRAY14_LABELS });
  const cases = Array.from({ length: rows }, (_, row) => {
    const id = `${String(row).padStart(8, "0")}_000.png`;
    const present = CHESTXRAY14_LABELS.filter((_, label) =>
      labels.values[row * CHESTXRAY14_LABELS.length + label] === 1
    );
    return {
      id,
      patient: patients[row]!,
      labels: present,
      unknown: [],
      sex: strata!.sex[row]!,
      age: Math.floor(strata!.age[row]!),
      view: strata!.view[row]!,
      image: `images/${id}`,
    };
  });
  index.add(cases, codes);
  return index;
}

function printFigures(figures: readonly StoreFigures[]): void {
  for (const { plans } of figures) for (const plan of plans) console.log(`${plan}\n`);
  const head = [
    ...["store", "rows", "loaded, rows/s", "search", "with filter"],
    ...["disk, MB", "memory, MB", "2nd push, s"],
  ];
  const round = (value: number) => Math.round(value).toLocaleString("en");
  const rows = figures.map((each) => [
    each.store,
    round(each.rows),
    round(each.loaded),
    milliseconds(each.search),
    milliseconds(each.filtered),
    round(each.disk / 1e6),
    round(each.memory / 1e6),
    each.again === undefined ? "" : each.again.toFixed(1),
  ]);
  console.log(`Nearest 100, ms, median (least); filter: ${FILTER_TEXT}\n`);
  console.log(markdownTable(head, rows, { isNumeric: head.map((_, c) => c > 0) }));
}

function milliseconds({ median, least }: StoreFigures["search"]): string {
  const digits = median < 10 ? 2 : 0;
  return `${median.toFixed(digits)} (${least.toFixed(digits)})`;
}
