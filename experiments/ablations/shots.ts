/**
 * Few training films: as many as the column says, drawn by the seed. Where they are few, steps are
 * small and epochs many, so that all learn for about as long. Best on an unseen database, since one
 * of training films grows with them.
 *
 *     npx -y deno@2.9.6 task ablate shots
 *
 * @module
 */
import type { Study } from "@cohash/cohash/study";

/** Films, of one step, and epochs. */
const SIZES = [[100, 32, 200], [300, 32, 100], [1000, 128, 80], [3000, 128, 40], [6000, 128, 40]];

/** See the module. */
export const study: Study = {
  question: "How many labelled films does it take, and does co-occurrence help where they are few?",
  baseline: "OrthoHash",
  rows: [
    { name: "OrthoHash", changes: { method: "orthohash" } },
    { name: "cohash", changes: { targets: { kind: "gcn" } } },
    { name: "identity graph", changes: { targets: { kind: "gcn" }, graph: { kind: "identity" } } },
    { name: "label sets", changes: { loss: { kind: "sets" }, asking: { kind: "sets" } } },
    { name: "HashNet", changes: { method: "hashnet" } },
  ],
  columnTitle: "training films",
  columns: SIZES.map(([trainFilms, batchSize, epochs]) => ({
    name: String(trainFilms),
    changes: { data: { split: { trainFilms } }, train: { batchSize, epochs } },
  })),
};
