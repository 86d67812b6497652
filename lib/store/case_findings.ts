/**
 * Which findings of a store a case has, and of which that is unknown.
 *
 * @module
 */
import { didYouMean, InputError } from "../base/errors.ts";
import type { Case } from "./case.ts";

/** Places among a store's findings. */
export interface FindingPlaces {
  /** Of the findings that are present. */
  readonly present: readonly number[];
  /** Of those that are not known; none of them is among `present`. */
  readonly unknown: readonly number[];
}

/**
 * The places of a case's findings among those of a store.
 *
 * @throws {InputError} if one is none of the store's, or both present and unknown
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { findingPlaces } from "./case_findings.ts";
 *
 * const film = { id: "1.png", labels: ["Mass"], unknown: ["Edema"] };
 * assertEquals(findingPlaces(film, ["Edema", "Mass"]), { present: [1], unknown: [0] });
 * assertThrows(() => findingPlaces({ ...film, unknown: ["Mass"] }, ["Edema", "Mass"]), Error);
 * ```
 */
export function findingPlaces(
  { id, labels, unknown }: Pick<Case, "id" | "labels" | "unknown">,
  labelNames: readonly string[],
): FindingPlaces {
  const placeOf = (name: string) => {
    const place = labelNames.indexOf(name);
    if (place >= 0) return place;
    throw new InputError(
      `Cannot add "${id}": its finding "${name}" is none of the index's` +
        `${didYouMean(name, labelNames)}: ${labelNames.join(", ")}`,
    );
  };
  const both = unknown.find((name) => labels.includes(name));
  if (both !== undefined) {
    throw new InputError(
      `Cannot add "${id}": its finding "${both}" is given as present and as unknown; expected one`,
    );
  }
  return { present: labels.map(placeOf), unknown: unknown.map(placeOf) };
}
