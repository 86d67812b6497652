import { assertEquals } from "@std/assert";
import { hadamard } from "../../lib/model/hadamard.ts";

Deno.test("hadamard() has orthogonal rows of ±1 for every order it knows", () => {
  for (const order of [1, 2, 4, 8, 12, 16, 20, 24, 32, 48, 64, 96, 128]) {
    const matrix = hadamard(order)!;
    assertEquals(matrix.every((value) => Math.abs(value) === 1), true);
    for (let i = 0; i < order; i++) {
      for (let j = 0; j <= i; j++) {
        let inner = 0;
        for (let k = 0; k < order; k++) inner += matrix[i * order + k]! * matrix[j * order + k]!;
        assertEquals(inner, i === j ? order : 0, `rows ${i} and ${j} of order ${order}`);
      }
    }
  }
});

Deno.test("hadamard() is undefined where neither construction applies", () => {
  for (const order of [3, 6, 18, 56]) assertEquals(hadamard(order), undefined);
});
