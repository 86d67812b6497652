/**
 * Films whose samples are numbers of colours (PALETTE COLOR, PS3.3, C.7.6.3.1.5 and C.7.9).
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import { type GreyPicture, luminance } from "./colour.ts";
import type { DataSet } from "./data_set.ts";
import { lookUp, readLookupTable } from "./lookup_table.ts";
import { type Samples, storedValue } from "./samples.ts";
import { TAG } from "./tags.ts";

const TABLES = [
  { descriptor: TAG.redDescriptor, data: TAG.redData },
  { descriptor: TAG.greenDescriptor, data: TAG.greenData },
  { descriptor: TAG.blueDescriptor, data: TAG.blueData },
];

/**
 * The grey of the palette's colours, which are as bright as they are: nothing is stretched.
 *
 * @throws {InputError} if the palette is absent, in segments or not whole
 */
export async function greyOfPalette(data: DataSet, samples: Samples): Promise<GreyPicture> {
  const { words, layout } = samples;
  const colours = readPalette(data, layout.isSigned);
  const numbers = words instanceof Uint8Array ? 256 : 65536;
  const rgb = new Uint8Array(3 * numbers);
  for (let word = 0; word < numbers; word++) {
    const number = storedValue(word, layout);
    for (const [c, table] of colours.entries()) {
      rgb[3 * word + c] = Math.round(255 * lookUp(table, number) / (2 ** table.bits - 1));
    }
  }
  const greys = await luminance(rgb, 256);
  const pixels = new Uint16Array(words.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = greys[words[i]!]!;
  return { pixels, isDeep: false };
}

function readPalette(data: DataSet, mayBeNegative: boolean) {
  if (data.has(TAG.segmentedRedData)) {
    throw new InputError(
      "its palette is written in segments, which are not read; save it in grey or as RGB",
    );
  }
  try {
    return TABLES.map((tags) => readLookupTable(data, tags, { mayBeNegative }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`its palette cannot be used: ${error.message}`);
  }
}
