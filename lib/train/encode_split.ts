/**
 * The codes of all films that a run needs at its end, each film encoded once.
 *
 * @module
 */
import { selectVectors } from "../data/labels/annotations.ts";
import { type Dataset, PARTS } from "../data/dataset.ts";
import type { Codes, Encoder } from "../run/encoder.ts";

/** Films that are encoded. */
export interface EncodedFilms {
  /** The codes of some of them, in the order of these rows of the data set. */
  of(rows: Uint32Array): Codes;
}

/** Encodes the films of every part of a data set. */
export async function encodeSplit(
  encoder: Encoder,
  { dataset: { inputs, split }, onProgress }: {
    readonly dataset: Dataset;
    readonly onProgress?: (done: number, total: number, what: string) => void;
  },
): Promise<EncodedFilms> {
  const rows = Uint32Array.from(new Set(PARTS.flatMap((part) => [...split[part]]))).sort();
  const codes = await encoder.encode(
    { inputs, rows },
    (done, total) => onProgress?.(done, total, "encoding the films"),
  );
  const placeOf = new Map(Array.from(rows, (row, place) => [row, place]));
  const { bits } = encoder.card;
  return {
    of(wanted) {
      const places = wanted.map((row) => placeOf.get(row)!);
      return {
        continuous: selectVectors(codes.continuous, bits, places),
        packed: selectBytes(codes.packed, bits / 8, places),
      };
    },
  };
}

/** The rows of `[n, width]` bytes at these places. */
function selectBytes(
  bytes: Uint8Array,
  width: number,
  places: Uint32Array,
): Uint8Array<ArrayBuffer> {
  const selected = new Uint8Array(places.length * width);
  places.forEach((place, i) => {
    selected.set(bytes.subarray(place * width, (place + 1) * width), i * width);
  });
  return selected;
}
