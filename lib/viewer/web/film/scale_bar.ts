/**
 * A bar that tells how long a round length is on the screen.
 *
 * @module
 */
import type { PixelSpacing } from "../../../data/images/deep_image.ts";

/** A bar on the screen. */
export interface ScaleBar {
  /** In the frame's pixels. */
  readonly length: number;
  readonly text: string;
}

/** The longest that a bar may be, as a share of its frame. */
const LONGEST = 0.3;

const MILLIMETRES = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/**
 * The longest bar of a round length that fits a frame; undefined where the size of the pixels is not
 * known.
 *
 * @param scale Screen pixels that a pixel of the film takes
 * @param turns Quarter turns of the film, which say whether the bar lies along its rows
 */
export function scaleBar(
  spacing: PixelSpacing | undefined,
  { scale, frameWidth, turns }: {
    readonly scale: number;
    readonly frameWidth: number;
    readonly turns: number;
  },
): ScaleBar | undefined {
  if (spacing === undefined) return undefined;
  const perMillimetre = scale / (turns % 2 === 0 ? spacing.column : spacing.row);
  const fitting = MILLIMETRES.filter((length) => length * perMillimetre <= LONGEST * frameWidth);
  const length = fitting.at(-1);
  if (length === undefined) return undefined;
  return {
    length: length * perMillimetre,
    text: length >= 10 ? `${length / 10} cm` : `${length} mm`,
  };
}
