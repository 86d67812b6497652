import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decodeNpy, encodeNpy, type NpyArray } from "../../lib/base/npy.ts";
import { decodeNpyText } from "../../lib/base/npy_text.ts";
import { InputError } from "../../lib/base/errors.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

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
      fc.int8Array(size),
      fc.uint16Array(size),
      fc.int16Array(size),
      fc.uint32Array(size),
      fc.int32Array(size),
      fc.bigUint64Array(size),
      fc.bigInt64Array(size),
      fc.float32Array(size).map((values) => new Float16Array(values)),
      fc.float32Array(size),
      fc.float64Array(size),
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
  refuse(head("<c8", "False", "2"), "it holds complex numbers (c8)");
  refuse(head("|O", "False", "2"), "it holds Python objects");
  refuse(head("|V8", "False", "2"), "structured or raw records");
  refuse(head("<M8[ns]", "False", "2"), "it holds dates (M8)");
  refuse(
    head("<f16", "False", "1"),
    "it holds numbers (f16); expected real numbers of at most 8 bytes",
  );
  refuse(head("<U4", "False", "1"), "it holds text (U4); expected real numbers");
  refuse(head("float32", "False", "1"), 'its type is "float32", which NumPy does not write');
  refuse(
    withHeader("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }"),
    "structured or raw records",
  );
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

/** NumPy's name of a type, its bytes, and how a number is written in it. */
const WRITERS: Readonly<
  Record<
    string,
    readonly [
      bytes: number,
      write: (view: DataView, at: number, v: number, little: boolean) => void,
    ]
  >
> = {
  b1: [1, (view, at, v) => view.setUint8(at, v)],
  i1: [1, (view, at, v) => view.setInt8(at, v)],
  u1: [1, (view, at, v) => view.setUint8(at, v)],
  i2: [2, (view, at, v, little) => view.setInt16(at, v, little)],
  u2: [2, (view, at, v, little) => view.setUint16(at, v, little)],
  i4: [4, (view, at, v, little) => view.setInt32(at, v, little)],
  u4: [4, (view, at, v, little) => view.setUint32(at, v, little)],
  i8: [8, (view, at, v, little) => view.setBigInt64(at, BigInt(v), little)],
  u8: [8, (view, at, v, little) => view.setBigUint64(at, BigInt(v), little)],
  f2: [2, (view, at, v, little) => view.setFloat16(at, v, little)],
  f4: [4, (view, at, v, little) => view.setFloat32(at, v, little)],
  f8: [8, (view, at, v, little) => view.setFloat64(at, v, little)],
};

Deno.test("decodeNpy() reads every type in both byte orders, both orders of axes and all versions", () => {
  const array = fc.record({
    type: fc.constantFrom(...Object.keys(WRITERS)),
    isLittle: fc.boolean(),
    isFortran: fc.boolean(),
    version: fc.constantFrom(1, 2, 3),
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
    seed: fc.nat(1000),
  });
  fc.assert(
    fc.property(array, ({ type, isLittle, isFortran, version, shape, seed }) => {
      const [bytesEach, write] = WRITERS[type]!;
      const count = shape.reduce((product, size) => product * size, 1);
      const isSigned = type.startsWith("i") || type.startsWith("f");
      const value = (i: number) =>
        type === "b1" ? (i + seed) % 2 : (i * 37 + seed) % 100 - (isSigned ? 50 : 0);
      const expected = Array.from({ length: count }, (_, i) => value(i));
      const order = bytesEach === 1 ? "|" : isLittle ? "<" : ">";
      const header = new TextEncoder().encode(
        `{'descr': '${order}${type}', 'fortran_order': ${isFortran ? "True" : "False"}, ` +
          `'shape': (${shape.map((size) => `${size},`).join(" ")}), }\n`,
      );
      const begin = version === 1 ? 10 : 12;
      const bytes = new Uint8Array(begin + header.length + count * bytesEach);
      const view = new DataView(bytes.buffer);
      bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
      if (version === 1) view.setUint16(8, header.length, true);
      else view.setUint32(8, header.length, true);
      bytes.set(header, begin);
      for (const [i, number] of expected.entries()) {
        // Where element i, row-major, stands.
        let [rest, at] = [i, 0];
        const index = shape.map(() => 0);
        for (let axis = shape.length - 1; axis >= 0; axis--) {
          index[axis] = rest % shape[axis]!;
          rest = Math.floor(rest / shape[axis]!);
        }
        const axes = [...shape.keys()];
        for (const axis of isFortran ? axes.toReversed() : axes) {
          at = at * shape[axis]! + index[axis]!;
        }
        write(view, begin + header.length + at * bytesEach, number, isLittle);
      }
      const read = decodeNpy(bytes, "x.npy");
      assertEquals(read.shape, shape);
      assertEquals(Array.from<number | bigint, number>(read.data, Number), expected);
    }),
    { seed: 8, numRuns: 600 },
  );
});

