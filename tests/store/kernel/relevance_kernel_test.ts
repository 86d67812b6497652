import { assertEquals } from "@std/assert";
import { Random } from "../../../lib/base/random.ts";
import { PlainRelevanceKernel } from "../../../lib/store/kernel/plain_relevance.ts";
import { WasmRelevanceKernel } from "../../../lib/store/kernel/wasm_relevance.ts";
import { randomExpectation } from "../random_askers.ts";

for (const bits of [8, 16, 40, 64, 128]) {
  Deno.test(`WasmRelevanceKernel.search() gives what PlainRelevanceKernel gives (${bits} bits)`, () => {
    const random = new Random(bits);
    for (const isRepeating of [false, true]) {
      const { asker, weights } = randomExpectation(bits, random.below(1000));
      const kernels = [new PlainRelevanceKernel(asker), new WasmRelevanceKernel(asker)];
      for (const rows of [1, 2500, 31, 2471]) {
        const codes = Uint8Array.from({ length: rows * bits / 8 }, () => {
          return random.below(isRepeating ? 2 : 256);
        });
        for (const kernel of kernels) kernel.append(codes);
      }
      const mask = Uint8Array.from({ length: 5003 }, () => random.chance(0.3) ? 255 : 0);
      for (const kernel of kernels) kernel.mask().set(mask);
      for (const top of [1, 10, 200, 10_000]) {
        for (const masked of [false, true]) {
          for (const wanted of [weights, weights.map(() => 32767), weights.map(() => 0)]) {
            const query = { weights: wanted, top, masked };
            assertEquals(kernels[1]!.search(query), kernels[0]!.search(query));
          }
        }
      }
    }
  });
}
