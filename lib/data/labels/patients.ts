/**
 * Whose films are whose. A film of which no patient is known is a patient of its own: films that
 * share an empty cell share nothing, so that one of them may be found by another, and they may stand
 * on two sides of a split.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { spreadsheetFault } from "../tables/ids.ts";
import { listSome, rowName } from "../tables/table.ts";
import { meaningOfNothing } from "./nothing_words.ts";
import { asSeen } from "./spellings.ts";

/** What the name of a film's own patient begins with; no patient of a table is called so. */
const OWN = "unknown: ";

/** What stands for a patient whose name was removed, beside the words for an empty cell. */
const NAMELESS =
  /^(anonym(ous|i[sz]ed)?|anon|de-?identified|redacted|removed|withheld|hidden|no ?(name|id)|x{3,}|\*+|_+|)$/i;

/** Options of {@linkcode patientsOf}. */
export interface PatientContext {
  /** The table's name, for messages. */
  readonly name: string;
  /** See `Table`. */
  readonly rowNumbers?: readonly number[] | undefined;
  /** Hears how many films have a patient of their own. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * The patient of a film of which no patient is known: the same wherever the film has this id, and
 * nobody else's.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ownPatient } from "./patients.ts";
 *
 * assertEquals(ownPatient("film1.png"), "unknown: film1.png");
 * ```
 */
export function ownPatient(id: string): string {
  return OWN + id;
}

/**
 * The patient whom a cell or a header names, or the film's own where it names none: where it is
 * empty, says `NaN`, `null`, `unknown`, `anonymous` and the like, or is the name of an own patient.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { patientOf } from "./patients.ts";
 *
 * assertEquals(patientOf("film1.png", " 17 "), "17");
 * assertEquals(patientOf("film1.png", "nan"), "unknown: film1.png");
 * ```
 */
export function patientOf(id: string, name: string): string {
  return namesPatient(name) ? asSeen(name) : ownPatient(id);
}

function namesPatient(name: string): boolean {
  if (isOwnPatient(name)) return false;
  // No word for nobody has digits, and most names have.
  if (/\d/.test(name)) return true;
  const meaning = meaningOfNothing(name);
  if (meaning === "unwritten" || meaning === "unknown") return false;
  // DICOM writes names as "ANONYMOUS^PATIENT".
  const bare = asSeen(name.replace(/[\^[\]()<>\s]+/g, " "));
  return !NAMELESS.test(bare) && !NAMELESS.test(bare.replace(/^patient\b|\bpatient$/i, "").trim());
}

/** Whether a name is that of a film's own patient, see {@linkcode ownPatient}. */
export function isOwnPatient(name: string): boolean {
  return name.startsWith(OWN);
}

/**
 * The patient of each film of a table.
 *
 * @param ids `[n]`; rows of one film may repeat its id, and need not all name its patient
 * @param cells `[n]` the cells of the column of patients, undefined where there is none
 * @throws {InputError} if a film has two patients, or a cell is the name of another film's own
 * patient
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { patientsOf } from "./patients.ts";
 *
 * const notes: string[] = [];
 * const context = { name: "labels.csv", onWarning: (note: string) => notes.push(note) };
 * assertEquals(patientsOf(["a", "b", "c"], ["7", "", "7"], context), ["7", "unknown: b", "7"]);
 * assertEquals(notes.length, 1);
 * ```
 */
export function patientsOf(
  ids: readonly string[],
  cells: readonly string[] | undefined,
  context: PatientContext,
): string[] {
  const { name, onWarning } = context;
  if (cells === undefined) {
    onWarning?.(
      `"${name}" has no column of patients (data.columns.patient): every film counts as a ` +
        `patient of its own, and repeat films may flatter the results`,
    );
    return ids.map(ownPatient);
  }
  const rowOf = namingRows(ids, cells, context);
  const unnamed = new Set(ids.filter((id) => !rowOf.has(id)));
  const patients = ids.map((id) => {
    const row = rowOf.get(id);
    return row === undefined ? ownPatient(id) : asSeen(cells[row]!);
  });
  if (unnamed.size > 0) {
    onWarning?.(
      `"${name}" names no patient for ${unnamed.size} of ${new Set(ids).size} films: each counts ` +
        `as a patient of its own: ${listSome([...unnamed], 3)}`,
    );
  }
  return patients;
}

/** The first row of each film that names its patient. */
function namingRows(
  ids: readonly string[],
  cells: readonly string[],
  context: PatientContext,
): ReadonlyMap<string, number> {
  const rowOf = new Map<string, number>();
  for (const [row, id] of ids.entries()) {
    const cell = asSeen(cells[row]!);
    const where = `Cannot read "${context.name}": ${rowName(row, context)}`;
    const fault = spreadsheetFault(cell);
    if (fault !== undefined) throw new InputError(`${where} has the patient "${cell}", ${fault}`);
    if (isOwnPatient(cell) && cell !== ownPatient(id)) {
      throw new InputError(
        `${where} gives "${id}" to patient "${cell}", as films ` +
          `without a patient are called; expected another name, or an empty cell`,
      );
    }
    if (!namesPatient(cell)) continue;
    const before = rowOf.get(id);
    if (before === undefined) rowOf.set(id, row);
    else if (asSeen(cells[before]!) !== cell) {
      throw new InputError(
        `${where} gives "${id}" to patient "${cell}", ` +
          `${rowName(before, context)} to "${asSeen(cells[before]!)}"`,
      );
    }
  }
  return rowOf;
}
