/**
 * A data set with its films in another order: what a run makes of films depends on their order, and
 * that of the rows of a file may change without the data being others.
 *
 * @module
 */
import type { Dataset, Inputs } from "./dataset.ts";
import { selectRows } from "./labels/annotations.ts";
import { itemsAt } from "./rows.ts";

/**
 * The same films in this order; the same object where they have it already.
 *
 * @param ids All of the data set's, each once
 * @throws {RangeError} if they are not
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { arrayDataset } from "./array_dataset.ts";
 * import { inOrder } from "./film_order.ts";
 *
 * const films = arrayDataset({
 *   ids: ["a", "b"],
 *   labels: { names: ["Edema"], values: Float32Array.of(0, 1) },
 *   inputs: { kind: "features", width: 1, values: Float32Array.of(0.5, 0.25) },
 * }, { split: { train: 0.5, validation: 0, query: 0.5 } });
 * const { labels, inputs } = inOrder(films, ["b", "a"]);
 * assertEquals(labels.values, Float32Array.of(1, 0));
 * assertEquals(await inputs.read([0]), Float32Array.of(0.25));
 * ```
 */
export function inOrder(dataset: Dataset, ids: readonly string[]): Dataset {
  if (ids.length === dataset.ids.length && ids.every((id, n) => id === dataset.ids[n])) {
    return dataset;
  }
  const rowOf = new Map(dataset.ids.map((id, row) => [id, row]));
  const order = ids.map((id) => rowOf.get(id) ?? -1);
  if (new Set(order).size !== dataset.ids.length || order.includes(-1)) {
    throw new RangeError("Cannot order films: the ids are not those of the data set, each once");
  }
  const placeOf = new Uint32Array(order.length);
  for (const [place, row] of order.entries()) placeOf[row] = place;
  const moved = (rows: Uint32Array) => Uint32Array.from(rows, (row) => placeOf[row]!).sort();
  const { split, imageFiles, inputs } = dataset;
  return {
    ...dataset,
    ...selectRows(dataset, order),
    ...imageFiles && { imageFiles: itemsAt(imageFiles, order) },
    inputs: inputsInOrder(inputs, order),
    split: {
      train: moved(split.train),
      validation: moved(split.validation),
      database: moved(split.database),
      query: moved(split.query),
    },
  };
}

function inputsInOrder(inputs: Inputs, order: readonly number[]): Inputs {
  return {
    ...inputs,
    ...inputs.contents && { contents: itemsAt(inputs.contents, order) },
    ..."stored" in inputs && { stored: (rows) => inputs.stored!(itemsAt(order, rows)) },
    read: (rows) => Promise.try(() => inputs.read(itemsAt(order, rows))),
  };
}
