/**
 * From what values stand for to how bright they are: the VOI LUT or window of the file (PS3.3,
 * C.11.2).
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import { type Shade, type Window, WINDOW_SHAPES, windowEnds, windowShade } from "../shade.ts";
import { type DataSet, parseDecimal } from "./data_set.ts";
import { macroOf } from "./functional_groups.ts";
import { lookUp, readLookupTable } from "./lookup_table.ts";
import { TAG } from "./tags.ts";

/** How a file shows its values. */
export interface FileShade {
  readonly shade: Shade;
  /** The values between which brightness rises in a straight line, where it does. */
  readonly ends?: readonly [low: number, high: number];
}

const TABLE = { descriptor: TAG.lutDescriptor, data: TAG.lutData };

/**
 * How the file itself shows its values: by the first table of its VOI LUT Sequence, or else by its
 * first window; undefined where it has neither, or none that can be used.
 *
 * @param mayBeNegative Whether there are values below 0
 * @param onNote Hears of tables and windows that cannot be used
 */
export function readFileShade(
  data: DataSet,
  { mayBeNegative, onNote }: {
    readonly mayBeNegative: boolean;
    readonly onNote?: ((note: string) => void) | undefined;
  },
): FileShade | undefined {
  const item = data.firstItem(TAG.voiLutSequence);
  if (item !== undefined) {
    try {
      const table = readLookupTable(item, TABLE, { mayBeNegative });
      const white = 2 ** table.bits - 1;
      return { shade: (value) => lookUp(table, value) / white };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      onNote?.(`the VOI table (0028,3010) cannot be used and is passed over: ${error.message}`);
    }
  }
  const window = readWindow(macroOf(data, "frameVoiLut"), onNote);
  if (window === undefined) return undefined;
  const shade = windowShade(window);
  return window.shape === "SIGMOID" ? { shade } : { shade, ends: windowEnds(window) };
}

/** The first window, undefined where there is none that can be used. */
function readWindow(data: DataSet, onNote?: (note: string) => void): Window | undefined {
  const [centerText, widthText] = [data.text(TAG.windowCenter), data.text(TAG.windowWidth)];
  if (centerText === "" && widthText === "") return undefined;
  const [center, width] = [parseDecimal(centerText), parseDecimal(widthText)];
  const shape = readShape(data.text(TAG.voiLutFunction));
  // PS3.3, C.11.2.1.2.1 and C.11.2.1.3.2.
  const isWide = width !== undefined && (shape === "LINEAR" ? width >= 1 : width > 0);
  if (center !== undefined && isWide) return { center, width, shape };
  onNote?.(
    `the window (center "${centerText}", width "${widthText}") cannot be used and is passed over`,
  );
  return undefined;
}

/** The shape of the window; LINEAR is what an absent or unknown one stands for. */
function readShape(text: string): Window["shape"] {
  const name = text.toUpperCase();
  return WINDOW_SHAPES.find((shape) => shape === name) ?? "LINEAR";
}
