/**
 * The steps that engines are measured by, beside the same in PyTorch.
 *
 * @module
 */
import { headGcnStep, smallResidualStep, type TrainingStep } from "./engine_models.ts";
import { mobilenetV2Step } from "./mobilenet_v2.ts";
import { resnet50Forward, resnet50Step } from "./resnet50.ts";

/** A step, and what PyTorch does beside it. */
export interface Step {
  readonly name: string;
  readonly make: (batch: number) => TrainingStep;
  readonly unit: string;
  /** Units done in one step. */
  readonly amount: (batch: number) => number;
  /** Films in a step, unless told. */
  readonly batch: number;
  /** Height and width of a film, in pixels. */
  readonly size: number;
  /** By its name in `engine_torch.py`, and in which order of axes it holds films. */
  readonly rivals: readonly (readonly [name: string, layout: Layout])[];
  /** How many times as fast as the fastest rival the default engine is to be. */
  readonly goal: number;
}

/** How PyTorch orders the axes of films. */
export type Layout = "contiguous" | "channels_last";

/** A step on films that PyTorch takes in either layout. */
function filmStep(
  name: string,
  make: (batch: number) => TrainingStep,
  options: Pick<Step, "batch" | "size" | "goal">,
): Step {
  const rivals = [[name, "contiguous"], [name, "channels_last"]] as const;
  return { ...options, name, make, unit: "images/s", amount: (batch) => batch, rivals };
}

/** Every step, by name. */
export const STEPS: readonly Step[] = [
  {
    name: "head-gcn",
    make: () => headGcnStep(),
    unit: "steps/s",
    amount: () => 1,
    batch: 256,
    size: 0,
    rivals: [["head-gcn", "contiguous"]],
    goal: 1.2,
  },
  filmStep("small-residual", smallResidualStep, { batch: 32, size: 64, goal: 1 }),
  filmStep("mobilenet-v2-step", mobilenetV2Step, { batch: 8, size: 224, goal: 1 }),
  filmStep("resnet50-step", resnet50Step, { batch: 8, size: 224, goal: 1 }),
  filmStep("resnet50", resnet50Forward, { batch: 8, size: 224, goal: 2 }),
];
