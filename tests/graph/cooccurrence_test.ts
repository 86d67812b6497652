import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  conditionalProbabilities,
  countCooccurrence,
  patientWeights,
  positiveMutualInformation,
} from "../../lib/graph/cooccurrence.ts";
import { countEdges, thresholdEdges } from "../../lib/graph/adjacency.ts";
import { readIdList } from "../../lib/data/tables/id_list.ts";
import { readLabels } from "../../lib/data/layouts/read_labels.ts";
import { testWithSharedData } from "../helpers/shared_data.ts";

// Four films: {A, B}, {A}, {A, B, C}, {}.
const labels = {
  names: ["A", "B", "C"],
  values: Float32Array.of(1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0),
};

Deno.test("countCooccurrence() counts pairs of labels on the given rows only", () => {
  assertEquals(countCooccurrence(labels, [0, 1, 2, 3]), {
    labelNames: ["A", "B", "C"],
    counts: [[3, 2, 1], [2, 2, 1], [1, 1, 1]],
    positiveFilms: 3,
  });
  assertEquals(countCooccurrence(labels, [0, 3]).counts, [[1, 1, 0], [1, 1, 0], [0, 0, 0]]);
});

Deno.test("countCooccurrence() weights films and takes soft and missing labels", () => {
  const weighted = countCooccurrence(labels, [0, 1], [0.5, 2]);
  assertEquals(weighted.counts, [[2.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 0]]);
  const soft = { names: ["A", "B", "C"], values: Float32Array.of(0.5, 0.5, NaN) };
  assertEquals(countCooccurrence(soft, [0]).counts, [[0.5, 0.25, 0], [0.25, 0.5, 0], [0, 0, 0]]);
});

Deno.test("patientWeights() let every patient count once", () => {
  assertEquals(patientWeights(["p", "q", "p", "p"], [0, 1, 2]), Float64Array.of(0.5, 1, 0.5));
});

Deno.test("conditionalProbabilities() are M_ij / N_i, and 0 for labels never seen", () => {
  const never = { labelNames: ["A", "B"], counts: [[2, 0], [0, 0]], positiveFilms: 2 };
  assertEquals(conditionalProbabilities(never), [[1, 0], [0, 1]]);
  const [a] = conditionalProbabilities(countCooccurrence(labels, [0, 1, 2, 3]));
  assertEquals(a, [1, 2 / 3, 1 / 3]);
});

Deno.test("positiveMutualInformation() is ln(M_ij N / N_i N_j) over positives, at least 0", () => {
  const counts = [[4, 2, 0], [2, 2, 1], [0, 1, 5]];
  const ppmi = positiveMutualInformation({ labelNames: ["A", "B", "C"], counts, positiveFilms: 8 });
  assertAlmostEquals(ppmi[0]![1]!, Math.log(2 * 8 / (4 * 2)));
  assertEquals(ppmi[0]![2], 0);
  // ln(1·8 / (2·5)) is negative.
  assertEquals(ppmi[1]![2], 0);
});

testWithSharedData(
  "the label graph of ChestX-ray14 has the known number of edges at every threshold",
  ["nih/Data_Entry_2017_v2020.csv.gz", "nih/train_val_list.txt.gz"],
  async ([metadata = "", trainList = ""]) => {
    const films = await readLabels({ metadata, layout: "nih" });
    const training = new Set(await readIdList(trainList, "the training list"));
    const rows = films.ids.flatMap((id, row) => training.has(id) ? [row] : []);
    const edgesAt = (taus: readonly number[], weights?: Float64Array) => {
      const conditional = conditionalProbabilities(countCooccurrence(films.labels, rows, weights));
      return taus.map((tau) => countEdges(thresholdEdges(conditional, tau)));
    };
    assertEquals(edgesAt([.05, .1, .15, .2, .25, .3, .4]), [80, 48, 28, 18, 9, 3, 1]);
    assertEquals(edgesAt([.1, .2, .3], patientWeights(films.patients, rows)), [38, 11, 1]);
  },
);