/** Writes arrays with numpy.save and says what is in them; run as `python3 -c SCRIPT FOLDER`. */
const NUMPY_SCRIPT = `
import json, sys, numpy as np
rng = np.random.default_rng(3)
expected = {}
for kind in ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]:
    for byteorder in "<>":
        for order in "CF":
            for shape in [(3, 4), (2, 3, 2), (5,), ()]:
                dtype = np.dtype(byteorder + kind)
                info = np.iinfo(dtype) if dtype.kind in "iu" else None
                low, high = (max(info.min, -2**31), min(info.max, 2**31)) if info else (-9, 9)
                values = np.array(rng.integers(low, high, size=shape)).astype(dtype, order=order)
                if dtype.kind == "f":
                    values = np.asarray(values / dtype.type(8), dtype=dtype, order=order)
                name = f"{kind}{'le' if byteorder == '<' else 'be'}{order}{len(shape)}.npy"
                np.save(f"{sys.argv[1]}/{name}", values)
                expected[name] = [list(shape), [float(v) for v in values.flatten(order="C")]]
texts = np.array([["a.png", "Ö"], ["", "😀 b"]])
for byteorder in "<>":
    np.save(f"{sys.argv[1]}/text{ord(byteorder)}.npy", texts.astype(byteorder + "U8"))
np.save(f"{sys.argv[1]}/text_s.npy", np.char.encode(texts, "utf-8"))
np.save(f"{sys.argv[1]}/text_f.npy", np.asfortranarray(texts))
print(json.dumps(expected))
`;

async function hasNumpy(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("python3", { args: ["-c", "import numpy"] })
      .output();
    return success;
  } catch {
    return false;
  }
}

const withNumpy = await hasNumpy();

Deno.test({
  name: withNumpy
    ? "decodeNpy() and decodeNpyText() read what NumPy writes"
    : "decodeNpy() and decodeNpyText() read what NumPy writes (skipped: no python3 with numpy)",
  ignore: !withNumpy,
  fn: async () => {
    await inTemporaryFolder(async (folder) => {
      const { stdout, stderr } = await new Deno.Command("python3", {
        args: ["-c", NUMPY_SCRIPT, folder],
      }).output();
      assertEquals(new TextDecoder().decode(stderr), "");
      const expected: Record<string, [number[], number[]]> = JSON.parse(
        new TextDecoder().decode(stdout),
      );
      assertEquals(Object.keys(expected).length, 12 * 2 * 2 * 4);
      for (const [name, [shape, values]] of Object.entries(expected)) {
        const read = decodeNpy(await Deno.readFile(`${folder}/${name}`), name);
        assertEquals(read.shape, shape, name);
        assertEquals(Array.from<number | bigint, number>(read.data, Number), values, name);
      }
      for (const name of ["text60", "text62", "text_s", "text_f"]) {
        const read = decodeNpyText(await Deno.readFile(`${folder}/${name}.npy`), name);
        assertEquals(read, { shape: [2, 2], texts: ["a.png", "Ö", "", "😀 b"] }, name);
      }
    });
  },
});
