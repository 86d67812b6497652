/**
 * Patients that no choice has ever seen. Whoever compares settings on the queries for months has, in
 * the end, chosen by them; so some patients are kept out of every part, and asked with once.
 *
 * @module
 */
import { Random } from "../base/random.ts";

/** See the module. */
export interface HeldOut {
  /** Of the patients, in (0, 1). */
  readonly share: number;
  /** Whether they are the queries, in the place of the others. */
  readonly asked: boolean;
}

/**
 * Whether a patient is held out. The patient's id alone decides it, so that the same patients are
 * held out whatever the seed, and in every collection that calls them so.
 *
 * @param heldOut Default: nobody is
 * @example About one patient in ten
 * ```ts
 * import { assert } from "@std/assert";
 * import { isHeldOut } from "./held_out.ts";
 *
 * const patients = Array.from({ length: 1000 }, (_, n) => `patient ${n}`);
 * const held = patients.filter((patient) => isHeldOut(patient, { share: 0.1, asked: false }));
 * assert(held.length > 70 && held.length < 130);
 * ```
 */
export function isHeldOut(patient: string, heldOut: HeldOut | undefined): boolean {
  return heldOut !== undefined && new Random("held-out").fork(patient).float() < heldOut.share;
}
