/**
 * Filters over the columns of a case table, a block of rows at a time: one plain loop for each
 * condition takes a tenth of the time of asking every row all conditions.
 *
 * @module
 */
import { dateNumber, labelWords } from "./case_columns.ts";
import type { CaseTable } from "./case_table.ts";
import type { Filter } from "../filter/filter.ts";
import { findingPosition } from "../filter/finding_position.ts";

/** Rows of a block: few enough that what is written of them stays in the processor's cache. */
export const BLOCK = 4096;

/**
 * Writes of `count` rows from `first` on, at most a {@linkcode BLOCK}, 1 where they fit, 0 elsewhere.
 */
export type BlockTest = (first: number, count: number, fits: Uint8Array) => void;

/**
 * What tests blocks of rows by a filter.
 *
 * @throws {InputError} if the filter asks for a finding that is none of the table's
 */
export function compileFilter(table: CaseTable, filter: Filter): BlockTest {
  return compile(table, filter, true);
}

/** What tests whether a filter is true of rows, or whether it is false; see `fits`. */
function compile(table: CaseTable, filter: Filter, value: boolean): BlockTest {
  const { patients, sexes, sexNames, views, viewNames, ages, dates } = table.columns;
  switch (filter.kind) {
    case "label":
      return combined(findingTests(table, [filter.label], { value, isEvery: true }), true);
    case "unknown": {
      const isTrue = compile(table, filter.part, true);
      const isFalse = compile(table, filter.part, false);
      return value
        ? opposite(combined([isTrue, isFalse], false))
        : combined([isTrue, isFalse], false);
    }
    case "patient":
      return equals(patients.data, table.patientNumber(filter.patient), value);
    case "sex":
      return equals(sexes.data, sexNames.indexOf(filter.sex), value);
    case "view":
      return equals(views.data, viewNames.indexOf(filter.view), value);
    case "age":
      return between(ages.data, filter, value);
    case "date": {
      const [from, to] = [dateNumber(filter.from), dateNumber(filter.to)];
      return between(dates.data, { from, to }, value);
    }
    case "not":
      return compile(table, filter.part, !value);
    case "and":
    case "or": {
      // AND is true where all parts are, and false where one is; OR the other way round.
      const isEvery = (filter.kind === "and") === value;
      const labels: string[] = [];
      const tests: BlockTest[] = [];
      for (const part of filter.parts) {
        if (part.kind === "label") labels.push(part.label);
        else tests.push(compile(table, part, value));
      }
      tests.push(...findingTests(table, labels, { value, isEvery }));
      return combined(tests, isEvery);
    }
  }
}

/** Whether all tests hold, or whether one does. */
function combined(tests: readonly BlockTest[], isEvery: boolean): BlockTest {
  const [test, ...others] = tests;
  if (test === undefined) return (_, count, fits) => fits.fill(isEvery ? 1 : 0, 0, count);
  if (others.length === 0) return test;
  const other = new Uint8Array(BLOCK);
  const combine = isEvery ? and : or;
  return (first, count, fits) => {
    test(first, count, fits);
    for (const next of others) {
      next(first, count, other);
      combine(inWords(fits), inWords(other));
    }
  };
}

function and(fits: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < fits.length; i++) fits[i]! &= other[i]!;
}

function or(fits: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < fits.length; i++) fits[i]! |= other[i]!;
}

/** A whole block, four rows a word. */
function inWords(block: Uint8Array): Uint32Array {
  return new Uint32Array(block.buffer, block.byteOffset, block.length / 4);
}

function opposite(test: BlockTest): BlockTest {
  return (first, count, fits) => {
    test(first, count, fits);
    for (let i = 0; i < count; i++) fits[i]! ^= 1;
  };
}

/**
 * Whether all findings, or one of them, are present or absent: a test for each word of the masks,
 * however many findings it has.
 */
function findingTests(
  { columns, labelNames }: CaseTable,
  labels: readonly string[],
  { value, isEvery }: { readonly value: boolean; readonly isEvery: boolean },
): BlockTest[] {
  const words = labelWords(labelNames);
  const wanted = new Uint32Array(words);
  for (const label of labels) {
    const place = findingPosition(label, labelNames);
    wanted[place >> 5]! |= 1 << (place & 31);
  }
  const [present, unknown] = [columns.labels.data, columns.unknown.data];
  return Array.from(wanted.entries()).filter(([, bits]) => bits !== 0).map(([word, bits]) => {
    const least = isEvery ? bits : 1;
    const known = value ? present : unknown;
    const flip = value ? 0 : 0xffffffff;
    return (first, count, fits) => {
      for (let i = 0, at = first * words + word; i < count; i++, at += words) {
        const found = (((present[at]! | known[at]!) ^ flip) & bits) >>> 0;
        fits[i] = found >= least ? 1 : 0;
      }
    };
  });
}

function equals(
  data: Uint8Array | Uint32Array,
  wanted: number | undefined,
  value: boolean,
): BlockTest {
  const flip = value ? 0 : 1;
  return (first, count, fits) => {
    for (let i = 0; i < count; i++) fits[i] = (data[first + i] === wanted ? 1 : 0) ^ flip;
  };
}

function between(
  data: Float64Array | Uint32Array,
  { from, to }: { readonly from: number; readonly to: number },
  value: boolean,
): BlockTest {
  const flip = value ? 0 : 1;
  return (first, count, fits) => {
    for (let i = 0; i < count; i++) {
      const x = data[first + i]!;
      fits[i] = (x >= from && x <= to ? 1 : 0) ^ flip;
    }
  };
}
