/**
 * How cases are kept by the million: column by column, label sets as bit masks, patients as
 * numbers, texts as bytes.
 *
 * @module
 */
import { TextColumn } from "./text_column.ts";

/** The columns of a table of cases, each with a row a case. */
export interface CaseColumns {
  readonly ids: TextColumn;
  readonly images: TextColumn;
  /** `[n, labelWords]` bit b of word w is set where the finding 32·w + b is present. */
  readonly labels: Uint32Array;
  /** `[n]` rows of `patientNames`. */
  readonly patients: Uint32Array;
  /** Every patient once. */
  readonly patientNames: TextColumn;
  /** `[n]` places in `sexNames`. */
  readonly sexes: Uint8Array;
  readonly sexNames: readonly string[];
  /** `[n]` places in `viewNames`. */
  readonly views: Uint8Array;
  readonly viewNames: readonly string[];
  /** `[n]` years, NaN where unknown. */
  readonly ages: Float64Array;
  /** `[n]` ascending, see `Hit`. */
  readonly numbers: Uint32Array;
}

/** 32-bit words that hold one bit a finding. */
export function labelWords(labelNames: readonly string[]): number {
  return Math.max(1, Math.ceil(labelNames.length / 32));
}

/** The columns of no cases. */
export function emptyColumns(): CaseColumns {
  return {
    ids: new TextColumn(),
    images: new TextColumn(),
    labels: new Uint32Array(),
    patients: new Uint32Array(),
    patientNames: new TextColumn(),
    sexes: new Uint8Array(),
    sexNames: [],
    views: new Uint8Array(),
    viewNames: [],
    ages: new Float64Array(),
    numbers: new Uint32Array(),
  };
}

/** The columns of some of the rows, in the order given; patients that none of them has are gone. */
export function pickRows(columns: CaseColumns, rows: Uint32Array): CaseColumns {
  const words = columns.labels.length / Math.max(1, columns.numbers.length);
  const { patients, patientNames } = pickPatients(columns, rows);
  return {
    ...columns,
    ids: pickTexts(columns.ids, rows),
    images: pickTexts(columns.images, rows),
    labels: Uint32Array.from({ length: rows.length * words }, (_, i) => {
      return columns.labels[rows[Math.floor(i / words)]! * words + i % words]!;
    }),
    patients,
    patientNames,
    sexes: Uint8Array.from(rows, (row) => columns.sexes[row]!),
    views: Uint8Array.from(rows, (row) => columns.views[row]!),
    ages: Float64Array.from(rows, (row) => columns.ages[row]!),
    numbers: rows.map((row) => columns.numbers[row]!),
  };
}

function pickPatients({ patients, patientNames }: CaseColumns, rows: Uint32Array) {
  const renumbered = new Map<number, number>();
  const picked = rows.map((row) => {
    const patient = patients[row]!;
    const number = renumbered.get(patient) ?? renumbered.size;
    renumbered.set(patient, number);
    return number;
  });
  return {
    patients: picked,
    patientNames: pickTexts(patientNames, Uint32Array.from(renumbered.keys())),
  };
}

function pickTexts(column: TextColumn, rows: Uint32Array): TextColumn {
  const picked = new TextColumn();
  for (const row of rows) picked.push(column.at(row));
  return picked;
}
