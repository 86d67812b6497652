/**
 * Whether high values are bright or dark (PS3.3, C.7.6.3.1.2 and C.11.6.1.2).
 *
 * @module
 */
import type { DataSet } from "./data_set.ts";
import type { PixelHeader } from "./pixel_header.ts";
import { TAG } from "./tags.ts";

/**
 * Whether the greatest value is black. The Presentation LUT Shape decides where there is one;
 * otherwise MONOCHROME1 says so.
 *
 * @param onNote Hears of a film whose two attributes contradict each other
 */
export function isInverted(
  data: DataSet,
  { photometric }: Pick<PixelHeader, "photometric">,
  onNote?: (note: string) => void,
): boolean {
  const isMonochrome1 = photometric === "MONOCHROME1";
  const shape = data.text(TAG.presentationLutShape);
  if (shape !== "IDENTITY" && shape !== "INVERSE") return isMonochrome1;
  const isInverse = shape === "INVERSE";
  if (isInverse !== isMonochrome1) {
    onNote?.(`the Presentation LUT Shape ${shape} contradicts ${photometric} and is followed`);
  }
  return isInverse;
}
