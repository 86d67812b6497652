/**
 * Labels of training films that are hidden from the loss, to ask what a method makes of a record that
 * says little. Scores still know all labels.
 *
 * @module
 */
import { Random } from "../base/random.ts";
import type { Config } from "../config/config.ts";
import type { Dataset, LabelMatrix } from "../data/dataset.ts";

/**
 * The labels with each of a training film hidden with a probability, and then unknown or, as in a
 * record that lists what was found, absent. Seed and film decide which, so that more are hidden of the
 * films and labels of which fewer were.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { splitBySides } from "../data/split.ts";
 * import { hideLabels } from "./hidden_labels.ts";
 *
 * const labels = { names: ["Edema", "Mass"], values: Float32Array.of(1, 0, 1, 1) };
 * const films = { ids: ["a", "b"], labels, split: splitBySides(["train", "query"]) };
 * const hidden = hideLabels(films, { share: 1, as: "unknown" }, 0);
 * assertEquals(hidden.values, Float32Array.of(NaN, NaN, 1, 1));
 * ```
 */
export function hideLabels(
  { ids, labels, split: { train } }: Pick<Dataset, "ids" | "labels" | "split">,
  { share, as }: NonNullable<Config["labels"]["hidden"]>,
  seed: number,
): LabelMatrix {
  const { names } = labels;
  const values = labels.values.slice();
  const random = new Random(seed).fork("hidden labels");
  for (const row of train) {
    const ofFilm = random.fork(ids[row]!);
    for (let label = 0; label < names.length; label++) {
      if (ofFilm.chance(share)) values[row * names.length + label] = as === "unknown" ? NaN : 0;
    }
  }
  return { names, values };
}
