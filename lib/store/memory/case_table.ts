/**
 * A table of millions of cases. A {@linkcode Case} is put together when it is asked for.
 *
 * @module
 */
import { isDay } from "../../base/days.ts";
import { InputError } from "../../base/errors.ts";
import type { Case } from "../case.ts";
import { findingPlaces } from "../case_findings.ts";
import {
  type CaseColumns,
  dateNumber,
  dateText,
  emptyColumns,
  labelWords,
  pickRows,
} from "./case_columns.ts";
import { NumberColumn } from "./columns.ts";
import { TextLookup } from "./text_column.ts";

/** A growing table of cases; rows count from 0 in the order of adding. */
export class CaseTable {
  /** The names of the findings. */
  readonly labelNames: readonly string[];
  readonly #columns: CaseColumns;
  readonly #sexes: CategoryColumn;
  readonly #views: CategoryColumn;
  readonly #removed: NumberColumn<Uint8Array>;
  #removedCount = 0;
  #nextNumber: number;
  #idLookup: TextLookup | undefined;
  #patientLookup: TextLookup | undefined;

  /** A table of the columns given, none of them removed; default: empty. */
  constructor(
    labelNames: readonly string[],
    columns: CaseColumns = emptyColumns(),
    nextNumber = 0,
  ) {
    this.labelNames = labelNames;
    this.#columns = columns;
    this.#sexes = new CategoryColumn("sex", columns.sexes, columns.sexNames);
    this.#views = new CategoryColumn("view", columns.views, columns.viewNames);
    this.#removed = new NumberColumn<Uint8Array>(new Uint8Array(columns.numbers.length));
    this.#nextNumber = nextNumber;
  }

  /** The number of rows, those of removed cases included. */
  get rows(): number {
    return this.#columns.numbers.length;
  }

  /** The number of cases, those that were removed not counted. */
  get count(): number {
    return this.rows - this.#removedCount;
  }

  /** The number that the next case gets. */
  get nextNumber(): number {
    return this.#nextNumber;
  }

  /** `[rows]` 255 for a removed case, 0 for others. */
  get removed(): Uint8Array {
    return this.#removed.data;
  }

  /** The runs of rows, from … to, that were not removed. */
  *runs(): Generator<readonly [from: number, to: number]> {
    const { removed } = this;
    for (let from = 0; from < removed.length; from++) {
      if (removed[from] !== 0) continue;
      const next = removed.indexOf(255, from);
      const to = next < 0 ? removed.length : next;
      yield [from, to];
      from = to;
    }
  }

