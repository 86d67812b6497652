/**
 * Cases in the API's terms.
 *
 * @module
 */
import type { Case } from "../store/case.ts";
import type { CaseAnswer, CaseChoice } from "./schemas.ts";
import type { CaseHandles } from "./security/case_handles.ts";

/** Makes what is told of cases. */
export class CaseAnswers {
  readonly #handles: CaseHandles;

  constructor(handles: CaseHandles) {
    this.#handles = handles;
  }

  /** A case as the API gives it: without the place of its film. */
  of(
    { id, patient, labels, unknown, sex, age, view, image, date = "", visit, report = "" }: Case,
  ): CaseAnswer {
    return {
      id,
      handle: this.#handles.of(id),
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
    return "id" in choice ? choice.id : this.#handles.id(choice.handle);
  }
}
