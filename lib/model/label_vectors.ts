/**
 * The feature vectors E of the label graph's nodes: one-hot, random, or word vectors from a file.
 *
 * @module
 */
import { didYouMean, InputError } from "../base/errors.ts";
import { readTextFile } from "../data/tables/encoding.ts";
import { numberReader } from "../data/tables/numbers.ts";
import { parseRecords } from "../data/tables/records.ts";
import type { Random } from "../base/random.ts";

/** Where node features come from. */
export type NodeFeatureSource =
  | { readonly kind: "one-hot" }
  | { readonly kind: "gaussian"; readonly width: number }
  | { readonly kind: "file"; readonly path: string };

/** E, row-major `[C, width]`. */
export interface NodeFeatures {
  /** F, the length of one vector. */
  readonly width: number;
  /** `[C, F]` */
  readonly values: Float32Array;
}

/**
 * The node features of the given labels.
 *
 * A `file` is a CSV without header: a label's name, then its vector. Every label must be in it;
 * ML-GCN uses 300-d GloVe vectors, averaged over the words of a name.
 *
 * @throws {InputError} if the file lacks a label or its vectors are not numbers of one length
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "@cohash/cohash/base";
 * import { labelVectors } from "@cohash/cohash/model";
 *
 * const nodes = await labelVectors(["Mass", "Nodule"], { kind: "one-hot" }, new Random(0));
 * assertEquals(nodes, { width: 2, values: Float32Array.of(1, 0, 0, 1) });
 * ```
 */
export async function labelVectors(
  labelNames: readonly string[],
  source: NodeFeatureSource,
  random: Random,
): Promise<NodeFeatures> {
  const classes = labelNames.length;
  switch (source.kind) {
    case "one-hot": {
      const values = new Float32Array(classes * classes);
      for (let c = 0; c < classes; c++) values[c * classes + c] = 1;
      return { width: classes, values };
    }
    case "gaussian":
      return { width: source.width, values: random.normals(classes * source.width) };
    case "file":
      return await readLabelVectors(labelNames, source.path);
  }
}

async function readLabelVectors(
  labelNames: readonly string[],
  path: string,
): Promise<NodeFeatures> {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read label vectors from "${path}": ${reason}`);
  };
  const vectors = new Map<string, readonly number[]>();
  const purpose = "label vectors";
  const text = await readTextFile(path, purpose, { option: null });
  const { records, separator } = parseRecords(text, path, purpose);
  const number = numberReader({ name: path, separator });
  for (const [name = "", ...cells] of records) {
    const vector = cells.map((cell) => number(cell) ?? NaN);
    const wrong = vector.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) fail(`value ${wrong + 1} of "${name}" is "${cells[wrong]}", not a number`);
    vectors.set(name, vector);
  }
  const rows = labelNames.map((name) =>
    vectors.get(name) ??
      fail(`it has no vector for the label "${name}"${didYouMean(name, vectors.keys())}`)
  );
  const width = rows[0]!.length;
  if (width === 0) fail(`"${labelNames[0]}" has an empty vector`);
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd >= 0) {
    fail(`"${labelNames[odd]}" has ${rows[odd]!.length} values, "${labelNames[0]}" ${width}`);
  }
  return { width, values: Float32Array.from(rows.flat()) };
}
