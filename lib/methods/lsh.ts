/**
 * LSH (Charikar: "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002): the sides
 * of random hyperplanes on which standardised features lie. It learns nothing; any learned code has
 * to beat it on the same features.
 *
 * @module
 */
import { lshDirections } from "../codes/lsh.ts";
import { Random } from "../base/random.ts";
import { type FeatureMethod, sizesOf } from "./method.ts";

/** See the module. */
export const lsh: FeatureMethod = {
  kind: "features",
  directions: ({ width }, context) => {
    const random = new Random(context.config.seed);
    return lshDirections(width, { bits: sizesOf(context).bits, random });
  },
};
