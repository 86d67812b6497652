/**
 * All films of a patient, in time.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { showDialog } from "./dialogs.ts";
import { inTime } from "./arrange.ts";
import { caseCard } from "./cards.ts";
import { texts } from "./language.ts";
import { leavePatient } from "./patient_films.ts";
import { type PatientFilms, type State, valueOf } from "./state.ts";

/** The dialog; it is in the page always, and opened by {@linkcode showPatientDialog}. */
export function patientDialog({ patientFilms }: State): TemplateResult {
  return html`
    <dialog class="patient" aria-labelledby="patient-title" @close=${leavePatient}>
      ${patientFilms === undefined ? nothing : content(patientFilms)}
    </dialog>
  `;
}

/** Opens or closes the dialog as the state says. */
export function showPatientDialog({ patientFilms }: State): void {
  showDialog("patient", patientFilms !== undefined);
}

function content({ patient, cases }: PatientFilms): TemplateResult {
  const words = texts().patient;
  const page = valueOf(cases);
  return html`
    <header>
      <h2 id="patient-title">${words.title(patient)}</h2>
      <button type="button" class="primary" @click=${leavePatient}>${words.close}</button>
    </header>
    ${cases.kind === "failed" ? html`<p role="alert">${cases.message}</p>` : nothing}
    ${page === undefined ? nothing : html`
      <p class="small">${words.count(page.cases.length, page.total)}</p>
      <ol class="cards" @click=${leaveForSearch}>
        ${inTime(page.cases, (one) => one).map(caseCard)}
      </ol>
    `}
  `;
}

/** A film starts a search, as in the collection, which is not seen behind the dialog. */
function leaveForSearch({ target }: Event): void {
  if ((target as Element).closest("button.film") !== null) leavePatient();
}
