import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { openOnnxModel } from "../../lib/autodiff/executors/onnx_model.ts";
import { decodeNpy, encodeNpy } from "../../lib/base/npy.ts";
import { packCodes } from "../../lib/codes/pack.ts";
import { InputError } from "../../lib/base/errors.ts";
import { hasUnseenDatabase } from "../../lib/data/split.ts";
import { evaluateRanking, hammingRanking } from "../../lib/metrics/mod.ts";
import { encodeFilms } from "../../lib/run/encode_films.ts";
import { evaluateRun } from "../../lib/train/evaluate.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { completeRun, readReport, readResults } from "../../lib/study/complete_run.ts";
import { evaluationOptions, labelledCodes } from "../../lib/run/labelled_codes.ts";
import { readCodes } from "../../lib/run/run_codes.ts";
import { readRunScores } from "../../lib/run/run_scores.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";
import { filesOf, runIn, tinyConfig, untrainedMap } from "../helpers/tiny_run.ts";

Deno.test("completeRun() learns, and leaves everything a run consists of", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, { train: { epochs: 12 } });
    const run = join(folder, "run");
    const { results } = await runIn(run, config);
    const [own, , , lsh] = results.rows;
    const untrained = await untrainedMap(join(folder, "untrained"), config);
    const names = ["cohash", "cohash · target", "cohash · expected", "lsh", "random", "hub"];
    assertEquals(results.rows.map(({ name }) => name), names);
    assert(
      own!.scores["map"]! > untrained + 0.08,
      `mAP ${own!.scores["map"]}, untrained ${untrained}`,
    );
    assert(
      own!.scores["macro-ap"]! > lsh!.scores["macro-ap"]!,
      `${own!.scores["macro-ap"]} against ${lsh!.scores["macro-ap"]}`,
    );
    assertEquals(Object.keys(await readFolder(run)).sort(), [
      "asking.npy",
      "checkpoints/best.npz",
      "checkpoints/last.npz",
      "config.json",
      "database/codes.npy",
      "database/ids.txt",
      "encoder.json",
      "encoder.onnx",
      "environment.json",
      "familiarity.npz",
      "fingerprint.json",
      "fingerprint.npz",
      "metrics.jsonl",
      "query/codes.npy",
      "query/continuous.npy",
      "query/ids.txt",
      "query/patients.txt",
      "report.html",
      "results.json",
      "scores-expected.npz",
      "scores-target.npz",
      "scores.npz",
      "targets.npy",
    ]);
    assertEquals(await readResults(new RunFolder(run)), results);
    const { ids, patients, scores } = await readRunScores(new RunFolder(run));
    const scored = scores["map"]![0]!.filter((ap) => !Number.isNaN(ap));
    assertEquals([ids.length, patients.length], [results.queries, results.queries]);
    assertAlmostEquals(
      scored.reduce((sum, ap) => sum + ap, 0) / scored.length,
      own!.scores["map"]!,
      1e-6,
    );
    const epochs = await new RunFolder(run).epochs();
    assertEquals(epochs.map(({ epoch }) => epoch), Array.from({ length: 12 }, (_, n) => n + 1));
  });
});

