/**
 * How well the classifier of a run with `method=classify` tells findings of films that it has not
 * learned from.
 *
 * @module
 */
import { selectVectors } from "../data/labels/annotations.ts";
import type { Dataset } from "../data/dataset.ts";
import { CLASSIFIER } from "../methods/classifier.ts";
import type { VariableValues } from "../methods/mod.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { type ClassificationReport, labelAreas } from "../worth/mod.ts";
import type { EncodedFilms } from "./encode_split.ts";
import type { TrainingSetup } from "./setup.ts";

/** The file of a run that has a {@linkcode ClassificationReport}. */
export const CLASSIFICATION = "classification.json";

/** The areas under the ROC curves of validation films and of queries. */
export function measureClassification({ films, dataset, setup, variables }: {
  readonly films: EncodedFilms;
  readonly dataset: Dataset;
  readonly setup: TrainingSetup;
  readonly variables: VariableValues;
}): ClassificationReport {
  const { names, values } = setup.labels;
  const areas = (rows: Uint32Array) =>
    labelAreas(
      logitsOf(films.of(rows).continuous, variables, names.length),
      { names, values: selectVectors(values, names.length, rows) },
      Array.from(rows, (row) => dataset.patients[row]!),
    );
  return { validation: areas(dataset.split.validation), query: areas(dataset.split.query) };
}

/** What a run has written of its classifier; undefined where it has none. */
export async function readClassification(
  folder: RunFolder,
): Promise<ClassificationReport | undefined> {
  return await folder.readJson(CLASSIFICATION) as ClassificationReport | undefined;
}

/** u·W + c `[n, C]` of continuous codes u `[n, bits]`. */
function logitsOf(
  codes: Float32Array,
  { [CLASSIFIER.weight]: weights, [CLASSIFIER.bias]: bias }: VariableValues,
  classes: number,
): Float32Array {
  const bits = weights!.length / classes;
  return Float32Array.from({ length: codes.length / bits * classes }, (_, at) => {
    const [n, c] = [Math.floor(at / classes), at % classes];
    let logit = bias![c]!;
    for (let k = 0; k < bits; k++) logit += codes[n * bits + k]! * weights![k * classes + c]!;
    return logit;
  });
}
