import { assertEquals, assertThrows } from "@std/assert";
import { bitCount, codeWords, hammingDistances } from "../../lib/codes/hamming.ts";
import { unpackCodes } from "../../lib/codes/pack.ts";
import { Random } from "../../lib/base/random.ts";

Deno.test("bitCount() counts the bits of a word", () => {
  for (const word of [0, 1, -1, 0x80000000, 0x7fffffff, 0xaaaaaaaa, 0x01010101, 12345678]) {
    const ones = (word >>> 0).toString(2).replaceAll("0", "").length;
    assertEquals(bitCount(word | 0), ones);
  }
});

Deno.test("hammingDistances() counts the dimensions that differ, for every length of code", () => {
  const random = new Random(1);
  for (const bits of [8, 16, 24, 32, 48, 64, 72, 96, 128, 256]) {
    const codes = Uint8Array.from({ length: 20 * bits / 8 }, () => random.below(256));
    codes.set(codes.subarray(0, bits / 8).map((byte) => ~byte), bits / 8);
    const signs = unpackCodes(codes, bits);
    const words = codeWords(codes, bits);
    const distances = new Uint16Array(20);
    hammingDistances(words.words.subarray(0, words.wordsPerCode), words, distances);
    const expected = Array.from(
      { length: 20 },
      (_, row) =>
        signs.subarray(0, bits).reduce((d, s, i) => s === signs[row * bits + i] ? d : d + 1, 0),
    );
    assertEquals([...distances], expected);
    assertEquals([distances[0], distances[1]], [0, bits]);
  }
});

Deno.test("hammingDistances() refuses a code or a result of the wrong length", () => {
  const database = codeWords(new Uint8Array(24), 64);
  const message = "the database 2 words and 3 codes";
  const compare = (words: number, places: number) => () =>
    hammingDistances(new Int32Array(words), database, new Uint16Array(places));
  assertThrows(compare(1, 3), RangeError, message);
  assertThrows(compare(2, 4), RangeError, message);
});

Deno.test("codeWords() refuses bytes that are not whole rows", () => {
  assertThrows(() => codeWords(new Uint8Array(9), 64), RangeError, "9 bytes");
});
