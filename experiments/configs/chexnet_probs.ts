/**
 * cohash on the probabilities that a trained network gave ChestX-ray14 films: their logits are
 * 14 features a film. Positives only; 60 % of the patients train and are searched, 20 % ask.
 *
 *     npx -y deno@2.9.6 task train chexnet_probs --set data.features=PATH/probabilities.csv.gz \
 *       --set data.metadata=PATH/Data_Entry_2017_v2020.csv.gz
 *
 * Expected time: 6 seconds. Expected result on the 8,500 films with a finding of a
 * CheXNet replication's 18,112: mAP .406, .418, .425 with 16, 32, 64 bits (LSH .353, .361, .372).
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";

/** See the module. */
export const config: ConfigInput = {
  name: "chexnet_probs",
  data: {
    kind: "features",
    features: "data/chexnet_probs/probabilities.csv.gz",
    metadata: "data/nih/Data_Entry_2017_v2020.csv.gz",
    transform: "logit",
    positivesOnly: true,
    split: { kind: "patients", train: 0.6, validation: 0.2, query: 0.2, database: "train" },
  },
  backbone: { kind: "features", hidden: 256 },
  codes: { bits: 32 },
  train: { epochs: 40, batchSize: 128 },
  // Steps this small take longer on several threads.
  engine: { kind: "auto", threads: 1 },
};
