/**
 * The numbers that are the same for all steps of an epoch.
 *
 * @module
 */
import { learningRateAt } from "../autodiff/mod.ts";
import { methodOf } from "../methods/mod.ts";
import type { Config } from "../config/config.ts";
import type { TrainingSetup } from "./setup.ts";

/** What the method feeds in an epoch, counted from 1, such as the β of HashNet. */
export function epochFeeds(
  config: Config,
  setup: TrainingSetup,
  epoch: number,
): Record<string, Float32Array> {
  const method = methodOf(config);
  if (method.kind === "features") return {};
  const numbers = method.epochInputs?.({ config, setup }, epoch) ?? {};
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, Float32Array.of(value)]),
  );
}

/** The base learning rate in an epoch, counted from 1. */
export function learningRateOf({ train }: Config, epoch: number): number {
  const schedule = train.schedule === "step"
    ? { kind: "step", every: train.stepEvery, factor: train.stepFactor } as const
    : { kind: train.schedule };
  return learningRateAt(schedule, train.learningRate, epoch - 1, train.epochs);
}
