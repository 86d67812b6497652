/**
 * The training step of a phase in which not all of a network trains, and what goes from one phase to
 * the next.
 *
 * @module
 */
import type { BatchMethod, TargetMethod, VariableValues } from "../methods/mod.ts";
import type { Config, TrainOptions } from "../config/config.ts";
import { type StepSize, type TrainingProgram, trainingProgram } from "./programs.ts";
import type { TrainingSetup } from "./setup.ts";

/** Stages of the network that are trained in the end. */
export function stagesOf({ backbone }: TrainingSetup): number {
  return backbone.kind === "onnx" ? backbone.stages.length : 0;
}

/**
 * The training step in which only so many stages of the network train, those nearest to the head.
 *
 * @param frozen The targets, `[C, bits]`, where they no longer change
 */
export function phaseProgram(
  { method, setup, options, config, batches: { microBatch, runsPerStep } }: {
    readonly method: TargetMethod | BatchMethod;
    readonly setup: TrainingSetup;
    readonly options: TrainOptions;
    readonly config: Config;
    readonly batches: StepSize;
  },
  stages: number,
  frozen: Float32Array | null,
): TrainingProgram {
  const { backbone } = setup;
  const trained = backbone.kind === "onnx"
    ? { ...backbone, trained: new Set(backbone.stages.slice(-stages || Infinity).flat()) }
    : backbone;
  return trainingProgram(method, { ...setup, backbone: trained }, {
    train: options,
    backbone: config.backbone,
    microBatch,
    runsPerStep,
    ...frozen && { frozen },
  });
}

/**
 * Variables with an optimiser that has seen nothing yet: its moments would be those of other weights
 * than it moves. So does fastai when it unfreezes (Howard & Gugger 2020).
 */
export function withoutMoments({ program, moments }: TrainingProgram, values: VariableValues) {
  const initial = new Map(program.variables.map((variable) => [variable.name, variable.initial]));
  return { ...values, ...Object.fromEntries(moments.map((name) => [name, initial.get(name)!])) };
}
