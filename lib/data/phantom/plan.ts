/**
 * Who is X-rayed when, and what each film is to show, before anything is drawn.
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import type { Projection } from "./chest.ts";
import { drawPatient, drawProjection, type Patient } from "./film.ts";
import { type LabelSet, sampleLabelSet } from "./label_sets.ts";

/** One film without its pixels. */
export interface FilmPlan {
  readonly id: string;
  readonly patientId: string;
  readonly patient: Patient;
  readonly labels: LabelSet;
  readonly view: Projection;
  readonly age: number;
  readonly random: Random;
}

/** How likely a patient's next film shows exactly the findings of the last. */
const PERSISTENCE = 0.6;
/** How likely a film of a patient is followed by another, and where the series ends at the latest. */
const FOLLOW_UP = 0.68;
const MOST_FILMS = 12;

/**
 * Plans patient after patient until there are enough films. A patient's first film has a label set
 * drawn from the table; each next film keeps it or, less often, has a fresh one, so that over all
 * films the label sets are as frequent as in the table.
 */
export function planFilms(count: number, table: readonly LabelSet[], random: Random): FilmPlan[] {
  const plans: FilmPlan[] = [];
  for (let patient = 0; plans.length < count; patient++) {
    plans.push(...planPatient(patient, table, random.fork(`patient ${patient}`)));
  }
  return plans.slice(0, count);
}

/** The series of films of one patient. */
function planPatient(number: number, table: readonly LabelSet[], random: Random): FilmPlan[] {
  const id = String(number).padStart(5, "0");
  const patient = drawPatient(random);
  const plans: FilmPlan[] = [];
  let labels = sampleLabelSet(table, random);
  let { age } = patient;
  do {
    const filmRandom = random.fork(`film ${plans.length}`);
    plans.push({
      id: `phantom_${id}_${String(plans.length).padStart(3, "0")}`,
      patientId: id,
      patient,
      labels,
      view: drawProjection(labels.findings, filmRandom),
      age,
      random: filmRandom,
    });
    if (!random.chance(PERSISTENCE)) labels = sampleLabelSet(table, random);
    if (random.chance(0.15)) age++;
  } while (plans.length < MOST_FILMS && random.chance(FOLLOW_UP));
  return plans;
}
