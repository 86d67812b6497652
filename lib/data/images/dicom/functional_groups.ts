/**
 * Attributes that enhanced objects keep in sequences of their own (PS3.3, C.7.6.16).
 *
 * @module
 */
import type { DataSet } from "./data_set.ts";
import { TAG } from "./tags.ts";

/**
 * Where the attributes of a macro stand: in its item of the first frame or of all frames, or where
 * there is none in the data set itself.
 */
export function macroOf(
  data: DataSet,
  macro: "pixelValueTransformation" | "frameVoiLut" | "pixelMeasures",
): DataSet {
  const groups = [TAG.perFrameFunctionalGroups, TAG.sharedFunctionalGroups];
  return groups.map((tag) => data.firstItem(tag)?.firstItem(TAG[macro]))
    .find((item) => item !== undefined) ?? data;
}