Deno.test("completeRun() searches training films too when the database is unseen", async () => {
  await inTemporaryFolder(async (path) => {
    const config = await tinyConfig(path, {
      data: { split: { kind: "patients", train: 0.5, database: 0.2 } },
    });
    const { folder, results } = await runIn(join(path, "run"), config);
    const { split, ...films } = await loadFilms(config);
    assert(hasUnseenDatabase(split));
    assertEquals(await readReport(folder, "unseen"), results);
    const onTraining = (await readReport(folder, "train"))!;
    assertEquals([results.database, onTraining.database], [
      split.database.length,
      split.train.length,
    ]);
    assertEquals(onTraining.rows.map(({ name }) => name), results.rows.map(({ name }) => name));

    const dataset = { ...films, split };
    const codesOf = async (part: "query" | "train") =>
      labelledCodes(dataset, split[part], await readCodes(folder, dataset, part));
    const ranking = hammingRanking(await codesOf("query"), await codesOf("train"));
    const { map } = evaluateRanking(ranking, evaluationOptions(config)).scores;
    const read = await readRunScores(folder, { database: "train", ask: "code" });
    assertEquals(read.scores["map"]![0], Float64Array.from(map![0]!, Math.fround));
    for (const ask of ["code", "target", "expected"] as const) {
      const views = (["unseen", "train"] as const).map((database) => ({ database, ask }));
      const [unseen, train] = await Promise.all(views.map((view) => readRunScores(folder, view)));
      assertEquals(unseen!.ids, train!.ids);
      assertNotEquals(unseen!.scores["map"], train!.scores["map"]);
    }
    await folder.remove();
    assert(!await folder.has(""));
  });
});

Deno.test("scoring more queries than evaluation.queries asks some of them, and says so", async () => {
  await inTemporaryFolder(async (folder) => {
    const [run, again] = [join(folder, "run"), join(folder, "again")];
    const config = await tinyConfig(folder, { evaluation: { queries: 10, resamples: 10 } });
    const { results } = await runIn(run, config);
    const { ids, scores } = await readRunScores(new RunFolder(run));
    assertEquals([results.queries, results.conventions.querySample], [10, `10 of ${ids.length}`]);
    const isScored = (map: Float64Array) => map.filter((ap) => !Number.isNaN(ap)).length;
    assert(isScored(scores["map"]![0]!) <= 10);
    const notes: string[] = [];
    const source = {
      folder: new RunFolder(run),
      dataset: await loadFilms(config),
      onWarning: (note: string) => void notes.push(note),
    };
    assertEquals(await evaluateRun(config, source), results);
    const note = `10 of ${ids.length} queries are scored, drawn at random (evaluation.queries)`;
    assertEquals(notes.filter((each) => each === note).length, 1);
    await runIn(again, config);
    assertEquals(await filesOf(again), await filesOf(run));
  });
});

Deno.test("completeRun() scores the ways to ask that evaluation.asks names", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, {
      evaluation: { asks: ["code", "asymmetric", "expected"] },
    });
    const run = join(folder, "run");
    const { results } = await runIn(run, config);
    const names = ["cohash", "cohash · asymmetric", "cohash · expected", "lsh", "random", "hub"];
    assertEquals(results.rows.map(({ name }) => name), names);
    const [own, asymmetric] = results.rows;
    assert(
      asymmetric!.scores["map:optimistic"]! - asymmetric!.scores["map:pessimistic"]! <
        own!.scores["map:optimistic"]! - own!.scores["map:pessimistic"]!,
    );
    assertEquals(asymmetric!.scores["precision@radius2"], null);
    const read = async (name: string) => decodeNpy(await Deno.readFile(join(run, name)), name);
    const continuous = await read("query/continuous.npy");
    const codes = await read("query/codes.npy");
    assertEquals(continuous.shape, [results.queries, 16]);
    assertEquals(packCodes(continuous.data as Float32Array, 16), codes.data);

    await Deno.writeFile(join(run, "query/continuous.npy"), encodeNpy(codes));
    const dataset = await loadFilms(config);
    const source = { folder: new RunFolder(run), dataset };
    await assertRejects(
      () => evaluateRun(config, source),
      InputError,
      "continuous codes of 16 bits",
    );
  });
});

Deno.test("completeRun() leaves out queries of which no label is known, and says how many", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder);
    const films = await loadFilms(config);
    const { names } = films.labels;
    const values = films.labels.values.slice();
    const nothing = films.split.query.subarray(0, 3);
    for (const row of nothing) values.fill(NaN, row * names.length, (row + 1) * names.length);
    const dataset = { ...films, labels: { names, values } };
    const run = new RunFolder(join(folder, "run"));
    await run.open(config);
    const notes: string[] = [];
    const onWarning = (message: string) => notes.push(message);
    const { conventions, queries } = await completeRun(config, dataset, { folder: run, onWarning });
    assertEquals(conventions.unknownQueryCount, 3);
    assertEquals(notes, [
      `3 of ${queries} queries are left out: none of their labels is known`,
    ]);
    const page = await Deno.readTextFile(run.file("report.html"));
    assertStringIncludes(page, "; unknown 3</span>");
    assertStringIncludes(page, "Findings that are unknown count as absent here.");
    assert(!page.includes("findings unknown"), "queries without a known finding are not shown");
  });
});

