/**
 * Filters as masks: which rows of a case table a search passes over, one byte a row.
 *
 * @module
 */
import { labelWords } from "./case_columns.ts";
import type { CaseTable } from "./case_table.ts";
import type { Filter } from "../filter/filter.ts";
import { findingPosition } from "../filter/finding_position.ts";

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
export function compileFilter(table: CaseTable, filter: Filter): (row: number) => boolean {
  const { labels, patients, sexes, sexNames, views, viewNames, ages } = table.columns;
  switch (filter.kind) {
    case "label": {
      const label = findingPosition(filter.label, table.labelNames);
      const words = labelWords(table.labelNames);
      const bit = 1 << (label & 31);
      const { data } = labels;
      return (row) => (data[row * words + (label >> 5)]! & bit) !== 0;
    }
    case "patient":
      return equals(patients.data, table.patientNumber(filter.patient));
    case "sex":
      return equals(sexes.data, sexNames.indexOf(filter.sex));
    case "view":
      return equals(views.data, viewNames.indexOf(filter.view));
    case "age": {
      const { data } = ages;
      return (row) => data[row]! >= filter.from && data[row]! <= filter.to;
    }
    case "not": {
      const fits = compileFilter(table, filter.part);
      return (row) => !fits(row);
    }
    case "and": {
      const parts = filter.parts.map((part) => compileFilter(table, part));
      return (row) => parts.every((fits) => fits(row));
    }
    case "or": {
      const parts = filter.parts.map((part) => compileFilter(table, part));
      return (row) => parts.some((fits) => fits(row));
    }
  }
}

function equals(data: Uint8Array | Uint32Array, value: number | undefined) {
  return (row: number) => data[row] === value;
}
