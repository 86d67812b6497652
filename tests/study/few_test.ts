import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { Random } from "../../lib/base/random.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { splitBySides } from "../../lib/data/split.ts";
import { fewFilms, type FewSeed, FILM_COUNTS } from "../../lib/study/few/few_films.ts";
import { compareWays, fewCell, fewMarkdown } from "../../lib/study/few/few_results.ts";
import { scoredPrecision, scoresByCode } from "../../lib/study/few/finding_ranking.ts";
import {
  hiddenGroups,
  hideFindings,
  labelledExamples,
  withoutFindings,
} from "../../lib/study/few/hidden_findings.ts";
import { signTest } from "../../lib/study/few/sign_test.ts";
import { readFewSeed, writeFewSeed } from "../../lib/study/few/write_few.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

/** Films with A, of which half have B too, and films with C or D; features tell the labels. */
function madeUp(database: number | "train" = 0.4): Dataset {
  const sets = [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]];
  const films = 400;
  const random = new Random(3);
  const values = Float32Array.from(Array.from({ length: films }, (_, n) => sets[n % 4]!).flat());
  const features = Float32Array.from(values, (value) => value + 0.4 * (random.float() - 0.5));
  const sides = Array.from(
    { length: films },
    (_, n) => (["train", "database", "query", "train", "validation"] as const)[n % 5],
  );
  return {
    name: "made up",
    ids: Array.from({ length: films }, (_, n) => `film ${n}`),
    patients: Array.from({ length: films }, (_, n) => `patient ${n}`),
    labels: { names: ["A", "B", "C", "D"], values },
    strata: {
      sex: new Array(films).fill(""),
      age: new Float32Array(films).fill(NaN),
      view: new Array(films).fill(""),
    },
    inputs: {
      kind: "features",
      width: 4,
      read: (rows) =>
        Promise.resolve(
          Float32Array.from(
            Array.from(rows, (row) => [...features.subarray(4 * row, 4 * row + 4)]).flat(),
          ),
        ),
    },
    split: splitBySides(sides, database),
  };
}

const config = parseConfig({
  data: { kind: "features", features: "none", metadata: "none" },
  backbone: { kind: "features", hidden: 8 },
  codes: { bits: 16 },
  train: { epochs: 4, batchSize: 32 },
});

Deno.test("hiddenGroups() hide each finding once, in groups that are alike", () => {
  assertEquals(hiddenGroups([0, 1, 2, 3], [5, 50, 20, 20], 2), [[1, 3], [2, 0]]);
});

Deno.test("hideFindings() leaves a finding on its examples only, and other findings as they are", () => {
  const dataset = madeUp();
  const random = new Random(0);
  const examples = labelledExamples(dataset, [1], { films: 3, random });
  const { labels } = hideFindings(dataset, examples);
  const rows = [...examples.get(1)!];
  assertEquals(rows.length, 3);
  assert(rows.every((row) => dataset.split.train.includes(row)));
  for (let film = 0; film < 400; film++) {
    assertEquals(labels.values[4 * film + 1], rows.includes(film) ? 1 : 0);
    assertEquals(labels.values[4 * film], dataset.labels.values[4 * film]);
  }
  const one = labelledExamples(dataset, [1], { films: 1, random: new Random(0) });
  assertEquals(one.get(1)![0], rows[0]);
});

Deno.test("withoutFindings() takes columns out", () => {
  const { labels } = withoutFindings(madeUp(), [0, 3]);
  assertEquals(labels.names, ["B", "C"]);
  assertEquals([...labels.values.subarray(0, 6)], [1, 0, 0, 0, 0, 1]);
});

Deno.test("scoredPrecision() expects every order of equal films", () => {
  assertEquals(scoredPrecision([3, 2, 1], Uint8Array.of(0, 1, 0)), 1 / 2);
  assertAlmostEquals(scoredPrecision([1, 1, 1], Uint8Array.of(0, 1, 0)), (1 + 1 / 2 + 1 / 3) / 3);
});

