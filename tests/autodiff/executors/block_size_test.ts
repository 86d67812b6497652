import { assert, assertEquals } from "@std/assert";
import { blockSize } from "../../../lib/autodiff/executors/block_size.ts";
import {
  loadNativeRuntime,
  loadWebRuntime,
  type OnnxRuntime,
} from "../../../lib/autodiff/executors/runtimes.ts";

Deno.test("blockSize() is that of the processor's registers in the native build", async () => {
  const block = await blockSize(await loadNativeRuntime());
  assert(block === undefined || block === 8 || block === 16, `${block}`);
  // Every 64-bit x86 processor since 2013 has the layout; without it, tests of it would test nothing.
  if (Deno.build.arch === "x86_64") assert(block !== undefined);
});

Deno.test({
  name: "blockSize() is undefined where a build has no such layout",
  sanitizeResources: false,
  sanitizeOps: false,
  fn: async () => assertEquals(await blockSize(await loadWebRuntime()), undefined),
});

Deno.test("blockSize() is undefined where a convolution in blocks comes out differently", async () => {
  const native = await loadNativeRuntime();
  const zeros = new native.Tensor("float32", new Float32Array(16 * 9), [1, 16, 3, 3]);
  const wrong = { run: () => Promise.resolve({ y: zeros }), release: () => Promise.resolve() };
  let sessions = 0;
  const create = (bytes: Uint8Array) => {
    sessions++;
    return sessions === 3 ? Promise.resolve(wrong) : native.InferenceSession.create(bytes);
  };
  const runtime = { Tensor: native.Tensor, InferenceSession: { create } } as unknown as OnnxRuntime;
  assertEquals(await blockSize(runtime), undefined);
  assertEquals(sessions, 3);
});
