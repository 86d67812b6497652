/**
 * cohash on 2,000 synthetic films, with no data of your own.
 *
 *     npx -y deno@2.9.6 task train phantom
 *
 * Expected time: 2 minutes on 2 cores. Expected result: mAP .43, chance .12 (half of the films have
 * no finding; they are searched, but ask nothing).
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";

/** See the module. */
export const config: ConfigInput = {
  name: "phantom",
  data: { kind: "phantom", films: 2000, imageSize: 64 },
  backbone: { kind: "small-resnet", width: 16, stemStride: 2 },
  codes: { bits: 32 },
  train: {
    epochs: 20,
    batchSize: 32,
    learningRate: 0.003,
    augment: { shift: 0.05, rotation: 5, brightness: 0.1 },
  },
};
