/**
 * Cases without what tells whose they are, for teaching and for readers who need not know.
 *
 * What is hidden follows the Safe Harbor method of HIPAA (45 CFR 164.514(b)(2)), as far as an index
 * holds it: names, numbers and dates become opaque numbers, ages above 89 one class, and reports,
 * whose text may name people, are left out. Letters burned into the pixels of a film stay.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import { InputError } from "../../base/errors.ts";
import type { Case } from "../../store/case.ts";
import type { Filter } from "../../store/filter/filter.ts";
import type { ServerSecret } from "./server_secret.ts";

/** The oldest age that is told, in years; all above are told as one more. */
const OLDEST = 89;

/** Visits are told in days of a calendar that begins up to so many days earlier for each patient. */
const MOST_SHIFT = 20_000;

const DAY = 86_400_000;

/** Shows cases under numbers of this server, and knows what its numbers stand for. */
export class HiddenIdentifiers {
  readonly #key: Uint8Array;
  readonly #ids = new Map<string, string>();
  readonly #patients = new Map<string, string>();

  /** @param cases All whose numbers may be asked for */
  constructor(secret: ServerSecret, cases: readonly Case[]) {
    this.#key = secret.key("hidden identifiers", 32);
    for (const { id } of cases) this.#ids.set(this.#number("id", id), id);
    for (const patient of new Set(cases.map((one) => one.patient))) {
      this.#patients.set(this.#number("patient", patient), patient);
    }
  }

  /**
   * A case as it is shown. A date becomes a visit, in days from a day of the patient's own: the order
   * of a patient's films and the time between them stay, and the day of none is told.
   */
  shown({ date, report: _, ...one }: Case): Case {
    const visit = date === undefined ? one.visit : this.#visit(one.patient, date);
    return {
      ...one,
      id: this.#number("id", one.id),
      patient: one.patient === "" ? "" : this.#number("patient", one.patient),
      age: this.age(one.age),
      ...(visit === undefined ? {} : { visit }),
    };
  }

  /** An age as it is told, in years; NaN stays. */
  age(years: number): number {
    return years > OLDEST ? OLDEST + 1 : years;
  }

  /** The id of the case that is shown under a number, undefined if there is none. */
  id(number: string): string | undefined {
    return this.#ids.get(number);
  }

  /**
   * What a filter means that was written about cases as they are shown.
   *
   * @throws {InputError} if it asks for a date
   */
  meant(filter: Filter): Filter {
    switch (filter.kind) {
      case "patient":
        return { kind: "patient", patient: this.#patients.get(filter.patient) ?? NOBODY };
      case "age":
        return meantAge(filter);
      case "date":
        throw new InputError("Cannot filter by date: this viewer hides dates");
      case "and":
      case "or":
        return { ...filter, parts: filter.parts.map((part) => this.meant(part)) };
      case "not":
      case "unknown":
        return { ...filter, part: this.meant(filter.part) };
      default:
        return filter;
    }
  }

  /** 15 digits: among a million names two get the same number in one server of 2,000. */
  #number(kind: string, name: string): string {
    return String(this.#hash(kind, name) % 10n ** 15n).padStart(15, "0");
  }

  #visit(patient: string, date: string): number {
    return Date.parse(date) / DAY + Number(this.#hash("calendar", patient) % BigInt(MOST_SHIFT));
  }

  #hash(kind: string, name: string): bigint {
    const digest = createHmac("sha256", this.#key).update(JSON.stringify([kind, name])).digest();
    return digest.readBigUInt64BE();
  }
}

/** What no patient is called: a number is asked for that stands for none. */
const NOBODY = "\0";

/** Ages above the oldest are one class: a filter finds all of them or none. */
function meantAge({ from, to }: Filter & { readonly kind: "age" }): Filter {
  const told: Filter = { kind: "age", from, to: Math.min(to, OLDEST) };
  if (from > OLDEST + 1 || to < OLDEST + 1) return told;
  const known: Filter = { kind: "age", from: 0, to: Infinity };
  const younger: Filter = { kind: "age", from: 0, to: OLDEST };
  const oldest: Filter = { kind: "and", parts: [known, { kind: "not", part: younger }] };
  return { kind: "or", parts: [told, oldest] };
}
