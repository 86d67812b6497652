/**
 * What two fixed runs come to, pinned: a change of the numbers between seed and code shows here.
 * Where it is meant, put the new values in and say in the commit what changed them.
 *
 * Numbers differ in their last digits between processors, the signs that make a code hardly ever:
 * ONNX Runtime's WebAssembly build gives the same digests.
 *
 * @module
 */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Config } from "../lib/train/config.ts";
import { parseConfig } from "../lib/train/config_file.ts";
import { inTemporaryFolder, runIn, tinyConfig } from "./train/tiny_run.ts";

/** The SHA-256 digest of the query films' codes, and the training loss of the last epoch. */
interface Outcome {
  readonly digest: string;
  readonly loss: number;
}

const PINNED = {
  features: {
    digest: "d99a7d1507f8c8377fb43e8b49268411208e2490ea182422ca26ca0be4281e8a",
    loss: 1.44739,
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
    train: { epochs: 1, batchSize: 8, threads: 1 },
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
testPinned("phantom", tinyPhantom);

Deno.test({
  name: "a tiny run gives the same codes on onnxruntime-web",
  // It keeps a message port open for as long as it lives.
  sanitizeResources: false,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const outcomeOn = async (executor: "onnxruntime-node" | "onnxruntime-web") =>
        await outcomeOf(join(folder, executor), await tinyConfig(folder, { train: { executor } }));
      const native = await outcomeOn("onnxruntime-node");
      const web = await outcomeOn("onnxruntime-web");
      assertAlmostEquals(web.loss, native.loss, 1e-5);
      assertEquals(web.digest, native.digest);
    }),
});
