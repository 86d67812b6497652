import { assertEquals } from "@std/assert";
import type { Dataset, Inputs } from "../../../lib/data/dataset.ts";
import { galleryOf, summariseDataset } from "../../../lib/report/run/from_dataset.ts";

/** Four films of three patients, one by one in the parts of the split. */
function smallDataset(inputs: Inputs): Dataset {
  return {
    name: "small",
    ids: ["a", "b", "c", "d"],
    patients: ["p", "p", "q", "r"],
    labels: {
      names: ["Edema", "Mass"],
      values: Float32Array.of(1, 0, 1, 1, NaN, 0.4, 0, 0.9),
    },
    strata: { sex: ["", "", "", ""], age: new Float32Array(4), view: ["", "", "", ""] },
    inputs,
    split: {
      train: Uint32Array.of(0, 1),
      validation: Uint32Array.of(2),
      database: Uint32Array.of(0, 1, 2),
      query: Uint32Array.of(3),
    },
  };
}

const IMAGES: Inputs = {
  kind: "images",
  size: 1,
  read: (rows) => Promise.resolve(Float32Array.from(rows, (row) => row / 4)),
};
const FEATURES: Inputs = { kind: "features", width: 5, read: () => Promise.reject("not wanted") };

Deno.test("summariseDataset() counts films, patients and labels", () => {
  assertEquals(summariseDataset(smallDataset(IMAGES)), {
    name: "small",
    films: 4,
    patients: 3,
    parts: [
      { name: "train", films: 2, patients: 1 },
      { name: "validation", films: 1, patients: 1 },
      { name: "database", films: 3, patients: 2 },
      { name: "query", films: 1, patients: 1 },
    ],
    labels: [
      { name: "Edema", films: 2, unknown: 1 },
      { name: "Mass", films: 2, unknown: 0 },
    ],
  });
});

Deno.test("galleryOf() reads each film's findings and picture", async () => {
  const ranked = [{ row: 3, neighbours: [{ row: 1, distance: 2 }, { row: 2, distance: 5 }] }];
  const image = (grey: number) => ({ width: 1, height: 1, pixels: Uint8Array.of(grey) });
  assertEquals(await galleryOf(smallDataset(IMAGES), ranked), [{
    query: { id: "d", findings: ["Mass"], image: image(191) },
    neighbours: [
      { id: "b", findings: ["Edema", "Mass"], image: image(64), distance: 2 },
      {
        id: "c",
        findings: [],
        unknown: { names: ["Edema"], of: 2 },
        image: image(128),
        distance: 5,
      },
    ],
  }]);
});

Deno.test("galleryOf() does without pictures where there are features only", async () => {
  const [strip] = await galleryOf(smallDataset(FEATURES), [{ row: 3, neighbours: [] }]);
  assertEquals(strip, { query: { id: "d", findings: ["Mass"] }, neighbours: [] });
});
