/**
 * cohash beside every published method, each with its published loss, all with one backbone, head,
 * optimiser and order of films.
 *
 *     npx -y deno@2.9.6 task ablate peers
 *
 * @module
 */
import { HASHING_METHODS } from "@cohash/cohash/methods";
import { CODE_LENGTHS, type Study } from "@cohash/cohash/study";

/** Enough to see how methods fare as codes grow. */
const LENGTHS = ["16", "32", "64", "128"];

/** See the module. */
export const study: Study = {
  question: "Does cohash retrieve better than its peers, at every code length?",
  baseline: "cohash",
  rows: HASHING_METHODS.map((method) => ({ name: method, changes: { method } })),
  columnTitle: "bits",
  columns: CODE_LENGTHS.filter(({ name }) => LENGTHS.includes(name)),
};
