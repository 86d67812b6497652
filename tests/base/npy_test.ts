import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decodeNpy, encodeNpy, type NpyArray } from "../../lib/base/npy.ts";
import { InputError } from "../../lib/base/errors.ts";

/** A version 1 file with this header, whatever it says, and 16 bytes of data. */
function withHeader(header: string): Uint8Array {
  const text = new TextEncoder().encode(header);
  return new Uint8Array([
    ...[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8],
    ...text,
    ...new Uint8Array(16),
  ]);
}

Deno.test("encodeNpy() writes the bytes that numpy.save writes", () => {
  // numpy.save of numpy.array([[1, 2, 3]], dtype=numpy.uint8), NumPy 1.24.
  const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 3), }";
  const expected = [
    ...[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0],
    ...new TextEncoder().encode(header.padEnd(117) + "\n"),
    ...[1, 2, 3],
  ];
  assertEquals([...encodeNpy({ shape: [1, 3], data: new Uint8Array([1, 2, 3]) })], expected);
});

Deno.test("decodeNpy() gives back every array that was encoded", () => {
  const arrays = fc.tuple(fc.nat(4), fc.nat(4)).chain(([rows, columns]) => {
    const shape = [rows, columns];
    const size = { minLength: rows * columns, maxLength: rows * columns };
    return fc.oneof(
      fc.uint8Array(size),
      fc.int32Array(size),
      fc.uint32Array(size),
      fc.float32Array(size),
      fc.float64Array(size),
      fc.bigInt64Array(size),
    ).map((data): NpyArray => ({ shape, data }));
  });
  fc.assert(
    fc.property(arrays, (array) => assertEquals(decodeNpy(encodeNpy(array), "x.npy"), array)),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("decodeNpy() reads vectors, scalars and long headers of format 2", () => {
  assertEquals(decodeNpy(encodeNpy({ shape: [2], data: new Int32Array([7, 8]) }), "v").shape, [2]);
  assertEquals(decodeNpy(encodeNpy({ shape: [], data: new Int32Array([7]) }), "s").shape, []);
  const short = encodeNpy({ shape: [2], data: new Uint8Array([7, 8]) });
  const long = new Uint8Array([...short.subarray(0, 10), 0, 0, ...short.subarray(10)]);
  long[6] = 2;
  assertEquals([...decodeNpy(long, "long.npy").data], [7, 8]);
});

Deno.test("decodeNpy() gives an array that fits its shape, or an InputError, for any bytes", () => {
  const valid = encodeNpy({ shape: [2, 3], data: new Float32Array(6) });
  const damaged = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 6 })
    .chain((changes) => fc.tuple(fc.constant(changes), fc.nat(valid.length)))
    .map(([changes, length]) => {
      const bytes = valid.slice();
      for (const [at, value] of changes) bytes[at] = value;
      return bytes.subarray(0, length % 3 === 0 ? length : undefined);
    });
  const shapes = fc.string({ unit: fc.constantFrom(..."0123459-.,e x"), maxLength: 8 });
  const types = fc.constantFrom("|u1", "<f4", "<i8", ">f4", "toString", "|O", "");
  const headers = fc.tuple(types, shapes).map(([type, shape]) =>
    withHeader(`{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`)
  );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), damaged, headers), (bytes) => {
      try {
        const { shape, data } = decodeNpy(bytes, "any.npy");
        assert(shape.every((size) => Number.isInteger(size) && size >= 0));
        assertEquals(data.length, shape.reduce((product, size) => product * size, 1));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }),
    { seed: 1, numRuns: 3000 },
  );
});

Deno.test("decodeNpy() says what is wrong", () => {
  const refuse = (bytes: Uint8Array, message: string) =>
    assertThrows(() => decodeNpy(bytes, "codes.npy"), InputError, message);
  const head = (descr: string, order: string, shape: string) =>
    withHeader(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`);
  refuse(new TextEncoder().encode("id,label"), 'Cannot read "codes.npy" as a .npy array');
  refuse(withHeader("{}").subarray(0, 11), "ends within its header");
  refuse(withHeader("{}"), "odd header {}");
  refuse(head(">f4", "False", "2, 2"), 'its type is ">f4"');
  refuse(head("<f4", "True", "2, 2"), "numpy.ascontiguousarray");
  refuse(head("<f4", "False", "2, 3"), "needs 24 bytes, the file has 16");
  refuse(head("|u1", "False", "-1,"), "odd shape (-1,)");
  refuse(head("|u1", "False", "0.5, 2"), "odd shape (0.5, 2)");
});

Deno.test("encodeNpy() refuses a shape that does not fit the data", () => {
  assertThrows(
    () => encodeNpy({ shape: [2, 2], data: new Uint8Array(3) }),
    RangeError,
    "shape [2,2] has 4 elements, data 3",
  );
});
