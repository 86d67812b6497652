import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { METHOD_NAMES, methodNamed } from "../../lib/methods/registry.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";
import { runIn, tinyConfig, untrainedMap } from "../helpers/tiny_run.ts";

/** What a few epochs must gain: IDHN gains .028 mAP, the others .06 to .15. */
const LEARNT = 0.02;

for (const method of METHOD_NAMES) {
  const { kind } = methodNamed(method);
  const aim = kind === "features" ? "finds more than chance" : "learns";
  Deno.test(`completeRun() with the method ${method} ${aim}`, async () => {
    await inTemporaryFolder(async (folder) => {
      const training = kind === "features" ? {} : { train: { epochs: 8 } };
      const config = await tinyConfig(folder, { method, ...training });
      const { folder: run, results } = await runIn(join(folder, "run"), config);
      const [own] = results.rows;
      assertEquals(own!.name, method);
      assertEquals(results.rows.filter(({ name }) => name === "lsh").length, 1);
      const random = results.rows.find(({ name }) => name === "random");
      assert(
        own!.scores["map"]! > random!.scores["map"]! + 0.1,
        `mAP ${own!.scores["map"]}, random ${random!.scores["map"]}`,
      );
      if (kind !== "features") {
        const untrained = await untrainedMap(join(folder, "untrained"), config);
        assert(
          own!.scores["map"]! > untrained + LEARNT,
          `mAP ${own!.scores["map"]}, untrained ${untrained}`,
        );
      }

      const files = await readFolder(run.path);
      assertEquals("targets.npy" in files, kind === "targets");
      const epochs = await run.epochs();
      assertEquals(epochs.length, kind === "features" ? 0 : 8);
      assert(epochs.every(({ targets }) => (targets !== null) === (kind === "targets")));
    });
  });
}

Deno.test("completeRun() with the loss over label sets learns", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, { loss: { kind: "sets" }, train: { epochs: 8 } });
    const { results } = await runIn(join(folder, "run"), config);
    const untrained = await untrainedMap(join(folder, "untrained"), config);
    const { map } = results.rows[0]!.scores;
    assert(map! > untrained + LEARNT, `mAP ${map}, untrained ${untrained}`);
  });
});

for (const method of ["hashnet", "crh", "itq"] as const) {
  Deno.test(`completeRun() with ${method} resumes with identical bytes`, async () => {
    await inTemporaryFolder(async (folder) => {
      // β of HashNet grows at epoch 3.
      const growing = method === "hashnet" ? { peers: { hashnet: { betaEvery: 2 } } } : {};
      const config = await tinyConfig(folder, { method, ...growing });
      const whole = join(folder, "whole");
      await runIn(whole, config);
      const resumed = join(folder, "resumed");
      if (method === "itq") await runIn(resumed, config);
      else await assertRejects(() => runIn(resumed, config, 26), DOMException);
      await Deno.remove(join(resumed, "results.json")).catch(() => {});
      await runIn(resumed, config);
      const [one, two] = [await readFolder(whole), await readFolder(resumed)];
      assertEquals(Object.keys(two).sort(), Object.keys(one).sort());
      for (const name of Object.keys(one)) {
        // Results and report name the folder.
        if (!/results|report/.test(name)) assertEquals(two[name], one[name], name);
      }
    });
  });
}

Deno.test("CRH deals its targets anew while it trains", async () => {
  await inTemporaryFolder(async (folder) => {
    // Slowly, since codes that have reached their targets keep them.
    const train = { learningRate: 0.0001 };
    const config = await tinyConfig(folder, { method: "crh", train });
    const { folder: run } = await runIn(join(folder, "run"), config);
    const flips = (await run.epochs()).map(({ targets }) => targets?.flips ?? 0);
    assert(flips[0]! > 0, `${flips}`);
  });
});

Deno.test("orthohash is cohash with fixed orthogonal targets, no smoothing and no prior, to the bit", async () => {
  await inTemporaryFolder(async (folder) => {
    const own = await tinyConfig(folder, {
      targets: { kind: "hadamard" },
      loss: { epsilon: 0, prior: 0 },
    });
    const peers = { orthohash: { margin: 0.4 } };
    const peer = await tinyConfig(folder, { method: "orthohash", peers });
    await runIn(join(folder, "own"), own);
    await runIn(join(folder, "peer"), peer);
    const [one, two] = [
      await readFolder(join(folder, "own")),
      await readFolder(join(folder, "peer")),
    ];
    for (const name of ["metrics.jsonl", "encoder.onnx", "targets.npy", "query/codes.npy"]) {
      assertEquals(two[name], one[name], name);
    }
  });
});

Deno.test("methods other than cohash do not smooth labels, and refuse to be asked", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const method of METHOD_NAMES.filter((name) => name !== "cohash")) {
      const peer = methodNamed(method).create();
      assert(peer.kind === "features" || peer.smoothing === undefined, method);
      await assertRejects(
        () => tinyConfig(folder, { method, loss: { epsilon: 0.3 } }),
        InputError,
        "loss.epsilon is read by method cohash",
      );
    }
  });
});

Deno.test("the method lsh has the scores of the row that other methods' tables have", async () => {
  await inTemporaryFolder(async (folder) => {
    const own = await runIn(join(folder, "own"), await tinyConfig(folder, { method: "lsh" }));
    const other = await runIn(join(folder, "other"), await tinyConfig(folder, { method: "itq" }));
    const row = other.results.rows.find(({ name }) => name === "lsh");
    assertEquals(own.results.rows[0]!.scores["map"], row!.scores["map"]);
  });
});

Deno.test("completeRun() says that ITQ and LSH are for features", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const method of ["lsh", "itq"]) {
      const config = parseConfig({
        method,
        data: { kind: "phantom", films: 40, positivesOnly: true },
        backbone: { kind: "small-resnet", width: 2, stemStride: 2 },
      });
      await loadFilms(config);
      await assertRejects(
        () => runIn(join(folder, method), config),
        InputError,
        `Cannot use the method "${method}" on images`,
      );
    }
  });
});
