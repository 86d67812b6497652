import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { learningRateAt } from "../../lib/autodiff/mod.ts";

Deno.test("learningRateAt() stays where it is when constant", () => {
  assertEquals(learningRateAt({ kind: "constant" }, 0.5, 7, 10), 0.5);
});

Deno.test("learningRateAt() falls at the start of every step", () => {
  const rates = [0, 1, 2, 3, 4].map((epoch) =>
    learningRateAt({ kind: "step", every: 2, factor: 0.5 }, 8, epoch, 5)
  );
  assertEquals(rates, [8, 8, 4, 4, 2]);
});

Deno.test("learningRateAt() follows half a cosine down to the final share", () => {
  const at = (epoch: number) => learningRateAt({ kind: "cosine", final: 0.1 }, 2, epoch, 10);
  assertEquals(at(0), 2);
  assertAlmostEquals(at(5), 1.1);
  assertAlmostEquals(at(10), 0.2);
});

Deno.test("learningRateAt() warms up linearly, then starts the schedule", () => {
  const at = (epoch: number) => learningRateAt({ kind: "cosine", warmup: 3 }, 4, epoch, 9);
  assertEquals([0, 1, 2, 3].map(at), [1, 2, 3, 4]);
  assertAlmostEquals(at(6), 2);
});

Deno.test("learningRateAt() refuses an epoch outside the training", () => {
  assertThrows(
    () => learningRateAt({ kind: "constant" }, 1, 11, 10),
    RangeError,
    "epoch 11 is not between 0 and 10",
  );
});
