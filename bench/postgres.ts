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
import { parseArgs } from "node:util";
import { CHESTXRAY14_LABELS } from "../lib/data/dataset.ts";
import { readLabelSets } from "../lib/data/phantom/label_sets.ts";
import { InputError } from "../lib/base/errors.ts";
import { Random } from "../lib/base/random.ts";
import { HammingIndex } from "../lib/store/memory/hamming_index.ts";
import { debianServer } from "../tools/postgres/debian_server.ts";
import { compareCodeForms } from "./postgres_code_forms.ts";
import { FILTER_TEXT, type StoreFigures, type StoreTask } from "./postgres_figures.ts";
import { syntheticCodes } from "./synthetic_codes.ts";

/**
 * Runs the benchmark and prints its figures: `--rows 112120,1000000`, `--bits 64`, `--queries 25`,
 * `--to postgres://…` for a server of yours, in whose database it makes a schema "bench" and
 * removes it.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "112120,1000000" },
      bits: { type: "string", default: "64" },
      queries: { type: "string", default: "25" },
      to: { type: "string" },
    },
  });
  const [bits, queries] = [wholeNumber(values.bits), wholeNumber(values.queries)];
  const folder = await Deno.makeTempDir({ prefix: "cohash-bench-" });
  try {
    const figures: StoreFigures[] = [];
    for (const rows of values.rows.split(",").map(wholeNumber)) {
      const index = join(folder, String(rows));
      await (await syntheticIndex(rows, bits)).save(index);
      const measure = async (store: StoreTask["store"], url = "") =>
        void figures.push(await inOwnProcess({ store, index, queries, url }));
      await measure("embedded");
      if (values.to === undefined) await measure("PGlite");
      await onServer(values.to, (url) => measure("PostgreSQL", url));
    }
    printFigures(figures);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  await onServer(values.to, compareCodeForms);
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
  console.log(
    `Nearest 100, ms, median (least); filter: ${FILTER_TEXT}\n\n` +
      "| store | rows | loaded, rows/s | search | with filter | disk, MB | memory, MB | 2nd push, s |\n" +
      "|---|---|---|---|---|---|---|---|",
  );
  const round = (value: number) => Math.round(value).toLocaleString("en");
  for (const { store, rows, loaded, search, filtered, disk, memory, again } of figures) {
    const cells = [
      store,
      round(rows),
      round(loaded),
      milliseconds(search),
      milliseconds(filtered),
      round(disk / 1e6),
      round(memory / 1e6),
      again === undefined ? "" : again.toFixed(1),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

function milliseconds({ median, least }: StoreFigures["search"]): string {
  const digits = median < 10 ? 2 : 0;
  return `${median.toFixed(digits)} (${least.toFixed(digits)})`;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InputError(
    `Cannot run the benchmark: "${text}" is given, expected a whole number from 1`,
  );
}
