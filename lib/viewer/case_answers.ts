/**
 * Cases in the API's terms.
 *
 * @module
 */
import type { Case } from "../store/case.ts";
import type { Filter } from "../store/filter/filter.ts";
import type { CaseAnswer, CaseChoice, Collection, FilmChoice, SearchRequest } from "./schemas.ts";
import type { CaseHandles } from "./security/case_handles.ts";
import type { HiddenIdentifiers } from "./security/hidden_identifiers.ts";

/** Makes what is told of cases. */
export class CaseAnswers {
  readonly #handles: CaseHandles;
  readonly #hidden: HiddenIdentifiers | undefined;

  /** @param hidden Where it is not to be told whose the cases are */
  constructor(handles: CaseHandles, hidden?: HiddenIdentifiers) {
    this.#handles = handles;
    this.#hidden = hidden;
  }

  /** Whether ids, patients and dates are hidden. */
  get areHidden(): boolean {
    return this.#hidden !== undefined;
  }

  /** A case as the API gives it: without the place of its film. */
  of(one: Case): CaseAnswer {
    const { id, patient, labels, unknown, sex, age, view, image, date = "", visit, report = "" } =
      this.#hidden?.shown(one) ?? one;
    return {
      id,
      handle: this.#handles.of(one.id),
      patient,
      labels: [...labels],
      unknown: [...unknown],
      sex: sex === "F" || sex === "M" ? sex : "",
      age: Number.isNaN(age) ? null : age,
      view,
      date,
      visit: visit ?? null,
      report,
      hasImage: image !== "",
    };
  }

  /** The id of the case that is meant, undefined where a handle stands for none. */
  idOf(choice: CaseChoice): string | undefined {
    if ("handle" in choice) return this.#handles.id(choice.handle);
    return this.#hidden === undefined ? choice.id : this.#hidden.id(choice.id);
  }

  /** The handles of those that name a case, whether or not there is one. */
  handlesOf(choices: readonly (SearchRequest | FilmChoice)[]): string[] {
    return choices.flatMap((choice) => {
      if ("handle" in choice) return [choice.handle];
      return "id" in choice ? [this.#handles.of(this.idOf(choice) ?? choice.id)] : [];
    });
  }

  /** A range of ages as cases are told to have them. */
  ages(range: Collection["ages"]): Collection["ages"] {
    if (range === null || this.#hidden === undefined) return range;
    return { from: this.#hidden.age(range.from), to: this.#hidden.age(range.to) };
  }

  /**
   * What a filter means that a user wrote of cases as they are told.
   *
   * @throws {InputError} if it asks for what is hidden
   */
  meant(filter: Filter): Filter {
    return this.#hidden?.meant(filter) ?? filter;
  }
}
