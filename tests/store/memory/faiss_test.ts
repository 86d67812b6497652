import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import { decodeFaiss, encodeFaiss } from "../../../lib/store/memory/faiss.ts";

Deno.test("encodeFaiss() writes the header of an IndexBinaryFlat", () => {
  // What faiss 1.7.3 writes for IndexBinaryFlat(16) after add([[1, 2], [3, 255]]).
  const expected = "4942784610000000020000000200000000000000" + // mark, bits, bytes, codes
    "01" + "01000000" + "0400000000000000" + "010203ff"; // trained, metric, length, codes
  const bytes = encodeFaiss({ bits: 16, codes: Uint8Array.of(1, 2, 3, 255) });
  assertEquals(bytes.toHex(), expected);
});

Deno.test("decodeFaiss() gives the codes that encodeFaiss() was given", () => {
  const codes = fc.integer({ min: 1, max: 16 }).chain((width) =>
    fc.array(fc.uint8Array({ minLength: width, maxLength: width })).map((rows) => ({
      bits: 8 * width,
      codes: Uint8Array.from(rows.flatMap((row) => [...row])),
    }))
  );
  fc.assert(fc.property(codes, (given) => {
    assertEquals(decodeFaiss(encodeFaiss(given), "a.faiss"), given);
  }));
});

Deno.test("decodeFaiss() refuses files that are none, cut or too long", () => {
  const whole = encodeFaiss({ bits: 16, codes: Uint8Array.of(1, 2, 3, 4) });
  for (let length = 0; length < whole.length; length++) {
    assertThrows(() => decodeFaiss(whole.subarray(0, length), "a.faiss"), InputError, '"a.faiss"');
  }
  const longer = new Uint8Array([...whole, 0]);
  assertThrows(() => decodeFaiss(longer, "a.faiss"), InputError, "it has 38 bytes, 37");
  const odd = whole.slice();
  odd[4] = 17;
  assertThrows(() => decodeFaiss(odd, "a.faiss"), InputError, "17 bits in 2 bytes");
});

const PYTHON = "/usr/bin/python3";
const SCRIPT = `
import sys, faiss, numpy
index = faiss.read_index_binary(sys.argv[1])
numpy.testing.assert_array_equal(
    faiss.vector_to_array(index.xb).reshape(-1, 2), [[1, 2], [3, 255]])
faiss.write_index_binary(index, sys.argv[1])
`;

Deno.test("encodeFaiss() and decodeFaiss() agree with FAISS where it is installed", async (t) => {
  const python = (...args: string[]) => new Deno.Command(PYTHON, { args }).output();
  const hasFaiss = await python("-c", "import faiss").then(({ success }) => success, () => false);
  await t.step({
    name: "FAISS reads and writes the file" +
      (hasFaiss ? "" : " (skipped: python3-faiss is not installed)"),
    ignore: !hasFaiss,
    fn: async () => {
      const path = await Deno.makeTempFile();
      const bytes = encodeFaiss({ bits: 16, codes: Uint8Array.of(1, 2, 3, 255) });
      await Deno.writeFile(path, bytes);
      const { success, stderr } = await python("-c", SCRIPT, path);
      assertEquals([success, success ? "" : new TextDecoder().decode(stderr)], [true, ""]);
      assertEquals(await Deno.readFile(path), bytes);
      await Deno.remove(path);
    },
  });
});
