/**
 * What two fixed runs come to, pinned: a change of the numbers between seed and code shows here.
 * Where it is meant, put the new values in and say in the commit what changed them. Below, a small
 * slice of `deno task reproduce`.
 *
 * Numbers differ in their last digits between processors, the signs that make a code hardly ever:
 * ONNX Runtime's WebAssembly build gives the same digests.
 *
 * @module
 */
import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Progress } from "../cli/progress.ts";
import { checkFigures, type CheckOptions, checkTable } from "../cli/reproduce/check.ts";
import { type Claim, type DataName, scoresBelow } from "../cli/reproduce/claim.ts";
import { readFigures } from "../cli/reproduce/quotes.ts";
import { settingsOf } from "../lib/study/study.ts";
import type { Config } from "../lib/config/config.ts";
import { parseConfig } from "../lib/config/config_file.ts";
import { inTemporaryFolder } from "./helpers/folders.ts";
import { runIn, tinyConfig } from "./helpers/tiny_run.ts";

/** The SHA-256 digest of the query films' codes, and the training loss of the last epoch. */
interface Outcome {
  readonly digest: string;
  readonly loss: number;
}

const PINNED = {
  // The same as before labels had a prior, since a weight of 0 changes nothing.
  features: {
    digest: "d99a7d1507f8c8377fb43e8b49268411208e2490ea182422ca26ca0be4281e8a",
    loss: 1.44739,
  },
  "features with a prior": {
    digest: "62a7fc48ad66f1ff3b2c8c71c8fd7993f9ac63dd52d1fe297dd793fc8b7886ce",
    loss: 1.44167,
  },
  phantom: {
    digest: "53f099d5aa8b3564c2edb293eaa6bbc72a25d64c0edcf63d5ad057974117ff27",
    loss: 4.10346,
  },
} as const satisfies Record<string, Outcome>;

const PINNED_ON = "linux x86_64";
const system = `${Deno.build.os} ${Deno.build.arch}`;

/** 40 synthetic films and a network of 4 channels, trained for one epoch. */
function tinyPhantom(): Promise<Config> {
  return Promise.resolve(parseConfig({
    data: { kind: "phantom", films: 40 },
    backbone: { kind: "small-resnet", width: 4 },
    codes: { bits: 16 },
    train: { epochs: 1, batchSize: 8 },
    engine: { threads: 1 },
    evaluation: { resamples: 10 },
  }));
}

async function outcomeOf(path: string, config: Config): Promise<Outcome> {
  const { folder } = await runIn(path, config);
  const codes = await Deno.readFile(folder.file("query/codes.npy"));
  const digest = createHash("sha256").update(codes).digest("hex");
  return { digest, loss: (await folder.epochs()).at(-1)!.loss };
}

function testPinned(
  name: keyof typeof PINNED,
  configOf: (folder: string) => Promise<Config>,
): void {
  const isPinned = system === PINNED_ON;
  Deno.test({
    name: `a tiny run on ${name} comes to what is pinned` +
      (isPinned ? "" : ` (skipped: pinned on ${PINNED_ON}, this is ${system})`),
    ignore: !isPinned,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        const { digest, loss } = await outcomeOf(join(folder, "run"), await configOf(folder));
        assertAlmostEquals(loss, PINNED[name].loss, 1e-5);
        assertEquals(digest, PINNED[name].digest);
      }),
  });
}

testPinned("features", tinyConfig);
testPinned(
  "features with a prior",
  (folder) => tinyConfig(folder, { loss: { kind: "labels", prior: 0.5 } }),
);
testPinned("phantom", tinyPhantom);

Deno.test({
  name: "a tiny run gives the same codes on onnxruntime-web",
  // It keeps a message port open for as long as it lives.
  sanitizeResources: false,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const outcomeOn = async (kind: "onnxruntime" | "onnxruntime-web") =>
        await outcomeOf(join(folder, kind), await tinyConfig(folder, { engine: { kind } }));
      const native = await outcomeOn("onnxruntime");
      const web = await outcomeOn("onnxruntime-web");
      assertAlmostEquals(web.loss, native.loss, 1e-5);
      assertEquals(web.digest, native.digest);
    }),
});

