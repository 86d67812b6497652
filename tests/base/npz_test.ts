import { assertEquals, assertThrows } from "@std/assert";
import { decodeNpz, encodeNpz } from "../../lib/base/npz.ts";
import { InputError } from "../../lib/base/errors.ts";

const arrays = {
  "head.weight": { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  "run.epoch": { shape: [1], data: Int32Array.of(7) },
};

Deno.test("encodeNpz() and decodeNpz() round-trip names, shapes and values", () => {
  assertEquals(decodeNpz(encodeNpz(arrays), "last.npz"), arrays);
});

Deno.test("encodeNpz() gives the same bytes for the same arrays", () => {
  assertEquals(encodeNpz(arrays), encodeNpz(arrays));
});

Deno.test("decodeNpz() names a file that is no zip, or is cut short", () => {
  assertThrows(() => decodeNpz(Uint8Array.of(1, 2, 3), "x.npz"), InputError, '"x.npz"');
  const bytes = encodeNpz(arrays);
  assertThrows(() => decodeNpz(bytes.subarray(0, bytes.length - 30), "cut.npz"), InputError);
});
