/**
 * A backbone of one's own: a small residual network that learns to tell the fourteen findings of
 * NIH ChestX-ray14 films, for other runs to hash.
 *
 *     npx -y deno@2.9.6 task train nih_backbone --set data.images=PATH/images \
 *       --set data.metadata=PATH/Data_Entry_2017_v2020.csv
 *
 * It leaves `runs/nih_backbone/backbone.onnx`, which a run takes by
 *
 *     npx -y deno@2.9.6 task train nih --set backbone.kind=onnx \
 *       --set backbone.path=runs/nih_backbone/backbone.onnx --set backbone.size=64 \
 *       --set backbone.channels=1 --set 'backbone.mean=[0]' --set 'backbone.deviation=[1]'
 *
 * Expected time: about 70 films a second and epoch on 2 cores. Films without a finding are learned
 * from too. Changes of the films are those of torchxrayvision and of CheXpert's leading entries,
 * smaller.
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";

/** See the module. */
export const config: ConfigInput = {
  name: "nih_backbone",
  method: "classify",
  data: {
    kind: "nih",
    images: "data/nih/images",
    metadata: "data/nih/Data_Entry_2017_v2020.csv",
    imageSize: 64,
  },
  backbone: { kind: "small-resnet", width: 32, stemStride: 2 },
  labels: { unlabelled: "uniform" },
  codes: { bits: 32 },
  train: {
    epochs: 20,
    batchSize: 32,
    augment: {
      shift: 0.05,
      rotation: 10,
      scale: 0.15,
      crop: 0.1,
      brightness: 0.1,
      contrast: 0.1,
    },
  },
};
