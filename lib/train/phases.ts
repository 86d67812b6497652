/**
 * The phases of a run: spans of epochs in which one graph trains.
 *
 * @module
 */

/** What decides where phases begin. */
export interface PhaseOptions {
  /** Of the whole run. */
  readonly epochs: number;
  /** The epoch after which targets stay as they are; default: none. */
  readonly freezeAfter?: number | undefined;
  /** Epochs after which one more stage of the network trains; 0: all from the start. */
  readonly unfreeze: number;
  /** Stages of the network that are trained in the end. */
  readonly stages: number;
}

/** A span of epochs in which one graph trains. */
export interface Phase {
  /** The epochs done at its end. */
  readonly end: number;
  /** Whether targets stay as they are. */
  readonly hasFrozenTargets: boolean;
  /** How many stages of the network train, those nearest to the head. */
  readonly stages: number;
  /** Whether a stage trains from here on that did not before, so that the optimiser starts anew. */
  readonly isUnfreezing: boolean;
}

/**
 * The phase that goes on after so many epochs. Stages are unfrozen one by one (gradual unfreezing,
 * Howard & Ruder, ACL 2018): the head trains alone first.
 *
 * @example The head alone for two epochs, then one stage, then both
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { phaseAt } from "./phases.ts";
 *
 * const phases = [0, 2, 4].map((done) => phaseAt(done, { epochs: 9, unfreeze: 2, stages: 2 }));
 * assertEquals(phases.map(({ stages }) => stages), [0, 1, 2]);
 * assertEquals(phases.map(({ end }) => end), [2, 4, 9]);
 * ```
 */
export function phaseAt(
  done: number,
  { epochs, freezeAfter = Infinity, unfreeze, stages }: PhaseOptions,
): Phase {
  const trained = unfreeze === 0 ? stages : Math.min(stages, Math.floor(done / unfreeze));
  const nextStage = trained < stages ? (trained + 1) * unfreeze : Infinity;
  const hasFrozenTargets = done >= freezeAfter;
  return {
    end: Math.min(epochs, nextStage, hasFrozenTargets ? Infinity : freezeAfter),
    hasFrozenTargets,
    stages: trained,
    isUnfreezing: unfreeze > 0 && trained > 0 && done === trained * unfreeze,
  };
}
