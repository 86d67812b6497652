// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * `deno task bench filters [--cases N]`: how long the dearest filters that are accepted keep the
 * viewer's one thread, in time of the processor, which other programs do not add to.
 *
 * @module
 */
import process from "node:process";
import { Command } from "commander";
import { wholeNumber } from "../cli/command_line.ts";
import type { Case } from "../lib/store/case.ts";
import { parseFilter } from "../lib/store/filter/filter_parser.ts";
import { Catalogue } from "../lib/viewer/catalogue.ts";
import { median } from "./contestants.ts";

const FINDINGS = Array.from({ length: 14 }, (_, n) => `Finding ${n}`);

/** The most conditions of one kind that a filter may have; none is decided by those before it. */
const FILTERS: Readonly<Record<string, string>> = {
  "100 × No Finding": Array(100).fill("No Finding").join(" AND "),
  "100 × No Finding=unknown": Array(100).fill("No Finding=unknown").join(" OR "),
  "100 patients": Array.from({ length: 100 }, (_, n) => `patient=none${n}`).join(" OR "),
  "100 ages": Array.from({ length: 100 }, (_, n) => `age=${n + 200}`).join(" OR "),
};

const ROUNDS = 9;

/** The command and its options. */
export function command(): Command {
  return new Command("filters")
    .description("Measures the dearest filters over the viewer's cases.")
    .option("--cases <n>", "cases", wholeNumber("--cases", 1), 112120)
    .action(({ cases }: { readonly cases: number }) => measure(cases));
}

function measure(count: number): void {
  const catalogue = new Catalogue(Array.from({ length: count }, (_, n) => caseOf(n)), FINDINGS);
  console.log(
    `${
      count.toLocaleString("en")
    } cases, median and longest of ${ROUNDS} pages, in ms of the processor`,
  );
  for (const [title, text] of Object.entries(FILTERS)) {
    const filter = parseFilter(text, FINDINGS);
    const times = Array.from({ length: ROUNDS }, () => {
      const start = process.cpuUsage();
      catalogue.page({ filter, from: 0, top: 24 });
      return process.cpuUsage(start).user / 1000;
    });
    console.log(`  ${title}: ${median(times).toFixed(0)}, ${Math.max(...times).toFixed(0)}`);
  }
}

function caseOf(n: number): Case {
  return {
    id: `${n}.png`,
    patient: String(n >> 2),
    labels: n % 2 === 0 ? [] : [FINDINGS[n % FINDINGS.length]!],
    unknown: [],
    sex: n % 3 === 0 ? "F" : "M",
    age: n % 90,
    view: n % 2 === 0 ? "PA" : "AP",
    image: "",
  };
}
