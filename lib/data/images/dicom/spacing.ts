/**
 * How large the pixels of a film are (PS3.3, 10.7).
 *
 * @module
 */
import type { PixelSpacing } from "../deep_image.ts";
import { type DataSet, parseDecimal } from "./data_set.ts";
import { macroOf } from "./functional_groups.ts";
import { TAG } from "./tags.ts";

/**
 * The spacing of a film's pixels. PixelSpacing counts where it differs from ImagerPixelSpacing: where
 * both are equal nothing was calibrated, and both hold at the detector (PS3.3, 10.7.1.3). Spacings
 * that no film can have are passed over.
 */
export function readSpacing(data: DataSet): PixelSpacing | undefined {
  const imager = pairOf(data, TAG.imagerPixelSpacing);
  const pixel = pairOf(macroOf(data, "pixelMeasures"), TAG.pixelSpacing);
  const isCalibrated = pixel !== undefined &&
    (pixel.row !== imager?.row || pixel.column !== imager.column);
  if (isCalibrated) return { ...pixel, source: "PixelSpacing" };
  return imager && { ...imager, source: "ImagerPixelSpacing" };
}

function pairOf(data: DataSet, tag: number): { row: number; column: number } | undefined {
  const [row, column] = data.texts(tag).map((text) => parseDecimal(text) ?? 0);
  return row !== undefined && column !== undefined && row > 0 && column > 0
    ? { row, column }
    : undefined;
}