/** A page about tiny films: a table of single runs, a sentence about a study. */
const QUOTED = `
<!-- figures: tiny -->

| method | year | mAP               |
| ------ | ---- | ----------------: |
| cohash | 2024 | .613 [.575, .650] |
| hub    | –    | .627 [.588, .659] |

Of 48 films, OrthoHash finds .629, on other films .123 ± .001.
`;

const TINY: readonly Claim[] = [
  {
    name: "tiny",
    data: "phantom",
    source: { kind: "runs", config: "phantom", rows: [{ name: "cohash", changes: {} }] },
    quotes: [{
      page: "tiny.md",
      table: scoresBelow(),
      sentences: [{ text: "Of {} films", figures: [{ row: "cohash", score: "queries" }] }],
    }],
  },
  {
    name: "study",
    data: "phantom",
    source: { kind: "study", study: "components", seeds: 1 },
    quotes: [{
      page: "tiny.md",
      sentences: [{ text: "finds {}", figures: [{ row: "OrthoHash", score: "map" }] }],
    }],
    slack: 0.02,
  },
  {
    name: "others",
    data: "nih",
    source: { kind: "study", study: "components", seeds: 1 },
    quotes: [{
      page: "tiny.md",
      sentences: [{ text: "other films {}", figures: [{ row: "OrthoHash", score: "map" }] }],
    }],
  },
];

/** On the machine that wrote the figures down all are the same. */
const HOLDS: readonly string[] = ["same", "inside"];

Deno.test("checkFigures() makes runs once, and finds the figure that changed", async () => {
  await inTemporaryFolder(async (folder) => {
    // Rows of the study choose other targets, and would trip over what all settings say of these.
    const { targets: _, ...config } = await tinyConfig(folder, { train: { epochs: 2 } });
    const settings = settingsOf(config);
    const options: CheckOptions = {
      data: new Map<DataName, string[]>([["phantom", settings]]),
      out: join(folder, "out"),
      workers: 1,
      signal: new AbortController().signal,
      progress: new Progress({ quiet: true }),
    };
    const figuresOf = (text: string) => readFigures([{ path: "tiny.md", text }], TINY);
    const verdicts = async (text: string) =>
      (await checkFigures(figuresOf(text), options)).checked.map(({ verdict }) => verdict);

    const first = await verdicts(QUOTED);
    assertEquals(first.slice(0, 4).filter((verdict) => !HOLDS.includes(verdict)), []);
    assertEquals(first.slice(2), ["same", first[3], "not checked"]);
    const result = join(options.out, "phantom/tiny/runs/cohash/results.json");
    const { mtime } = await Deno.stat(result);

    const changed = QUOTED.replace(".613", ".513").replace("Of 48", "Of 49");
    const second = await verdicts(changed);
    assertEquals(second, ["outside", first[1], "outside", first[3], "not checked"]);
    assertEquals((await Deno.stat(result)).mtime, mtime, "it was trained again");

    // A claim whose runs fail has no figures; here the folder of one holds another run.
    const file = join(options.out, "phantom/components/runs/smoothing/seed-0/config.json");
    await Deno.writeTextFile(
      file,
      (await Deno.readTextFile(file)).replace('"seed": 0', '"seed": 9'),
    );
    const { checked, failures } = await checkFigures(figuresOf(QUOTED), options);
    assertEquals(checked[3]!.verdict, "missing");
    assertEquals(failures.map(({ run }) => run.row), ["+ smoothing"]);
    const table = checkTable(checked);
    assertStringIncludes(table, "OrthoHash, mAP    .629               –                  MISSING");
    assertStringIncludes(table, "1 figures on nih");
  });
});
