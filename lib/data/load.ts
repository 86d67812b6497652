/**
 * From the `data` section of a configuration to a {@linkcode Dataset}.
 *
 * @module
 */
import type { Dataset } from "./dataset.ts";
import type { DataInput } from "./option_types.ts";
import { READERS } from "./readers/mod.ts";
import type { LoadContext } from "./readers/reader.ts";

export type { LoadContext } from "./readers/reader.ts";

/**
 * Reads labels and inputs, leaves out what has only one of them, and splits the rest by patient.
 * Relative paths are relative to the current directory.
 *
 * @throws {InputError} if a file is missing or malformed, or nothing is left for a part
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
  const reader = READERS.find(({ schema }) => schema.shape.kind.value === options.kind)!;
  return await reader.read(options, context);
}
