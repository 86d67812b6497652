/**
 * cohash on the probabilities that a trained network gave ChestX-ray14 films: their logits are
 * 14 features a film. Films with a finding only.
 *
 *     npx -y deno@2.9.6 task train chexnet_probs --set data.features=PATH/probabilities.csv.gz \
 *       --set data.metadata=PATH/Data_Entry_2017_v2020.csv.gz
 *
 * Expected time: 6 seconds.
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";

/**
 * Half of the patients train; a fifth are searched, whose films the codes have never seen, and a
 * fifth ask. One patient in ten is held out of all of it.
 */
export const unseenSplit = {
  kind: "patients",
  train: 0.5,
  validation: 0.1,
  database: 0.2,
  query: 0.2,
  heldOut: { share: 0.1 },
} as const;

/**
 * What features of a network are trained with: one linear layer, since they are nearly what they
 * mean, and one learning rate throughout, since validation films say when to stop. For most methods
 * that is best on validation films of all four collections.
 */
export const overFeatures = {
  backbone: { kind: "features", hidden: 0 },
  codes: { bits: 32 },
  train: { epochs: 40, batchSize: 128, schedule: { kind: "constant" } },
  // Steps this small take longer on several threads.
  engine: { kind: "auto", threads: 1 },
} as const;

/** See the module. */
export const config: ConfigInput = {
  name: "chexnet_probs",
  data: {
    kind: "features",
    features: "data/chexnet_probs/probabilities.csv.gz",
    metadata: "data/nih/Data_Entry_2017_v2020.csv.gz",
    transform: "logit",
    positivesOnly: true,
    split: unseenSplit,
  },
  ...overFeatures,
};
