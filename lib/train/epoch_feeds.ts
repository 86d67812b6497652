/**
 * The numbers that are the same for all steps of an epoch.
 *
 * @module
 */
import { learningRateAt } from "../autodiff/mod.ts";
import type { TrainedMethod } from "../methods/mod.ts";
import type { TrainOptions } from "../config/config.ts";

/** What the method feeds in one epoch, counted from 1, of so many; such as the β of HashNet. */
export function epochFeeds(
  { epochInputs }: TrainedMethod,
  epoch: number,
  epochs: number,
): Record<string, Float32Array> {
  const numbers = epochInputs?.(epoch, epochs) ?? {};
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, Float32Array.of(value)]),
  );
}

/** The base learning rate in an epoch, counted from 1. */
export function learningRateOf(
  { schedule, learningRate, epochs }: TrainOptions,
  epoch: number,
): number {
  return learningRateAt(schedule, learningRate, epoch - 1, epochs);
}
