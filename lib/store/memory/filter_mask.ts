/**
 * Filters as masks: which rows of a case table a search passes over, one byte a row.
 *
 * @module
 */
import { dateNumber, labelWords } from "./case_columns.ts";
import type { CaseTable } from "./case_table.ts";
import type { Filter } from "../filter/filter.ts";
import { findingPosition } from "../filter/finding_position.ts";

/** A text that only equal filters share. */
export function filterKey(filter: Filter | undefined): string {
  // JSON has no infinite ages.
  const replacer = (_: string, value: unknown) => typeof value === "number" ? `${value}` : value;
  return JSON.stringify(filter ?? null, replacer);
}

/** The mask of a kernel, which is made anew only where the filter or the rows have changed. */
export class RowMask {
  /** The {@linkcode filterKey} of what it holds; undefined when it must be made anew. */
  #filter: string | undefined;

  /** Must be called when rows were added or removed, or the mask is another's. */
  noteChange(): void {
    this.#filter = undefined;
  }

  /** Whether a search must heed the mask, which holds the filter then. */
  prepare(
    table: CaseTable,
    filter: Filter | undefined,
    kernel: { mask(): Uint8Array },
  ): boolean {
    if (filter === undefined && table.count === table.rows) return false;
    const key = filterKey(filter);
    if (key === this.#filter) return true;
    maskRows(table, filter, kernel.mask());
    this.#filter = key;
    return true;
  }
}

/**
 * Writes 0 for every row that fits the filter and was not removed, 255 for the others.
 *
 * @param filter Default: all fit
 * @param into `[table.rows]`
 * @throws {InputError} if the filter asks for a finding that is none of the table's
 */
export function maskRows(table: CaseTable, filter: Filter | undefined, into: Uint8Array): void {
  into.set(table.removed);
  if (filter === undefined) return;
  const fits = compileFilter(table, filter);
  for (let row = 0; row < into.length; row++) if (!fits(row)) into[row] = 255;
}

/**
 * A function that says whether a row fits.
 *
 * @throws {InputError} if the filter asks for a finding that is none of the table's
 */
export function compileFilter(table: CaseTable, filter: Filter): RowTest {
  return compile(table, filter, true);
}

type RowTest = (row: number) => boolean;

/** A function that says whether a filter is true of a row, or whether it is false; see `fits`. */
function compile(table: CaseTable, filter: Filter, value: boolean): RowTest {
  const { patients, sexes, sexNames, views, viewNames, ages, dates } = table.columns;
  switch (filter.kind) {
    case "label": {
      const label = findingPosition(filter.label, table.labelNames);
      return value ? isPresent(table, label) : isAbsent(table, label);
    }
    case "unknown": {
      const isTrue = compile(table, filter.part, true);
      const isFalse = compile(table, filter.part, false);
      return value ? (row) => !isTrue(row) && !isFalse(row) : (row) => isTrue(row) || isFalse(row);
    }
    case "patient":
      return equals(patients.data, table.patientNumber(filter.patient), value);
    case "sex":
      return equals(sexes.data, sexNames.indexOf(filter.sex), value);
    case "view":
      return equals(views.data, viewNames.indexOf(filter.view), value);
    case "age": {
      const { data } = ages;
      return (row) => (data[row]! >= filter.from && data[row]! <= filter.to) === value;
    }
    case "date": {
      const { data } = dates;
      const [from, to] = [dateNumber(filter.from), dateNumber(filter.to)];
      return (row) => (data[row]! >= from && data[row]! <= to) === value;
    }
    case "not":
      return compile(table, filter.part, !value);
    case "and":
    case "or": {
      const parts = filter.parts.map((part) => compile(table, part, value));
      // AND is true where all parts are, and false where one is; OR the other way round.
      return (filter.kind === "and") === value
        ? (row) => parts.every((test) => test(row))
        : (row) => parts.some((test) => test(row));
    }
  }
}

function isPresent({ columns: { labels: { data } }, labelNames }: CaseTable, label: number) {
  const words = labelWords(labelNames);
  const bit = 1 << (label & 31);
  return (row: number) => (data[row * words + (label >> 5)]! & bit) !== 0;
}

function isAbsent({ columns: { labels, unknown }, labelNames }: CaseTable, label: number) {
  const words = labelWords(labelNames);
  const bit = 1 << (label & 31);
  const [present, notKnown] = [labels.data, unknown.data];
  return (row: number) => {
    const word = row * words + (label >> 5);
    return ((present[word]! | notKnown[word]!) & bit) === 0;
  };
}

function equals(data: Uint8Array | Uint32Array, wanted: number | undefined, value: boolean) {
  return (row: number) => (data[row] === wanted) === value;
}
