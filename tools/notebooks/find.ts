/**
 * Which notebooks a command is about.
 *
 * @module
 */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { didYouMean, InputError } from "../../lib/base/errors.ts";
import { exists } from "../../lib/base/files.ts";

/** The folder of the notebooks that come with cohash. */
export const NOTEBOOKS = fileURLToPath(new URL("../../notebooks", import.meta.url));

/**
 * The paths of these notebooks, or of all in `notebooks/`, by name.
 *
 * @param names Names such as "02_targets", or paths
 * @throws {InputError} if there is no such notebook
 */
export async function findNotebooks(names: readonly string[] = []): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(NOTEBOOKS));
  const known = entries.map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();
  if (names.length === 0) return known.map((name) => join(NOTEBOOKS, name));
  return await Promise.all(names.map(async (name) => {
    const file = `${basename(name, ".ipynb")}.ipynb`;
    if (name.endsWith(".ipynb") && await exists(name)) return name;
    if (known.includes(file)) return join(NOTEBOOKS, file);
    const stems = known.map((other) => basename(other, ".ipynb"));
    throw new InputError(
      `Cannot find the notebook "${name}"${didYouMean(name, stems)}; there are ${stems.join(", ")}`,
    );
  }));
}
