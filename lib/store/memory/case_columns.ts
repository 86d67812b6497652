/**
 * How cases are kept by the million: column by column, label sets as bit masks, patients as
 * numbers, texts as bytes.
 *
 * @module
 */
import { NumberColumn } from "./columns.ts";
import { TextColumn } from "./text_column.ts";

/** The columns of a table of cases, each with a row a case. */
export interface CaseColumns {
  readonly ids: TextColumn;
  readonly images: TextColumn;
  /** `[n, labelWords]` bit b of word w is set where the finding 32·w + b is present. */
  readonly labels: NumberColumn<Uint32Array>;
  /** `[n, labelWords]` likewise, set where it is not known whether the finding is present. */
  readonly unknown: NumberColumn<Uint32Array>;
  /** `[n]` rows of `patientNames`. */
  readonly patients: NumberColumn<Uint32Array>;
  /** Every patient once. */
  readonly patientNames: TextColumn;
  /** `[n]` places in `sexNames`. */
  readonly sexes: NumberColumn<Uint8Array>;
  readonly sexNames: readonly string[];
  /** `[n]` places in `viewNames`. */
  readonly views: NumberColumn<Uint8Array>;
  readonly viewNames: readonly string[];
  /** `[n]` years, NaN where unknown. */
  readonly ages: NumberColumn<Float64Array>;
  /** `[n]` days as numbers such as 20170305, 0 where unknown. */
  readonly dates: NumberColumn<Uint32Array>;
  /** `[n]` NaN where unknown. */
  readonly visits: NumberColumn<Float64Array>;
  /** `[n]` "" where there is none. */
  readonly reports: TextColumn;
  /** `[n]` ascending, see `Hit`. */
  readonly numbers: NumberColumn<Uint32Array>;
}

/** A day such as "2017-03-05" as the column of dates has it. */
export function dateNumber(day: string): number {
  return Number(day.replaceAll("-", ""));
}

/** The day of a number of the column of dates. */
export function dateText(number: number): string {
  const digits = String(number).padStart(8, "0");
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
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
    labels: new NumberColumn<Uint32Array>(new Uint32Array()),
    unknown: new NumberColumn<Uint32Array>(new Uint32Array()),
    patients: new NumberColumn<Uint32Array>(new Uint32Array()),
    patientNames: new TextColumn(),
    sexes: new NumberColumn<Uint8Array>(new Uint8Array()),
    sexNames: [],
    views: new NumberColumn<Uint8Array>(new Uint8Array()),
    viewNames: [],
    ages: new NumberColumn<Float64Array>(new Float64Array()),
    dates: new NumberColumn<Uint32Array>(new Uint32Array()),
    visits: new NumberColumn<Float64Array>(new Float64Array()),
    reports: new TextColumn(),
    numbers: new NumberColumn<Uint32Array>(new Uint32Array()),
  };
}

/** The columns of some of the rows, in the order given; patients that none of them has are gone. */
export function pickRows(columns: CaseColumns, rows: Uint32Array): CaseColumns {
  const { labels, unknown, sexes, views, ages, dates, visits, numbers } = columns;
  const words = labels.length / Math.max(1, numbers.length);
  const pickWords = (masks: NumberColumn<Uint32Array>) =>
    new NumberColumn(
      new Uint32Array(rows.length * words).map((_, i) =>
        masks.at(rows[Math.floor(i / words)]! * words + i % words)
      ),
    );
  return {
    ...columns,
    ...pickPatients(columns, rows),
    ids: pickTexts(columns.ids, rows),
    images: pickTexts(columns.images, rows),
    labels: pickWords(labels),
    unknown: pickWords(unknown),
    sexes: new NumberColumn(Uint8Array.from(rows, (row) => sexes.at(row))),
    views: new NumberColumn(Uint8Array.from(rows, (row) => views.at(row))),
    ages: new NumberColumn(Float64Array.from(rows, (row) => ages.at(row))),
    dates: new NumberColumn(rows.map((row) => dates.at(row))),
    visits: new NumberColumn(Float64Array.from(rows, (row) => visits.at(row))),
    reports: pickTexts(columns.reports, rows),
    numbers: new NumberColumn(rows.map((row) => numbers.at(row))),
  };
}

function pickPatients({ patients, patientNames }: CaseColumns, rows: Uint32Array) {
  const renumbered = new Map<number, number>();
  const picked = rows.map((row) => {
    const patient = patients.at(row);
    const number = renumbered.get(patient) ?? renumbered.size;
    renumbered.set(patient, number);
    return number;
  });
  return {
    patients: new NumberColumn(picked),
    patientNames: pickTexts(patientNames, Uint32Array.from(renumbered.keys())),
  };
}

function pickTexts(column: TextColumn, rows: Uint32Array): TextColumn {
  const picked = new TextColumn();
  for (const row of rows) picked.push(column.at(row));
  return picked;
}
