import { assertEquals, assertThrows } from "@std/assert";
import { Random } from "../../../lib/base/random.ts";
import { createKernel } from "../../../lib/store/kernel/create.ts";
import type { HammingKernel, RowQuery, SearchStrategy } from "../../../lib/store/kernel/kernel.ts";
import { PlainKernel } from "../../../lib/store/kernel/plain.ts";
import { WasmKernel } from "../../../lib/store/kernel/wasm.ts";
import { compileKernel, KERNEL, kernelModule } from "../../../tools/build_kernel.ts";

Deno.test("compileKernel() gives the bytes that are kept", async () => {
  const compiled = kernelModule(await compileKernel());
  assertEquals(compiled, await Deno.readTextFile(KERNEL), "run deno task kernel");
});

const LENGTHS = [8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 96, 104, 120, 128];

/** Codes near a few centres, with many ties, or spread evenly. */
function someCodes(rows: number, bits: number, random: Random, clustered: boolean): Uint8Array {
  const width = bits / 8;
  const bytes = () => Uint8Array.from({ length: width }, () => random.below(256));
  const centres = Array.from({ length: 5 }, bytes);
  const codes = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const code = clustered ? random.pick(centres).slice() : bytes();
    for (let flips = random.below(5); clustered && flips > 0; flips--) {
      code[random.below(width)]! ^= 1 << random.below(8);
    }
    codes.set(code, row * width);
  }
  return codes;
}

function kernelsWith(bits: number, codes: Uint8Array): readonly HammingKernel[] {
  const kernels = [new PlainKernel(bits), new WasmKernel(bits)];
  const half = (codes.length / (bits / 8) >> 1) * bits / 8;
  for (const kernel of kernels) {
    kernel.append(codes.subarray(0, half));
    kernel.append(codes.subarray(half));
  }
  return kernels;
}

for (const strategy of ["scan", "multi-index", "auto"] as const satisfies SearchStrategy[]) {
  Deno.test(`WasmKernel.search() gives what PlainKernel gives when the strategy is ${strategy}`, () => {
    const random = new Random(strategy);
    for (const bits of LENGTHS) {
      for (
        const [rows, clustered] of [[3, false], [1000, true], [5003, false], [5003, true]] as const
      ) {
        const codes = someCodes(rows, bits, random, clustered);
        const [plain, wasm] = kernelsWith(bits, codes);
        if (strategy === "auto") wasm!.prepare();
        const mask = Uint8Array.from({ length: rows }, () => random.chance(0.3) ? 255 : 0);
        for (const kernel of [plain!, wasm!]) kernel.mask().set(mask);
        for (const top of [1, 10, 200, 10_000]) {
          const start = random.below(rows) * bits / 8;
          const query: RowQuery = {
            code: codes.slice(start, start + bits / 8),
            top,
            radius: random.pick([bits, bits / 4, 3, 0]),
            masked: random.chance(0.5),
            strategy,
          };
          assertEquals(wasm!.search(query), plain!.search(query), JSON.stringify({ bits, rows }));
        }
      }
    }
  });
}

Deno.test("kernels give the codes of rows in a range, or in any order", () => {
  for (const bits of LENGTHS) {
    const width = bits / 8;
    const codes = someCodes(40_000, bits, new Random(bits), false);
    const rows = Uint32Array.of(39_999, 0, 17, 17);
    const inOrder = Array.from(rows, (row) => [...codes.subarray(row * width, (row + 1) * width)]);
    for (const kernel of kernelsWith(bits, codes)) {
      assertEquals(kernel.rows, 40_000);
      assertEquals(kernel.read(0, 40_000), codes);
      assertEquals(kernel.read(17, 20), codes.subarray(17 * width, 20 * width));
      assertEquals([...kernel.gather(rows)], inOrder.flat());
    }
  }
});

Deno.test("WasmKernel.search() finds codes that were added after tables were made", () => {
  const kernel = new WasmKernel(64);
  kernel.append(new Uint8Array(8));
  kernel.prepare();
  kernel.append(Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1));
  const query = { code: new Uint8Array(8).fill(1), top: 1, radius: 64, masked: false } as const;
  for (const strategy of ["multi-index", "scan"] as const) {
    assertEquals(kernel.search({ ...query, strategy }), {
      rows: Uint32Array.of(1),
      distances: Uint8Array.of(0),
    });
  }
});

Deno.test("WasmKernel.reserve() says so when the codes do not fit into memory", () => {
  const kernel = new WasmKernel(128);
  kernel.append(new Uint8Array(16).fill(7));
  assertThrows(() => kernel.reserve(2 ** 29), RangeError, "4 GiB");
  assertEquals(kernel.read(0, 1), new Uint8Array(16).fill(7));
});

Deno.test("createKernel() refuses codes that are too long or no whole bytes", () => {
  for (const bits of [136, 12, 0]) assertThrows(() => createKernel(bits), RangeError, `${bits}`);
  assertEquals(createKernel(64) instanceof WasmKernel, true);
  assertEquals(createKernel(64, "plain") instanceof PlainKernel, true);
});
