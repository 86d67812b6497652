/**
 * `deno task layers`: checks that every import goes down the floors of the house, that no files
 * import each other in a circle, and that nothing reaches for what is private.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { print, runCommand } from "../cli/command_line.ts";
import { InputError } from "../lib/base/errors.ts";
import { type Imports, readImports } from "./layers/imports.ts";
import { circles, type Fault, namesAbove, privateImports, upwardImports } from "./layers/rules.ts";

/** Sources of another language: AssemblyScript. */
const FOREIGN = "lib/store/kernel/assembly/";

/** The paths of the modules of a project that git knows of, from its folder. */
export async function listModules(root: string): Promise<readonly string[]> {
  const { stdout } = await new Deno.Command("git", {
    args: ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "*.ts"],
    cwd: root,
  }).output();
  return new TextDecoder().decode(stdout).trim().split("\n")
    .filter((path) => !path.endsWith(".d.ts") && !path.startsWith(FOREIGN));
}

/** What breaks the rules of the house, a line each. */
export function faultsOf(imports: Imports, texts: ReadonlyMap<string, string>): readonly Fault[] {
  return [
    ...upwardImports(imports),
    ...circles(imports),
    ...privateImports(imports),
    ...[...texts].flatMap(([module, text]) => namesAbove(module, text)),
  ];
}

if (import.meta.main) {
  const command = new Command("layers")
    .description("Checks that imports keep to the floors of the house, see docs/architecture.md.")
    .action(async () => {
      const root = fileURLToPath(new URL("..", import.meta.url));
      const modules = await listModules(root);
      const texts = modules.map((path) => [path, Deno.readTextFileSync(join(root, path))] as const);
      const faults = faultsOf(await readImports(root, modules), new Map(texts));
      if (faults.length > 0) {
        throw new InputError(`Cannot accept these imports:\n${faults.join("\n")}`);
      }
      print(`${modules.length} modules keep to the floors of docs/architecture.md`);
    });
  await runCommand(command);
}
