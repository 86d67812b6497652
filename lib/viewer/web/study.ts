/**
 * Opening a study of the hospital's archive: by its number, or by a link of the archive's own viewer
 * that ends in `#study=` and the StudyInstanceUID.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { searchWithStudy } from "./actions.ts";
import { texts } from "./language.ts";
import { type State, valueOf } from "./state.ts";

/** The box for a study's number, where the viewer opens studies. */
export function studyForm({ collection }: State): TemplateResult | typeof nothing {
  if (valueOf(collection)?.opensStudies !== true) return nothing;
  const { study } = texts();
  return html`
    <form @submit=${open}>
      <label for="study-number" class="hidden">${study.number}</label>
      <input id="study-number" name="number" type="search" placeholder=${study.number}
        autocomplete="off" spellcheck="false" maxlength="64">
      <button type="submit">${study.open}</button>
    </form>
  `;
}

function open(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const number = String(new FormData(form).get("number")).trim();
  if (number === "") return;
  // Whoever comes to the screen next does not see whose study it was.
  form.reset();
  void searchWithStudy(number);
}

/** Opens the study that the address names, and takes it out of the address; false where none is. */
export async function openLinkedStudy(): Promise<boolean> {
  const number = /^#study=([\d.]{1,64})$/.exec(location.hash)?.[1];
  if (number === undefined) return false;
  history.replaceState(null, "", "#film");
  await searchWithStudy(number);
  return true;
}
