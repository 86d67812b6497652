/**
 * Learning-rate schedules.
 *
 * @module
 */

/** How the learning rate falls over the epochs. */
export type Schedule =
  & (
    | { readonly kind: "constant" }
    /** Multiplied by `factor` after every `every` epochs. */
    | { readonly kind: "step"; readonly every: number; readonly factor: number }
    /** Half a cosine from the base rate down to `final` times it (default: 0). */
    | { readonly kind: "cosine"; readonly final?: number }
  )
  & {
    /** Epochs over which the rate first rises linearly to the base rate; default: 0. */
    readonly warmup?: number;
  };

/**
 * The learning rate at a moment of training. The cosine is SGDR's without restarts (Loshchilov &
 * Hutter 2017).
 *
 * @param base The highest learning rate
 * @param epoch Epochs done, fractions allowed: 0 at the first step, `epochs` after the last
 * @throws {RangeError} if `epoch` is not between 0 and `epochs`
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { learningRateAt } from "@cohash/cohash/autodiff";
 *
 * assertEquals(learningRateAt({ kind: "step", every: 10, factor: 0.1 }, 0.5, 9, 30), 0.5);
 * assertAlmostEquals(learningRateAt({ kind: "step", every: 10, factor: 0.1 }, 0.5, 20, 30), 0.005);
 * assertAlmostEquals(learningRateAt({ kind: "cosine" }, 0.5, 15, 30), 0.25);
 * ```
 */
export function learningRateAt(
  schedule: Schedule,
  base: number,
  epoch: number,
  epochs: number,
): number {
  if (!(epoch >= 0 && epoch <= epochs)) {
    throw new RangeError(
      `Cannot tell the learning rate: epoch ${epoch} is not between 0 and ${epochs}`,
    );
  }
  const { warmup = 0 } = schedule;
  if (epoch < warmup) return base * (epoch + 1) / (warmup + 1);
  switch (schedule.kind) {
    case "constant":
      return base;
    case "step":
      return base * schedule.factor ** Math.floor(epoch / schedule.every);
    case "cosine": {
      const { final = 0 } = schedule;
      const progress = (epoch - warmup) / (epochs - warmup);
      return base * (final + (1 - final) * (1 + Math.cos(Math.PI * progress)) / 2);
    }
  }
}
