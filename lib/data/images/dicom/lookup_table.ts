/**
 * Lookup tables in the three forms that DICOM has of them (PS3.3, C.11.1.1, C.11.2.1.1 and
 * C.7.6.3.1.5).
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import type { DataSet } from "./data_set.ts";

/** A table from the values that come in to those that go out. */
export interface LookupTable {
  /** The value that the first entry is for; lower ones get it too, and higher ones the last. */
  readonly first: number;
  readonly entries: readonly number[];
  /** The bits of an entry: its greatest value is 2^bits − 1. */
  readonly bits: number;
}

/** Where a table stands. */
export interface TableTags {
  readonly descriptor: number;
  readonly data: number;
}

/**
 * The table in a data set.
 *
 * @param mayBeNegative Whether values below 0 come in, so that the first of them is signed
 * @throws {InputError} if it is not whole
 */
export function readLookupTable(
  data: DataSet,
  tags: TableTags,
  { mayBeNegative }: { readonly mayBeNegative: boolean },
): LookupTable {
  const signed = mayBeNegative || data.element(tags.descriptor)?.vr === "SS";
  const [length, , bits] = data.words(tags.descriptor);
  const first = data.words(tags.descriptor, { signed })[1];
  if (length === undefined || first === undefined || bits === undefined) {
    throw new InputError("its descriptor has fewer than 3 values");
  }
  if (bits < 8 || bits > 16) {
    throw new InputError(`its entries have ${bits} bits; expected 8 to 16`);
  }
  // 0 stands for 65536, which 16 bits cannot hold.
  const entries = readEntries(data, tags.data, length === 0 ? 65536 : length);
  const greatest = entries.reduce((greatest, entry) => Math.max(greatest, entry), 0);
  // Entries that need more bits than the descriptor says are believed.
  return { first, entries, bits: Math.max(bits, 32 - Math.clz32(greatest)) };
}

/** The entry for a value. */
export function lookUp({ first, entries }: LookupTable, value: number): number {
  const index = Math.round(value) - first;
  return entries[Math.min(Math.max(index, 0), entries.length - 1)]!;
}

function readEntries(data: DataSet, tag: number, count: number): number[] {
  const bytes = data.bytesOf(tag);
  if (bytes.length >= 2 * count) return data.words(tag).slice(0, count);
  if (bytes.length < count) {
    throw new InputError(`it has ${bytes.length >> 1} entries; its descriptor promises ${count}`);
  }
  // Two entries of 8 bits in each word, the first in its lower half.
  const { vr } = data.element(tag)!;
  const isTurned = !data.encoding.littleEndian && vr !== "OB";
  return Array.from({ length: count }, (_, i) => bytes[isTurned ? i ^ 1 : i]!);
}
