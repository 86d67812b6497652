/**
 * The floors of the house, from the top down: a room imports from lower floors only, and rooms of
 * one floor know nothing of each other. docs/architecture.md says what each is for.
 *
 * @module
 */

/** Rooms by floor, the highest first; a room is a folder with all that is
 * below it, or the one file that opens lib from outside. */
export const FLOORS: readonly (readonly string[])[] = [
  ["tests"],
  ["bench"],
  ["tools"],
  ["cli"],
  ["experiments", "notebooks"],
  ["lib/mod.ts"],
  ["lib/viewer"],
  ["lib/search", "lib/study"],
  ["lib/report"],
  ["lib/train"],
  ["lib/run"],
  ["lib/config", "lib/charts"],
  ["lib/methods"],
  ["lib/loss"],
  ["lib/store", "lib/model", "lib/graph", "lib/metrics"],
  ["lib/asking"],
  ["lib/worth"],
  ["lib/autodiff", "lib/data"],
  ["lib/codes"],
  ["lib/base"],
];

/** Folders outside the house that any room may use: stand-ins for packages of the import map. */
export const PACKAGES: readonly string[] = ["tools/std"];

/** What nothing below `lib` may name, not even as text of a path. */
export const ABOVE_LIB: readonly string[] = ["cli", "experiments", "notebooks"];