  /** The columns as they are now. */
  get columns(): CaseColumns {
    return { ...this.#columns, sexNames: this.#sexes.names, viewNames: this.#views.names };
  }

  /** The case of a row. */
  at(row: number): Case {
    const { ids, images, labels, unknown, patients, patientNames, ages } = this.#columns;
    const date = this.#columns.dates.at(row);
    const visit = this.#columns.visits.at(row);
    const report = this.#columns.reports.at(row);
    return {
      id: ids.at(row),
      patient: patientNames.at(patients.at(row)),
      labels: this.#findingsIn(labels, row),
      unknown: this.#findingsIn(unknown, row),
      sex: this.#sexes.at(row),
      age: ages.at(row),
      view: this.#views.at(row),
      ...date !== 0 && { date: dateText(date) },
      ...!Number.isNaN(visit) && { visit },
      ...report !== "" && { report },
      image: images.at(row),
    };
  }

  /** The number of a row, see `Hit`. */
  numberOf(row: number): number {
    return this.#columns.numbers.at(row);
  }

  /** The first row whose number is at least this, or the number of rows where there is none. */
  firstRowFrom(number: number): number {
    const { numbers } = this.#columns;
    let [from, to] = [0, this.rows];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (numbers.at(middle) < number) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The row of the case with this id, or undefined where there is none. */
  rowOf(id: string): number | undefined {
    this.#idLookup ??= new TextLookup(this.#columns.ids);
    const row = this.#idLookup.rowOf(id);
    return row === undefined || this.removed[row] !== 0 ? undefined : row;
  }

  /** The number that stands for a patient, or undefined where no case is of that patient. */
  patientNumber(patient: string): number | undefined {
    this.#patientLookup ??= new TextLookup(this.#columns.patientNames);
    return this.#patientLookup.rowOf(patient);
  }

  /**
   * Adds cases as the last rows.
   *
   * @throws {InputError} if an id is there already or twice, a date is no day, a finding is none of the
   * table's or both present and unknown, or there are too many different sexes or views; nothing is
   * added then
   */
  add(cases: readonly Case[]): void {
    const ids = new Set<string>();
    for (const { id, patient, image, date, report = "" } of cases) {
      // Written as UTF-8, two of them would become one.
      if (![id, patient, image, report].every((text) => text.isWellFormed())) {
        throw new InputError(
          `Cannot add ${
            JSON.stringify(id)
          }: its id, patient, image or report holds half a letter (a lone surrogate)`,
        );
      }
      if (date !== undefined && !isDay(date)) {
        throw new InputError(`Cannot add "${id}": its date is "${date}", expected "2017-03-05"`);
      }
      if (ids.has(id)) throw new InputError(`Cannot add "${id}": it is given twice`);
      if (this.rowOf(id) !== undefined) {
        throw new InputError(
          `Cannot add "${id}": the index has a case of this id; remove it first`,
        );
      }
      ids.add(id);
    }
    const places = cases.map((item) => findingPlaces(item, this.labelNames));
    const sexes = this.#sexes.places(cases.map(({ sex }) => sex));
    const views = this.#views.places(cases.map(({ view }) => view));
    const { ids: idColumn, images, labels, unknown, patients, ages, numbers } = this.#columns;
    const { dates, visits, reports } = this.#columns;
    for (const [n, item] of cases.entries()) {
      this.#sexes.push(sexes[n]!);
      this.#views.push(views[n]!);
      patients.push(this.#patientNumberOrNew(item.patient));
      ages.push(item.age);
      dates.push(item.date === undefined ? 0 : dateNumber(item.date));
      visits.push(item.visit ?? NaN);
      reports.push(item.report ?? "");
      images.push(item.image);
      for (const word of this.#mask(places[n]!.present)) labels.push(word);
      for (const word of this.#mask(places[n]!.unknown)) unknown.push(word);
      this.#removed.push(0);
      idColumn.push(item.id);
      this.#idLookup!.put(this.rows);
      numbers.push(this.#nextNumber++);
    }
  }

  /** Removes the case of a row; its row stays. */
  remove(row: number): void {
    if (this.removed[row] !== 0) return;
    this.removed[row] = 255;
    this.#removedCount++;
  }

  /** A table without the rows of removed cases; patients of whom there is no case are gone, too. */
  compacted(): CaseTable {
    const rows = new Uint32Array(this.count);
    let kept = 0;
    for (const [from, to] of this.runs()) {
      for (let row = from; row < to; row++) rows[kept++] = row;
    }
    return new CaseTable(this.labelNames, pickRows(this.columns, rows), this.#nextNumber);
  }

  /** Frees what columns that were never asked for hold. */
  close(): void {
    const { sexNames: _, viewNames: __, ...columns } = this.#columns;
    for (const column of Object.values(columns)) column.close();
  }

  #patientNumberOrNew(patient: string): number {
    const known = this.patientNumber(patient);
    if (known !== undefined) return known;
    const { patientNames } = this.#columns;
    patientNames.push(patient);
    this.#patientLookup!.put(patientNames.length - 1);
    return patientNames.length - 1;
  }

  /** The names of the findings whose bits are set in a row. */
  #findingsIn(masks: NumberColumn<Uint32Array>, row: number): readonly string[] {
    const first = row * labelWords(this.labelNames);
    return this.labelNames.filter((_, label) =>
      (masks.at(first + (label >> 5)) >>> (label & 31) & 1) === 1
    );
  }

  #mask(places: readonly number[]): Uint32Array {
    const mask = new Uint32Array(labelWords(this.labelNames));
    for (const place of places) mask[place >> 5]! |= 1 << (place & 31);
    return mask;
  }
}

/** Different texts that a {@linkcode CategoryColumn} can hold. */
const MOST_CATEGORIES = 256;

/** A column of a few different texts, kept as their places in a list of names. */
class CategoryColumn {
  readonly #what: string;
  readonly #places: NumberColumn<Uint8Array>;
  names: readonly string[];

  constructor(what: string, places: NumberColumn<Uint8Array>, names: readonly string[]) {
    this.#what = what;
    this.#places = places;
    this.names = names;
  }

  at(row: number): string {
    return this.names[this.#places.at(row)]!;
  }

  /** The places of texts, of which new ones join the names. */
  places(texts: readonly string[]): readonly number[] {
    const names = [...new Set([...this.names, ...texts])];
    if (names.length > MOST_CATEGORIES) {
      throw new InputError(
        `Cannot add cases: they have ${names.length} different values of ${this.#what}, an index ` +
          `holds at most ${MOST_CATEGORIES}`,
      );
    }
    this.names = names;
    return texts.map((text) => names.indexOf(text));
  }

  push(place: number): void {
    this.#places.push(place);
  }
}
