// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * A folder of as many films as a whole collection has, phantom ones over and over, to train on and
 * see what time and memory a run of that size takes.
 *
 * @module
 */
import { Command } from "commander";
import { wholeNumber } from "../cli/command_line.ts";
import { writePhantomFiles } from "./phantom_files.ts";

/** The command and its options. */
export function command(): Command {
  return new Command("repeat")
    .description("Writes a folder of phantom films, repeated, with a table in NIH's form.")
    .requiredOption("--out <folder>", "where it is written")
    .option("--films <n>", "how many", wholeNumber("--films", 1), 112_120)
    .action(async ({ out, films }: { readonly out: string; readonly films: number }) => {
      const { length } = await writePhantomFiles(out, { films, size: 64, distinct: false });
      console.log(`${length} films and their labels in ${out}`);
    });
}
