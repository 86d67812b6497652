/**
 * `deno task test`: runs `deno test` as it is and then says once what was skipped, why, and what
 * would bring it. Tests that are skipped give the reason in their names: `… (skipped: no Docker
 * runs)`. Exit status and last line are those of `deno test`.
 *
 * Run: `deno task test [argument of deno test …]`
 *
 * @module
 */
import process from "node:process";
import { stripVTControlCharacters } from "node:util";

/** What brings back tests that were skipped, by the reason they give. */
const REMEDIES: readonly (readonly [reason: RegExp, remedy: string])[] = [
  [/shared\/data/, "put the data beside the repository"],
  [/Docker/, "start Docker"],
  [/python3-faiss/, "apt-get install python3-faiss"],
  [/pinned on/, "run the tests on that system"],
  [
    /apt-get install|not installed|mesa-vulkan-drivers|PostgreSQL|Slurm|slurm/,
    "tools/install_debian_packages.sh",
  ],
];

/**
 * The reasons in the output of `deno test`, each with how many tests give it and what brings them
 * back; "" where nothing was skipped.
 */
export function skipSummary(output: string): string {
  const counts = new Map<string, number>();
  for (const [, name] of output.matchAll(/^\s*(.*) \.\.\. ignored\b/gm)) {
    const reason = /\bskipped: (.*)\)$/.exec(name!)?.[1] ?? `"${name}" gives no reason`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  if (counts.size === 0) return "";
  const lines = [...counts].map(([reason, count]) => {
    const remedy = REMEDIES.find(([pattern]) => pattern.test(reason))?.[1];
    return `  ${count} × ${reason}${remedy === undefined ? "" : `: ${remedy}`}`;
  });
  return `Skipped:\n${lines.join("\n")}\n`;
}

/** The line with which `deno test` ends, such as `ok | 3 passed | 0 failed (2s)`. */
export function tally(output: string): string | undefined {
  return output.match(/^(ok|FAILED) \| \d+ passed.*$/gm)?.at(-1);
}

/** Runs the tests and returns the exit status. */
async function runTests(args: readonly string[]): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--sanitize-ops", "--sanitize-resources", ...args],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  let output = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += text;
    process.stdout.write(text);
  }
  const { code } = await child.status;
  output = stripVTControlCharacters(output);
  const summary = skipSummary(output);
  if (summary !== "") process.stdout.write(`${summary}\n${tally(output) ?? ""}\n`);
  return code;
}

if (import.meta.main) Deno.exit(await runTests(Deno.args));
