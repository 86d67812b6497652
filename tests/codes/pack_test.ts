import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { bytesPerCode, packCodes, unpackCodes } from "../../lib/codes/pack.ts";

Deno.test("packCodes() puts the first dimension into the highest bit, as numpy.packbits does", () => {
  const row = [1, -1, 1, -1, -1, -1, 1, 1, -1, -1, -1, -1, -1, -1, -1, 1];
  assertEquals([...packCodes(new Float32Array(row), 16)], [0b10100011, 0b00000001]);
});

Deno.test("packCodes() takes both zeros as positive", () => {
  const values = new Float32Array([0, -0, -1e-40, 1e-40, -1, -1, -1, -1]);
  assertEquals([...packCodes(values, 8)], [0b11010000]);
});

Deno.test("unpackCodes() gives back the signs that were packed", () => {
  const rows = fc.integer({ min: 1, max: 16 }).chain((bytes) =>
    fc.tuple(
      fc.constant(8 * bytes),
      fc.array(fc.float({ noNaN: true }), { minLength: 24 * bytes, maxLength: 24 * bytes }),
    )
  );
  fc.assert(
    fc.property(rows, ([bits, values]) => {
      const signs = Float32Array.from(values, (value) => value >= 0 ? 1 : -1);
      assertEquals(unpackCodes(packCodes(new Float32Array(values), bits), bits), signs);
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("packing refuses lengths that are no whole number of bytes, or too long", () => {
  for (const bits of [0, 7, 12, -8, 1032, 8.5, NaN, Infinity]) {
    assertThrows(() => bytesPerCode(bits), RangeError, `codes of ${bits} bits`);
    assertThrows(() => packCodes(new Float32Array(0), bits), RangeError, "multiple of 8");
    assertThrows(() => unpackCodes(new Uint8Array(0), bits), RangeError, "multiple of 8");
  }
  assertEquals([16, 48, 128].map(bytesPerCode), [2, 6, 16]);
});

Deno.test("packing refuses values that are not whole rows or not numbers", () => {
  assertThrows(() => packCodes(new Float32Array(20), 16), RangeError, "20 values");
  assertThrows(() => unpackCodes(new Uint8Array(3), 16), RangeError, "3 bytes");
  const values = new Float32Array(32);
  values[19] = NaN;
  assertThrows(() => packCodes(values, 16), RangeError, "row 1 has no number at dimension 3");
});
