/**
 * Computes `data/chestxray14_label_sets.csv` from the metadata file of NIH ChestX-ray14.
 *
 * Run: `deno run -A tools/label_sets.ts Data_Entry_2017_v2020.csv.gz`
 *
 * @module
 */
// deno-lint-ignore-file no-console -- a command reports on the terminal
import { Command } from "commander";
import { countLabelSets, formatLabelSets } from "../lib/data/phantom/label_sets.ts";
import { InputError } from "../lib/base/errors.ts";
import { writeWhole } from "../lib/base/files.ts";
import { readTextFile } from "../lib/data/tables/encoding.ts";

const command = new Command("label_sets")
  .description("Count the label sets of a ChestX-ray14 metadata file, most frequent first.")
  .argument("<metadata>", "the published Data_Entry CSV, plain or .gz")
  .option("--out <file>", "where to write the table", "data/chestxray14_label_sets.csv")
  .parse();

try {
  const table = countLabelSets(await readTextFile(command.args[0] ?? "", "metadata"));
  const { out } = command.opts<{ out: string }>();
  await writeWhole(out, formatLabelSets(table));
  const films = table.reduce((sum, { count }) => sum + count, 0);
  console.log(`${out}: ${table.length} label sets of ${films} films`);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
