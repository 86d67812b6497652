/**
 * The codes of all films that a run needs at its end, each film encoded once.
 *
 * @module
 */
import { selectVectors } from "../data/labels/annotations.ts";
import { type Dataset, PARTS } from "../data/dataset.ts";
import { hasUnseenDatabase } from "../data/split.ts";
import type { Codes, Encoder } from "../run/encoder.ts";
import { CODED_PARTS, writeCodes } from "../run/run_codes.ts";
import type { RunFolder } from "../run/run_folder.ts";

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

/**
 * Writes the codes of a run: of its database and queries, and of the training films where they are
 * none of the database.
 */
export async function writeSplitCodes(
  folder: RunFolder,
  { ids, split }: Dataset,
  { encoder, films }: { readonly encoder: Encoder; readonly films: EncodedFilms },
): Promise<void> {
  const parts = [...CODED_PARTS, ...hasUnseenDatabase(split) ? ["train"] as const : []];
  for (const part of parts) {
    const rows = split[part];
    const codes = films.of(rows);
    const packed = part === "query" ? codes.packed : encoder.searchable(codes);
    await writeCodes(folder, part, {
      ...codes,
      packed,
      ids: Array.from(rows, (row) => ids[row]!),
    });
  }
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
