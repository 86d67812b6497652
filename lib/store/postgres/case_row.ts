/**
 * Cases as rows of the table of codes, and back.
 *
 * @module
 */
import { hash } from "node:crypto";
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import type { StoredCase } from "../case.ts";
import { findingPlaces } from "../case_findings.ts";
import type { StoreInfo } from "../code_store.ts";

/** The columns that are written, with the SQL type of each as a parameter and in the table. */
export const COLUMNS = {
  number: { given: "bigint", kept: () => "bigint" },
  id: { given: "text", kept: () => "text" },
  code: { given: "text", kept: ({ bits }: StoreInfo) => `bit(${bits})` },
  labels: { given: "text", kept: (info: StoreInfo) => `bit(${labelBits(info)})` },
  unknown: { given: "text", kept: (info: StoreInfo) => `bit(${labelBits(info)})` },
  patient: { given: "text", kept: () => "text" },
  sex: { given: "text", kept: () => "text" },
  view: { given: "text", kept: () => "text" },
  age: { given: "double precision", kept: () => "double precision" },
  image: { given: "text", kept: () => "text" },
  date: { given: "text", kept: () => "text" },
  visit: { given: "double precision", kept: () => "double precision" },
  report: { given: "text", kept: () => "text" },
  checksum: { given: "bigint", kept: () => "bigint" },
} as const;

/** What stands for columns that tables of an earlier format lack, as SQL. */
export interface ColumnSql {
  /** The bits of the findings that are unknown. */
  readonly unknown: string;
  readonly date: string;
  readonly visit: string;
  readonly report: string;
}

/** What `select` must give for {@linkcode caseOfRow}. */
export function rowSql({ unknown, date, visit, report }: ColumnSql): string {
  return "number::double precision as number, id, code::text as code, labels::text as labels, " +
    `(${unknown})::text as unknown, patient, sex, view, age, image, ${date} as date, ` +
    `${visit} as visit, ${report} as report`;
}

const rowSchema = z.object({
  number: z.number(),
  id: z.string(),
  code: z.string(),
  labels: z.string(),
  unknown: z.string(),
  patient: z.string(),
  sex: z.string(),
  view: z.string(),
  age: z.number().nullable(),
  image: z.string(),
  date: z.string().nullable(),
  visit: z.number().nullable(),
  report: z.string().nullable(),
});

/** A code as PostgreSQL reads bits: `xff00` has eight ones, then eight zeros. */
export function bitsText(code: Uint8Array): string {
  return `x${code.toHex()}`;
}

/** The values of a case in the order of {@linkcode COLUMNS}. */
export type CaseRow = readonly (string | number | null)[];

/** The case of a row that was selected by {@linkcode rowSql}. */
export function caseOfRow(row: unknown, { labelNames }: StoreInfo): StoredCase {
  const { number, code, labels, unknown, age, date, visit, report, ...texts } = rowSchema.parse(
    row,
  );
  const namesIn = (digits: string) => labelNames.filter((_, label) => digits[label] === "1");
  return {
    number,
    code: bytesOfBits(code),
    case: {
      ...texts,
      labels: namesIn(labels),
      unknown: namesIn(unknown),
      age: age ?? NaN,
      ...date !== null && { date },
      ...visit !== null && { visit },
      ...report !== null && { report },
    },
  };
}

/**
 * The row of a case.
 *
 * @throws {InputError} if a finding is none of the store's or both present and unknown, or a text has
 * a NUL character, which PostgreSQL does not keep
 */
export function rowOf({ number, code, case: film }: StoredCase, info: StoreInfo): CaseRow {
  const { id, patient, sex, view, image, date = null, visit = null, report = null } = film;
  for (const text of [id, patient, sex, view, image, report ?? ""]) {
    if (text.includes("\0")) {
      throw new InputError(
        `Cannot store "${id.replaceAll("\0", "\\0")}": PostgreSQL keeps no text with a NUL ` +
          "character; rename it in the index",
      );
    }
  }
  const age = Number.isNaN(film.age) ? null : film.age;
  const places = findingPlaces(film, info.labelNames);
  const [labels, unknown] = [digitsOf(places.present, info), digitsOf(places.unknown, info)];
  const values = [number, id, bitsText(code), labels, unknown, patient, sex, view, age, image];
  const added = [date, visit, report];
  // 64 bits of the SHA-256 of all the others, as a signed number. Rows without the facts that were
  // added to the table keep the checksum that they had, so that they are not sent again.
  const hashed = added.every((fact) => fact === null) ? values : [...values, ...added];
  const digits = hash("sha256", JSON.stringify(hashed)).slice(0, 16);
  return [...values, ...added, BigInt.asIntN(64, BigInt(`0x${digits}`)).toString()];
}

/** What tells rows apart that differ in anything. */
export function checksumOf(row: CaseRow): bigint {
  return BigInt(row.at(-1)!);
}

/** Bits of the column of findings, which cannot be empty. */
function labelBits({ labelNames }: StoreInfo): number {
  return Math.max(1, labelNames.length);
}

/** One digit a finding, 1 at the places given. */
function digitsOf(places: readonly number[], info: StoreInfo): string {
  const digits = new Array<string>(labelBits(info)).fill("0");
  for (const place of places) digits[place] = "1";
  return digits.join("");
}

/** The bytes of a text of ones and zeros. */
export function bytesOfBits(digits: string): Uint8Array {
  return Uint8Array.from(
    { length: digits.length / 8 },
    (_, byte) => parseInt(digits.slice(8 * byte, 8 * byte + 8), 2),
  );
}
