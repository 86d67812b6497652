/**
 * The findings that filters may ask for.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";

/**
 * The place of a finding among those of a store.
 *
 * @throws {InputError} if it is none of them
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { findingPosition } from "./finding_position.ts";
 *
 * assertEquals(findingPosition("Edema", ["Mass", "Edema"]), 1);
 * assertThrows(() => findingPosition("Edma", ["Mass", "Edema"]), Error, 'did you mean "Edema"?');
 * ```
 */
export function findingPosition(label: string, labelNames: readonly string[]): number {
  const position = labelNames.indexOf(label);
  if (position >= 0) return position;
  const hint = didYouMean(label, labelNames);
  throw new InputError(
    `Cannot filter: the index has no finding "${label}"${hint}; it has ${labelNames.join(", ")}`,
  );
}
