/**
 * How a query asks, for every kind of method: by its own bits, with the vector of what it most
 * probably shows, by expected relevance. In each block everybody asks the same way.
 *
 *     npx -y deno@2.9.6 task ablate asking
 *
 * @module
 */
import { CODE_LENGTHS, type Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "What is it worth to ask by what a film probably shows, and does it help everybody?",
  baseline: "OrthoHash",
  rows: [
    { name: "OrthoHash", changes: { method: "orthohash" } },
    { name: "cohash, labels", changes: { loss: { kind: "labels" } } },
    { name: "cohash, label sets", changes: { loss: { kind: "sets" }, asking: { kind: "sets" } } },
    { name: "CSQ", changes: { method: "csq" } },
    { name: "HashNet", changes: { method: "hashnet" } },
    { name: "IDHN", changes: { method: "idhn" } },
    { name: "LSH", changes: { method: "lsh" } },
  ],
  columnTitle: "bits",
  columns: CODE_LENGTHS.filter(({ name }) => ["16", "32", "64", "128"].includes(name)),
  asks: ["code", "target", "expected"],
};
