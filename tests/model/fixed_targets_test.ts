import { assertEquals, assertThrows } from "@std/assert";
import { FIXED_TARGET_KINDS, fixedTargets } from "../../lib/model/fixed_targets.ts";
import { Random } from "../../lib/base/random.ts";
import { targetDistances } from "../../lib/run/target_state.ts";

function distancesOf(kind: (typeof FIXED_TARGET_KINDS)[number], classes: number, bits: number) {
  const values = fixedTargets(kind, { classes, bits, random: new Random(3) });
  assertEquals(values.length, classes * bits);
  assertEquals(values.every((value) => Math.abs(value) === 1), true);
  const labelNames = Array.from({ length: classes }, (_, c) => `label ${c}`);
  const distances = targetDistances({ labelNames, bits, values });
  return distances.flatMap((row, i) => row.slice(i + 1));
}

Deno.test("fixedTargets() hadamard differ in exactly half of the bits", () => {
  for (const bits of [16, 32, 48, 64, 128]) {
    assertEquals(new Set(distancesOf("hadamard", 14, bits)), new Set([bits / 2]));
  }
});

Deno.test("fixedTargets() csq fits up to twice as many labels as bits", () => {
  assertEquals(new Set(distancesOf("csq", 14, 16)), new Set([8]));
  assertEquals(new Set(distancesOf("csq", 20, 16)), new Set([8, 16]));
});

Deno.test("fixedTargets() max-distance is farther apart than coin tosses", () => {
  const far = Math.min(...distancesOf("max-distance", 14, 32));
  assertEquals(far > Math.min(...distancesOf("bernoulli", 14, 32)), true);
  assertEquals(far >= 12, true, `least distance ${far}`);
});

Deno.test("fixedTargets() depends on the seed alone", () => {
  for (const kind of FIXED_TARGET_KINDS) {
    const table = (seed: number) =>
      fixedTargets(kind, { classes: 14, bits: 32, random: new Random(seed) });
    assertEquals(table(1), table(1));
    assertEquals(table(1).some((value, k) => value !== table(2)[k]), true, kind);
  }
});

Deno.test("fixedTargets() names the lengths that work when there is no Hadamard matrix", () => {
  for (
    const [classes, bits, advice] of [
      [14, 8, "use 16, 32, 48, 64, 96, 128 bits or targets.kind"],
      [14, 56, "use 16, 32, 48, 64, 96, 128 bits or targets.kind"],
      [40, 16, "use 48, 64, 96, 128 bits or targets.kind"],
      [129, 128, 'known here; use targets.kind "bernoulli"'],
    ] as const
  ) {
    assertThrows(
      () => fixedTargets("hadamard", { classes, bits, random: new Random(0) }),
      RangeError,
      advice,
    );
  }
});
