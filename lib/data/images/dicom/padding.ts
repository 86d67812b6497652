/**
 * Samples that are no image, such as those outside the collimator (PS3.3, C.7.5.1.1.2).
 *
 * @module
 */
import type { DataSet } from "./data_set.ts";
import type { SampleLayout } from "./samples.ts";
import { TAG } from "./tags.ts";

/**
 * Which samples are padding: those whose stored value is the Pixel Padding Value or lies between it
 * and the Pixel Padding Range Limit, whichever of the two is greater; undefined where the file has
 * no padding.
 */
export function paddingTest(
  data: DataSet,
  { isSigned }: Pick<SampleLayout, "isSigned">,
): ((stored: number, word: number) => boolean) | undefined {
  const [value] = data.words(TAG.pixelPaddingValue, { signed: isSigned });
  if (value === undefined) return undefined;
  const [limit = value] = data.words(TAG.pixelPaddingRangeLimit, { signed: isSigned });
  const [low, high] = [Math.min(value, limit), Math.max(value, limit)];
  const [whole] = data.words(TAG.pixelPaddingValue);
  // The padding may be a word that has more bits than the film's values.
  return (stored, word) => stored >= low && stored <= high || word === whole;
}