Deno.test("scoresByCode() are bits in common", () => {
  const films = { codes: Uint8Array.of(0b11110000, 0b00001111), relevances: new Uint16Array() };
  assertEquals([...scoresByCode([1, 1, 1, 1, -1, -1, -1, -1], films)], [8, 0]);
});

Deno.test("signTest() leaves equal pairs out, and finds nothing in none", () => {
  assertEquals(signTest([1, 2, 3], [1, 1, 2]), { wins: 2, differing: 2, p: 0.5 });
  assertEquals(signTest([1], [1]), { wins: 0, differing: 0, p: 1 });
});

Deno.test("fewFilms() finds by the graph what nobody has labelled, and says what it did", async () => {
  const dataset = madeUp();
  const elsewhere = {
    labelNames: ["a", "b", "c"],
    counts: [[2, 1, 0], [1, 1, 0], [0, 0, 1]],
    positiveFilms: 3,
  };
  const found = await fewFilms(config, { dataset, groups: 2, elsewhere });
  const study = {
    name: "made up",
    bits: 16,
    groups: 2,
    onValidation: false,
    elsewhere: "other.csv",
    seeds: [found],
  };
  assertEquals(found.searched, 160);
  assertEquals(found.findings.map(({ name }) => name), ["A", "B", "C", "D"]);
  const apOfB = (way: string, films = 0) =>
    found.scores.find((s) => s.finding === "B" && s.way === way && s.films === films)!.ap;
  // B comes with A only, so that the graph finds films with A, of which half have B.
  assert(apOfB("E graph") > 0.4, `${apOfB("E graph")}`);
  assertEquals(apOfB("E graph from elsewhere"), apOfB("E graph"));
  assertEquals(fewCell(study, "mean code of the films", 0), undefined);
  const chance = fewCell(study, "chance", 0)!.mean;
  assert(chance > 0.25 && chance < 0.4, `${chance}`);
  assertEquals(compareWays(study, ["E graph", "E graph"], 0), { wins: 0, differing: 0, p: 1 });
  const text = fewMarkdown(study);
  assert(text.includes("over 4 findings"));
  assert(text.includes("E graph before E shuffled graph: 0 films:"));
  assertEquals(new Set(found.scores.map(({ films }) => films)), new Set(FILM_COUNTS));
  assertEquals(await fewFilms(config, { dataset, groups: 2, elsewhere }), found);
});

Deno.test("fewFilms() lets a label graph from elsewhere speak of findings that are hidden", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "reports.csv");
    await Deno.writeTextFile(path, "labels,count\nA|B,5\nA,5\nC,5\nD,5\n");
    const informed = parseConfig({ ...config, graph: { kind: "conditional", prior: { path } } });
    const dataset = madeUp();
    const [plain, prior] = await Promise.all(
      [config, informed].map((config) => fewFilms(config, { dataset, groups: 2 })),
    );
    const ofWay = (way: string, { scores }: FewSeed) => scores.filter((score) => score.way === way);
    // Networks that have never heard of a finding do not ask the table.
    assertEquals(ofWay("E graph", prior!), ofWay("E graph", plain!));
    assertNotEquals(ofWay("learned target", prior!), ofWay("learned target", plain!));
  });
});

Deno.test("fewFilms() refuses a database of training films", async () => {
  const options = { dataset: madeUp("train"), groups: 2 };
  await assertRejects(() => fewFilms(config, options), InputError, "data.split.database=0.3");
});

Deno.test("readFewSeed() goes on with equal settings only", async () => {
  const folder = await Deno.makeTempDir();
  const result = { seed: 0, findings: [], searched: 3, scores: [] };
  assertEquals(await readFewSeed(folder, 0, { bits: 16 }), undefined);
  await writeFewSeed(folder, result, { bits: 16 });
  assertEquals(await readFewSeed(folder, 0, { bits: 16 }), result);
  await assertRejects(() => readFewSeed(folder, 0, { bits: 32 }), InputError, "other settings");
  await Deno.writeTextFile(`${folder}/seed-0.json`, "{");
  await assertRejects(() => readFewSeed(folder, 0, { bits: 16 }), InputError, "damaged");
  await Deno.remove(folder, { recursive: true });
});
