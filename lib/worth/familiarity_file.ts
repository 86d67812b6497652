/**
 * Familiarity on disk: numbers that people read in the encoder card, distributions in an `.npz` file
 * beside it.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import type { NpyArray } from "../base/npy.ts";
import { decodeNpz, encodeNpz } from "../base/npz.ts";
import type { Familiarity, FamiliarVectors } from "./familiarity.ts";
import type { Gaussian } from "./gaussian.ts";
import { PICTURE_SIDE } from "./picture.ts";
import type { FamiliarityCard } from "./worth_card.ts";

/** The bytes of the file: arrays `code_mean` `[bits]`, `code_factor` `[bits, bits]`, the same of pictures. */
export function encodeFamiliarity({ codes, pictures }: Familiarity): Uint8Array<ArrayBuffer> {
  return encodeNpz({
    ...arraysOf("code", codes.gaussian),
    ...pictures && arraysOf("picture", pictures.gaussian),
  });
}

/** What the card says. */
export function familiarityCard(
  { films, threshold, falseAlarms, codes, pictures }: Familiarity,
): FamiliarityCard {
  return {
    films,
    threshold,
    falseAlarms,
    codes: { usual: codes.usual },
    pictures: pictures === undefined ? null : { usual: pictures.usual },
  };
}

/**
 * What {@linkcode encodeFamiliarity} wrote, with what the card says.
 *
 * @param path Of the file, for messages
 * @param bits Of a code
 * @throws {InputError} if arrays are missing or of another size
 */
export function decodeFamiliarity(
  bytes: Uint8Array,
  { card, path, bits }: {
    readonly card: FamiliarityCard;
    readonly path: string;
    readonly bits: number;
  },
): Familiarity {
  const arrays = decodeNpz(bytes, path);
  const vectors = (name: string, width: number, { usual }: { readonly usual: number }) => ({
    usual,
    gaussian: {
      mean: numbers(arrays, { name: `${name}_mean`, shape: [width], path }),
      factor: numbers(arrays, { name: `${name}_factor`, shape: [width, width], path }),
    },
  });
  const { films, threshold, falseAlarms } = card;
  return {
    films,
    threshold,
    falseAlarms,
    codes: vectors("code", bits, card.codes),
    pictures: card.pictures === null
      ? undefined
      : vectors("picture", PICTURE_SIDE ** 2, card.pictures),
  };
}

function arraysOf(name: string, { mean, factor }: FamiliarVectors["gaussian"]) {
  const width = mean.length;
  return {
    [`${name}_mean`]: { shape: [width], data: mean },
    [`${name}_factor`]: { shape: [width, width], data: factor },
  };
}

function numbers(
  arrays: Readonly<Record<string, NpyArray>>,
  { name, shape, path }: {
    readonly name: string;
    readonly shape: readonly number[];
    readonly path: string;
  },
): Gaussian["mean"] {
  const { data, shape: found } = arrays[name] ?? {};
  if (data instanceof Float64Array && found?.join() === shape.join()) return data;
  const received = found === undefined ? "nothing" : found.join(" × ");
  throw new InputError(
    `Cannot read "${path}": expected ${shape.join(" × ")} numbers as "${name}", received ` +
      `${received}; the file is damaged, so make the run or the index anew`,
  );
}
