/**
 * Runs of methods that need no training: their linear map becomes the weights of the encoder that
 * the other methods train, so that export, codes and evaluation are the same.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { InputError } from "../base/errors.ts";
import type { FeatureMethod } from "../methods/mod.ts";
import { standardise } from "../model/feature_adaptor.ts";
import { ENCODER_BATCH } from "../run/encode_rows.ts";
import { encoderProgram } from "./programs.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { TrainingSetup } from "./setup.ts";

/**
 * Writes the best checkpoint of a run, that of epoch 0: an encoder without hidden layer, whose head
 * has the method's directions and normalises nothing.
 *
 * @param name The method's, for messages
 * @throws {InputError} if the films are images
 */
export async function solveClosedForm(
  method: FeatureMethod,
  name: string,
  { dataset, setup, folder }: {
    readonly dataset: Dataset;
    readonly setup: TrainingSetup;
    readonly folder: RunFolder;
  },
): Promise<void> {
  const { input, rows } = setup;
  if (input.kind === "images") {
    throw new InputError(
      `Cannot use the method "${name}" on images: it maps features to codes; use ` +
        'data.kind "features", a frozen network (backbone.kind "onnx"), or another method',
    );
  }
  const values = standardise(await dataset.inputs.read(rows), input.statistics);
  const directions = method.directions({ values, width: input.width }, setup.context);
  const { variables: initial } = encoderProgram(setup, ENCODER_BATCH.features);
  const variables = {
    ...Object.fromEntries(initial.map(({ name, initial }) => [name, initial])),
    "head.weight": directions,
  };
  const shapes = new Map(initial.map(({ name, shape }) => [name, shape]));
  await folder.writeCheckpoint("best", { epoch: 0, variables, targets: null }, shapes);
}
