/**
 * The demo: cohash on synthetic films, small enough for a few minutes. `deno task demo` trains it
 * and, with the changes in `orthohash`, its closest peer on the same films.
 *
 *     npx -y deno@2.9.6 task demo
 *
 * Expected time: 3 minutes on 2 cores. Expected result: mAP .75 for cohash and .72 for OrthoHash,
 * each ±.03 over patients; chance .30.
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";

/** cohash on films with at least one finding; its targets start orthogonal and learn from there. */
export const config: ConfigInput = {
  name: "cohash",
  data: { kind: "phantom", films: 2000, imageSize: 64, positivesOnly: true },
  backbone: { kind: "small-resnet", width: 16, stemStride: 2 },
  codes: { bits: 32 },
  targets: { kind: "hadamard-gcn" },
  train: {
    epochs: 12,
    batchSize: 32,
    learningRate: 0.003,
    augment: { shift: 0.05, rotation: 5, brightness: 0.1 },
  },
};

/**
 * What makes it OrthoHash (Hoe et al., NeurIPS 2021) with the same margin and scale: fixed
 * orthogonal targets, no smoothing and no prior.
 */
export const orthohashChanges: Pick<ConfigInput, "name" | "targets" | "loss"> = {
  name: "orthohash",
  targets: { kind: "hadamard" },
  loss: { kind: "labels", epsilon: 0, prior: 0 },
};

/** OrthoHash on the same films. */
export const orthohash: ConfigInput = { ...config, ...orthohashChanges };
