/**
 * cohash on the probabilities that a trained network gave ChestX-ray14 films: their logits are
 * 14 features a film. Positives only; 60 % of the patients train and are searched, 20 % ask.
 *
 *     npx -y deno@2.9.6 task train chexnet_probs --set data.features=PATH/probabilities.csv.gz \
 *       --set data.metadata=PATH/Data_Entry_2017_v2020.csv.gz
 *
 * @module
 */
import type { ConfigInput } from "../../lib/train/config.ts";

/** See the module. */
export const config: ConfigInput = {
  name: "chexnet_probs",
  data: {
    kind: "features",
    features: "data/chexnet_probs/probabilities.csv.gz",
    metadata: "data/nih/Data_Entry_2017_v2020.csv.gz",
    transform: "logit",
    positivesOnly: true,
    split: { train: 0.6, validation: 0.2, query: 0.2, database: "train" },
  },
  backbone: { kind: "features", hidden: 256 },
  codes: { bits: 32 },
  train: { epochs: 40, batchSize: 128 },
};
