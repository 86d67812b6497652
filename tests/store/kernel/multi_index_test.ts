import { assertEquals } from "@std/assert";
import {
  chunksOf,
  expectedWork,
  probesOf,
  scanWork,
  Trials,
} from "../../../lib/store/kernel/multi_index.ts";

Deno.test("chunksOf() cuts every bit into one chunk, none over the border of two words", () => {
  for (let bits = 8; bits <= 128; bits += 8) {
    for (const rows of [0, 1, 100, 112_120, 1e6, 1e7, 1e9]) {
      const covered = new Array(bits).fill(0);
      for (const { word, shift, bits: length } of chunksOf(bits, rows)) {
        assertEquals(length >= 1 && shift + length <= 64, true);
        for (let bit = 0; bit < length; bit++) covered[64 * word + shift + bit]++;
      }
      assertEquals(covered, new Array(bits).fill(1));
    }
  }
});

Deno.test("chunksOf() takes fewer and longer chunks for more rows", () => {
  const lengths = (rows: number) => chunksOf(64, rows).map(({ bits }) => bits);
  assertEquals(lengths(1_000_000), [12, 13, 13, 13, 13]);
  assertEquals(lengths(10_000_000), [16, 16, 16, 16]);
});

Deno.test("probesOf() names the distance up to which every code has been met", () => {
  const chunks = [3, 2, 3].map((bits, n) => ({ word: 0, shift: 3 * n, bits }));
  const differing = (code: number) => [code & 7, code >> 3 & 3, code >> 5];
  const count = (bits: number) => bits.toString(2).replaceAll("0", "").length;
  const met = new Set<number>();
  for (const { chunk, flips, complete } of probesOf(chunks)) {
    for (let code = 0; code < 256; code++) {
      if (count(differing(code)[chunk]!) === flips) met.add(code);
    }
    const near = Array.from({ length: 256 }, (_, code) => code).filter((c) => count(c) <= complete);
    assertEquals(near.filter((code) => !met.has(code)), [], `after ${flips} in ${chunk}`);
  }
  assertEquals(met.size, 256);
});

Deno.test("expectedWork() grows with the values to look up, and a scan's with the codes", () => {
  const chunk = { word: 0, shift: 0, bits: 16 };
  const work = [0, 1, 2].map((flips) => {
    return expectedWork({ chunk: 0, flips, complete: 0 }, chunk, 65_536);
  });
  assertEquals(work, [41, 16 * 41, 120 * 41]);
  assertEquals(scanWork(2000, 128), 2 * scanWork(1000, 128));
});

Deno.test("Trials.next() waits longer after each failure, and not after a success", () => {
  const trials = new Trials();
  const skipped = () => {
    let count = 0;
    while (!trials.next()) count++;
    return count;
  };
  const waits = Array.from({ length: 8 }, () => {
    const wait = skipped();
    trials.note(false);
    return wait;
  });
  assertEquals(waits, [0, 2, 4, 8, 16, 32, 64, 64]);
  skipped();
  trials.note(true);
  assertEquals([trials.next(), trials.next()], [true, true]);
});
