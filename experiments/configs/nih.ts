/**
 * cohash on NIH ChestX-ray14 images, or any part of them, trained from scratch at 64 pixels.
 *
 *     npx -y deno@2.9.6 task train nih --set data.images=PATH/images \
 *       --set data.metadata=PATH/Data_Entry_2017_v2020.csv
 *
 * Expected time: about 70 films with a finding a second and epoch on 2 cores. Expected result on a
 * few hundred films: a little above chance (mAP .20 for 800 films, chance .15); a pretrained
 * backbone does better.
 *
 * Add the official lists with `--set data.split=lists --set data.split.train=…
 * --set data.split.query=…`; without them patients are split at random by the seed.
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";

/** See the module. */
export const config: ConfigInput = {
  name: "nih",
  data: {
    kind: "nih",
    images: "data/nih/images",
    metadata: "data/nih/Data_Entry_2017_v2020.csv",
    imageSize: 64,
  },
  backbone: { kind: "small-resnet", width: 32, stemStride: 2 },
  codes: { bits: 32 },
  train: { epochs: 20, batchSize: 32, augment: { shift: 0.05, rotation: 5, brightness: 0.1 } },
};
