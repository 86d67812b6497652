/**
 * Filters as masks: which rows of a case table a search passes over, one byte a row.
 *
 * @module
 */
import { didYouMean, InputError } from "../errors.ts";
import { labelWords } from "./case_columns.ts";
import type { CaseTable } from "./case_table.ts";
import type { Filter } from "./filter.ts";

/**
 * Writes 0 for every row that fits the filter and was not removed, 255 for the others.
 *
 * @param filter All fit unless told
 * @param into `[table.rows]`
 * @throws {InputError} if the filter asks for a finding that is none of the table's
 */
export function maskRows(table: CaseTable, filter: Filter | undefined, into: Uint8Array): void {
  into.set(table.removed);
  if (filter === undefined) return;
  const fits = compileFilter(table, filter);
  for (let row = 0; row < into.length; row++) if (!fits(row)) into[row] = 255;
}

/** A function that says whether a row fits. */
function compileFilter(table: CaseTable, filter: Filter): (row: number) => boolean {
  const { labels, patients, sexes, sexNames, views, viewNames, ages } = table.columns;
  switch (filter.kind) {
    case "label": {
      const label = table.labelNames.indexOf(filter.label);
      if (label < 0) throw unknownFinding(table, filter.label);
      const words = labelWords(table.labelNames);
      const bit = 1 << (label & 31);
      return (row) => (labels[row * words + (label >> 5)]! & bit) !== 0;
    }
    case "patient": {
      const patient = table.patientNumber(filter.patient);
      return (row) => patients[row] === patient;
    }
    case "sex": {
      const sex = sexNames.indexOf(filter.sex);
      return (row) => sexes[row] === sex;
    }
    case "view": {
      const view = viewNames.indexOf(filter.view);
      return (row) => views[row] === view;
    }
    case "age":
      return (row) => ages[row]! >= filter.from && ages[row]! <= filter.to;
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

function unknownFinding(table: CaseTable, label: string): InputError {
  const hint = didYouMean(label, table.labelNames);
  return new InputError(
    `Cannot filter: the index has no finding "${label}"${hint}; it has ` +
      table.labelNames.join(", "),
  );
}
