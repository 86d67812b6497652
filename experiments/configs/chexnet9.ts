/**
 * cohash on the logits of nine networks of five architectures for the films of chexnet_probs:
 * 126 features a film. Films with a finding only.
 *
 *     npx -y deno@2.9.6 task train chexnet9 --set data.features=PATH/logits126.npy.gz \
 *       --set data.featureIds=PATH/ids.txt.gz --set data.metadata=PATH/Data_Entry_2017_v2020.csv.gz
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";
import { overFeatures, unseenSplit } from "./chexnet_probs.ts";

/** See the module. */
export const config: ConfigInput = {
  name: "chexnet9",
  data: {
    kind: "features",
    features: "data/chexnet9/logits126.npy.gz",
    featureIds: "data/chexnet9/ids.txt.gz",
    metadata: "data/nih/Data_Entry_2017_v2020.csv.gz",
    positivesOnly: true,
    split: unseenSplit,
  },
  ...overFeatures,
};
