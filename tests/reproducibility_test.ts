/**
 * Codes of two fixed runs, pinned: a change of any number on the way from seed to code shows here.
 * Where the change is meant, put the new digests in and say in the commit what they changed by.
 *
 * The floating-point numbers behind the codes differ in their last digits between processors, their
 * signs hardly ever: ONNX Runtime's WebAssembly build gives the same digests.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Config } from "../lib/train/config.ts";
import { parseConfig } from "../lib/train/config_file.ts";
import { inTemporaryFolder, runIn, tinyConfig } from "./train/tiny_run.ts";

const DIGESTS = {
  features: "d99a7d1507f8c8377fb43e8b49268411208e2490ea182422ca26ca0be4281e8a",
  phantom: "53f099d5aa8b3564c2edb293eaa6bbc72a25d64c0edcf63d5ad057974117ff27",
};

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

/** The SHA-256 digest of the query films' codes after a run. */
async function digestOf(path: string, config: Config): Promise<string> {
  const { folder } = await runIn(path, config);
  const codes = await Deno.readFile(folder.file("query/codes.npy"));
  return createHash("sha256").update(codes).digest("hex");
}

function testPinned(
  name: keyof typeof DIGESTS,
  configOf: (folder: string) => Promise<Config>,
): void {
  const isPinned = system === PINNED_ON;
  Deno.test({
    name: `a tiny run on ${name} gives the pinned codes` +
      (isPinned ? "" : ` (skipped: pinned on ${PINNED_ON}, this is ${system})`),
    ignore: !isPinned,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        assertEquals(await digestOf(join(folder, "run"), await configOf(folder)), DIGESTS[name]);
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
      const digestOn = async (executor: "onnxruntime-node" | "onnxruntime-web") =>
        await digestOf(join(folder, executor), await tinyConfig(folder, { train: { executor } }));
      const native = await digestOn("onnxruntime-node");
      const web = await digestOn("onnxruntime-web");
      assertEquals(web, native);
    }),
});