Deno.test("completeRun() twice gives identical bytes, another seed does not", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder);
    await runIn(join(folder, "one"), config);
    await runIn(join(folder, "two"), config);
    await runIn(join(folder, "three"), { ...config, seed: 1 });
    const [one, two, three] = [
      await filesOf(join(folder, "one")),
      await filesOf(join(folder, "two")),
      await filesOf(join(folder, "three")),
    ];
    assertEquals(two, one);
    assert(three["query/codes.npy"] !== one["query/codes.npy"]);
  });
});

for (const [what, stopAfter] of [["within the first epoch", 2], ["later", 17]] as const) {
  Deno.test(`completeRun() resumes with identical bytes when interrupted ${what}`, async () => {
    await inTemporaryFolder(async (folder) => {
      const config = await tinyConfig(folder);
      await runIn(join(folder, "whole"), config);
      const resumed = join(folder, "resumed");
      await assertRejects(() => runIn(resumed, config, stopAfter), DOMException);
      assertEquals(await readResults(new RunFolder(resumed)), undefined);
      await runIn(resumed, config);
      assertEquals(await filesOf(resumed), await filesOf(join(folder, "whole")));
    });
  });
}

for (const binarise of ["sign", "tanh"] as const) {
  Deno.test(`completeRun() resumes frozen ${binarise} targets with identical bytes`, async () => {
    await inTemporaryFolder(async (folder) => {
      const targets = {
        kind: "gcn",
        binarise: { kind: binarise },
        freezeAfter: 2,
        learningRateFactor: 1,
      } as const;
      const config = await tinyConfig(folder, { targets });
      const { folder: whole } = await runIn(join(folder, "whole"), config);
      const resumed = join(folder, "resumed");
      await assertRejects(() => runIn(resumed, config, 25), DOMException);
      await runIn(resumed, config);
      assertEquals(await filesOf(resumed), await filesOf(join(folder, "whole")));
      const flips = (await whole.epochs()).map(({ targets }) => targets?.flips ?? 0);
      assert(flips[0]! > 0 || flips[1]! > 0, "the targets never moved");
      assertEquals(flips.slice(2), [0, 0]);
    });
  });
}

Deno.test("completeRun() learns with every kind of target, graph, backbone and optimiser", async () => {
  await inTemporaryFolder(async (folder) => {
    const variants: Parameters<typeof tinyConfig>[1][] = [
      { targets: { kind: "hadamard" }, loss: { epsilon: 0, prior: 0 } },
      { targets: { kind: "bernoulli" } },
      { targets: { kind: "max-distance" } },
      { targets: { kind: "csq" } },
      { targets: { kind: "free" } },
      { targets: { kind: "hadamard-gcn", lambda: 0.5 } },
      { targets: { kind: "gcn", binarise: { kind: "tanh" } } },
      { targets: { kind: "gcn", binarise: { kind: "real" }, orthogonality: 0.1 } },
      {
        targets: { kind: "gcn", binarise: { kind: "sign", backward: "tanh" } },
        graph: { kind: "learned" },
      },
      { graph: { kind: "random", patientWeighting: true }, labels: { unlabelled: "no-finding" } },
      { graph: { kind: "ppmi" }, labels: { unlabelled: "uniform" }, loss: { marginForm: "arc" } },
      {
        gcn: { nodes: { kind: "gaussian", width: 5 } },
        loss: { smoothing: { kind: "cooccurrence" } },
      },
      { backbone: { kind: "features", hidden: 0 } },
      { train: { optimiser: { kind: "sgd" }, schedule: { kind: "step" } } },
    ];
    for (const [n, variant] of variants.entries()) {
      const config = await tinyConfig(folder, {
        ...variant,
        train: { epochs: 2, ...variant?.train },
      });
      const { results } = await runIn(join(folder, `run ${n}`), config);
      const [own] = results.rows;
      const untrained = await untrainedMap(join(folder, `untrained ${n}`), config);
      const said = `${JSON.stringify(variant)}: mAP ${own!.scores["map"]}, untrained ${untrained}`;
      assert(own!.scores["map"]! > untrained + 0.02, said);
    }
  });
});

