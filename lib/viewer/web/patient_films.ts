/**
 * Fetching all films of a patient.
 *
 * @module
 */
import { fetchCases } from "./client.ts";
import { NO_FILTERS, whereOf } from "./filters.ts";
import { change, current, fetched } from "./state.ts";

/** The most films that are shown. */
const MOST = 200;

/** Shows the films of a patient. */
export async function showPatient(patient: string): Promise<void> {
  const showing = { patient, cases: { kind: "loading" } } as const;
  change({ patientFilms: showing });
  const where = whereOf({ ...NO_FILTERS, patient });
  const cases = await fetched(fetchCases({ from: 0, top: MOST, where }));
  if (current().patientFilms === showing) change({ patientFilms: { patient, cases } });
}

/** Shows them no longer. */
export function leavePatient(): void {
  if (current().patientFilms !== undefined) change({ patientFilms: undefined });
}
