/**
 * The demo: cohash on synthetic films, small enough for a few minutes. `deno task demo` trains it
 * and, with the changes in `orthohash`, its closest peer on the same films.
 *
 *     npx -y deno@2.9.6 task demo
 *
 * Expected time: 3 minutes on 2 cores.
 *
 * @module
 */
import type { ConfigInput } from "../../lib/train/config.ts";

/** cohash on the phantom. */
export const config: ConfigInput = {
  name: "cohash",
  data: { kind: "phantom", films: 2400, imageSize: 64 },
  backbone: { kind: "small-resnet", width: 12 },
  codes: { bits: 32 },
  train: {
    epochs: 14,
    batchSize: 32,
    learningRate: 0.003,
    augment: { shift: 0.05, rotation: 5, brightness: 0.1 },
  },
};

/** OrthoHash (Hoe et al., NeurIPS 2021) on the same films: fixed orthogonal targets, no smoothing. */
export const orthohash: ConfigInput = {
  ...config,
  name: "orthohash",
  targets: { kind: "hadamard" },
  loss: { epsilon: 0 },
};
