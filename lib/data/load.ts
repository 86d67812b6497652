/**
 * From the `data` section of a configuration to a {@linkcode Dataset}.
 *
 * @module
 */
import { didYouMean, InputError } from "../base/errors.ts";
import { refuseOldKeys } from "../base/old_keys.ts";
import type { Dataset } from "./dataset.ts";
import type { DataInput } from "./option_types.ts";
import { READERS } from "./readers/mod.ts";
import type { LoadContext } from "./readers/reader.ts";
import { RENAMED_DATA_KEYS } from "./renamed.ts";
import { dataSchema } from "./schema.ts";

export type { LoadContext } from "./readers/reader.ts";

/**
 * Reads labels and inputs, leaves out what has only one of them, and splits the rest by patient.
 * Relative paths are relative to the current directory.
 *
 * @param options As a person writes them: those left out have their defaults
 * @throws {InputError} if an option is wrong, a file is missing or malformed, or nothing is left for
 * a part
 * @example Synthetic films, which need no files
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadDataset } from "@cohash/cohash/data";
 *
 * const options = { kind: "phantom", films: 24 } as const;
 * const { ids, labels, inputs, split } = await loadDataset(options, { seed: 0 });
 * assertEquals(ids.length, 24);
 * assertEquals(labels.values.length, 24 * 14);
 * assertEquals((await inputs.read(split.query)).length, split.query.length * 64 * 64);
 * ```
 */
export async function loadDataset(options: DataInput, context: LoadContext): Promise<Dataset> {
  const kinds = READERS.map(({ schema }) => schema.shape.kind.value);
  const reader = READERS[kinds.findIndex((kind) => kind === options.kind)];
  if (reader === undefined) {
    throw new InputError(
      `Cannot load films: kind is ${JSON.stringify(options.kind)}, expected ${kinds.join(", ")}` +
        didYouMean(String(options.kind), kinds),
    );
  }
  const problem = `Cannot load films of the kind "${options.kind}"`;
  refuseOldKeys(options, RENAMED_DATA_KEYS, problem);
  const { data, error } = dataSchema.safeParse(options);
  if (data !== undefined) return await reader.read(data, context);
  const problems = error.issues.map(({ path, message }) => {
    return path.length === 0 ? message : `${path.join(".")}: ${message}`;
  });
  throw new InputError(`${problem}: ${problems.join("; ")}`);
}
