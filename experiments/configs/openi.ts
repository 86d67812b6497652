/**
 * cohash on a second hospital: the logits that a network of ChestX-ray14 gave the frontal and the
 * lateral film of Indiana University's studies, 28 features a study, and 52 findings that readers of
 * the reports indexed. A study is a patient. Studies with a finding only.
 *
 *     npx -y deno@2.9.6 task train openi --set data.features=PATH/features28.csv.gz \
 *       --set data.metadata=PATH/labels52.csv.gz
 *
 * @module
 */
import type { ConfigInput } from "@cohash/cohash/config";
import { overFeatures, unseenSplit } from "./chexnet_probs.ts";

/** See the module. */
export const config: ConfigInput = {
  name: "openi",
  data: {
    kind: "features",
    features: "data/openi/features28.csv.gz",
    metadata: "data/openi/labels52.csv.gz",
    columns: { id: "uid" },
    positivesOnly: true,
    split: unseenSplit,
  },
  ...overFeatures,
};