Deno.test("a run's encoder.onnx gives the run's codes, and so does encodeFilms()", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder);
    const { folder: run } = await runIn(join(folder, "run"), config);
    const dataset = await loadFilms(config);
    const codes = decodeNpy(await Deno.readFile(run.file("query/codes.npy")), "codes").data;
    const { query } = dataset.split;

    const bytes = await Deno.readFile(run.file("encoder.onnx"));
    const model = await openOnnxModel(bytes, { name: "encoder.onnx" });
    const { values } = await model.run(await dataset.inputs.read(query), [query.length, 6]);
    await model.dispose();
    assertEquals(packCodes(values, 16), codes);

    const path = join(folder, "features.csv");
    const encoded = await encodeFilms(run, { kind: "features", path });
    const rowOf = new Map(encoded.ids.map((id, row) => [id, row]));
    const chosen = Array.from(query, (row) => rowOf.get(dataset.ids[row]!)!);
    const picked = chosen.flatMap((row) => [...encoded.codes.subarray(2 * row, 2 * row + 2)]);
    assertEquals(Uint8Array.from(picked), codes);
    await assertRejects(
      () => encodeFilms(run, { kind: "images", folder }),
      InputError,
      "trained on features; use --features",
    );
    const narrow = join(folder, "narrow.csv");
    await Deno.writeTextFile(narrow, "id,one\nfilm,1\n");
    await assertRejects(
      () => encodeFilms(run, { kind: "features", path: narrow }),
      InputError,
      "it has 1 features a film, and the run was trained on 6",
    );
  });
});

Deno.test("RunFolder.open() refuses a folder that holds another run", async () => {
  await inTemporaryFolder(async (folder) => {
    const { folder: run } = await runIn(join(folder, "run"), await tinyConfig(folder));
    await run.open(await tinyConfig(folder));
    const other = await tinyConfig(folder, { loss: { epsilon: 0.3 } });
    const error = await assertRejects(() => run.open(other), InputError);
    assertStringIncludes(error.message, "loss.epsilon: 0.05 there, 0.3 asked for");
  });
});

Deno.test("RunFolder.open() gives a run that never trained to another configuration", async () => {
  await inTemporaryFolder(async (folder) => {
    const run = new RunFolder(join(folder, "run"));
    await run.open(await tinyConfig(folder));
    const other = await tinyConfig(folder, { loss: { epsilon: 0.3 } });
    await run.open(other);
    assertEquals(await run.config(), other);
  });
});

Deno.test("RunFolder.remove() removes runs and nothing else", async () => {
  await inTemporaryFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "thesis.txt"), "years of work");
    await assertRejects(
      () => new RunFolder(folder).remove(),
      InputError,
      "not the folder of a run",
    );
    const run = new RunFolder(join(folder, "run"));
    await run.open(await tinyConfig(folder));
    await run.remove();
    assertEquals((await readFolder(folder))["run/config.json"], undefined);
    assert("thesis.txt" in await readFolder(folder));
  });
});

Deno.test("train() explains a loss that is no number", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, {
      train: { optimiser: { kind: "sgd", momentum: 0 }, learningRate: 1e30 },
    });
    await assertRejects(() => runIn(join(folder, "run"), config), InputError, "train.learningRate");
  });
});
