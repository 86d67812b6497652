/**
 * Reading node attributes.
 *
 * @module
 */
import type { Attribute } from "../program.ts";

/** An attribute that is a whole number. */
export function integer(value: Attribute | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** An attribute that is a list of whole numbers. */
export function integers(
  value: Attribute | undefined,
  otherwise: readonly number[],
): readonly number[] {
  return Array.isArray(value) ? value : otherwise;
}

/** An attribute that is a float. */
export function float(value: Attribute | undefined, otherwise: number): number {
  return typeof value === "object" && "float" in value ? value.float : otherwise;
}
