/**
 * What a pretrained network is worth, and how much of it to train, on the films of one's own: the
 * base must have `backbone.kind` "onnx".
 *
 *     npx -y deno@2.9.6 task ablate finetuning --data nih --set data.images=PATH/images \
 *       --set data.metadata=PATH/Data_Entry_2017_v2020.csv --set backbone.kind=onnx \
 *       --set backbone.path=mobilenetv2.onnx --set backbone.size=64
 *
 * @module
 */
import type { Study, Variant } from "@cohash/cohash/study";

/** Pretrained weights move a tenth as fast as the head, which starts from nothing. */
const LEARNING_RATE_FACTOR = 0.1;

const tuned = (name: string, kind: "last-stage" | "all"): Variant => ({
  name,
  changes: {
    backbone: { learningRateFactor: LEARNING_RATE_FACTOR, train: { kind } },
  },
});

/** See the module. */
export const study: Study = {
  question: "Is a pretrained network better trained on, used as it is, or not needed?",
  baseline: "head alone",
  rows: [
    { name: "head alone", changes: { backbone: { train: { kind: "head" } } } },
    tuned("last stage", "last-stage"),
    tuned("all", "all"),
    // Many files take films of this size only, unless their network is trained.
    { name: "features at 224 px", changes: { backbone: { size: 224, train: { kind: "none" } } } },
    {
      name: "from scratch",
      changes: { backbone: { kind: "small-resnet", width: 32, stemStride: 2 } },
    },
  ],
};
