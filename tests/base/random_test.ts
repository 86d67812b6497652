import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Random } from "../../lib/base/random.ts";

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;

Deno.test("Random streams are decided by their seed", () => {
  const draw = (seed: number | string) => Array.from(new Random(seed).uniforms(5, 0, 1));
  assertEquals(draw(1), draw(1));
  assertEquals(draw("1/a"), draw("1/a"));
  assertEquals(draw(1).join() === draw(2).join(), false);
});

Deno.test("Random.fork() does not advance the stream and differs by purpose", () => {
  const [plain, forked] = [new Random(4), new Random(4)];
  const fork = forked.fork("weights");
  assertEquals(forked.float(), plain.float());
  assertEquals(fork.float() === new Random(4).fork("batches").float(), false);
  assertEquals(new Random(4).fork("weights").float(), new Random(4).fork("weights").float());
});

Deno.test("Random numbers have the distributions they promise", () => {
  const random = new Random(0);
  const normals = random.normals(20_000, 2);
  assertAlmostEquals(mean(normals), 0, 0.06);
  assertAlmostEquals(Math.sqrt(mean(normals.map((x) => x * x))), 2, 0.06);
  const uniforms = random.uniforms(20_000, -1, 3);
  assertAlmostEquals(mean(uniforms), 1, 0.05);
  assertEquals(uniforms.every((x) => x >= -1 && x < 3), true);
  const dice = Array.from({ length: 6000 }, () => random.below(6));
  for (let face = 0; face < 6; face++) {
    assertAlmostEquals(dice.filter((d) => d === face).length, 1000, 150);
  }
});

Deno.test("Random.permutation() holds every number once", () => {
  const order = new Random(9).permutation(100);
  assertEquals(Array.from(order).sort((a, b) => a - b), Array.from({ length: 100 }, (_, i) => i));
  assertEquals(order.every((value, i) => value === i), false);
});

Deno.test("Random.pick() refuses an empty list", () => {
  assertThrows(() => new Random(0).pick([]), RangeError, "the list is empty");
});
