/**
 * cohash on the logits that four networks gave the films of one of five folds of ChestX-ray14:
 * 56 features a film. Other networks made those of another fold, so that a study over folds tells
 * how far its differences hold for other networks. Films with a finding only.
 *
 *     npx -y deno@2.9.6 task train sexbias --set data.features=PATH/fold_00_logits56.npy.gz \
 *       --set data.featureIds=PATH/fold_00_ids.txt.gz \
 *       --set data.metadata=PATH/Data_Entry_2017_v2020.csv.gz
 *
 * A study takes the fold that its seed says:
 *
 *     npx -y deno@2.9.6 task ablate bits --data sexbias --seeds 5 \
 *       --set data.features=PATH/fold_0{seed}_logits56.npy.gz \
 *       --set data.featureIds=PATH/fold_0{seed}_ids.txt.gz \
 *       --set data.metadata=PATH/Data_Entry_2017_v2020.csv.gz
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";
import { overFeatures, unseenSplit } from "./chexnet_probs.ts";

/** See the module. */
export const config: ConfigInput = {
  name: "sexbias",
  data: {
    kind: "features",
    features: "data/sexbias/fold_00_logits56.npy.gz",
    featureIds: "data/sexbias/fold_00_ids.txt.gz",
    metadata: "data/nih/Data_Entry_2017_v2020.csv.gz",
    positivesOnly: true,
    split: unseenSplit,
  },
  ...overFeatures,
};
