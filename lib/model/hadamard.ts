/**
 * Hadamard matrices: ±1 matrices with exactly orthogonal rows, the ideal targets where labels do
 * not relate.
 *
 * @module
 */

/** A table of ±1 codes, one row a label: `[C, bits]` row-major. */
export type SignTable = Float32Array<ArrayBuffer>;

/**
 * A Hadamard matrix `[order, order]`, row-major: Sylvester's doubling H(2n) = [[H, H], [H, −H]]
 * where H(n) exists, else Paley's first construction for order = q + 1 with a prime q ≡ 3 mod 4
 * (48 = 47 + 1), or undefined where neither applies.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hadamard } from "@cohash/cohash/model";
 *
 * assertEquals(hadamard(2), Float32Array.of(1, 1, 1, -1));
 * assertEquals(hadamard(48)?.length, 48 * 48);
 * assertEquals(hadamard(18), undefined);
 * ```
 */
export function hadamard(order: number): SignTable | undefined {
  if (order === 1) return Float32Array.of(1);
  const half = order % 2 === 0 ? hadamard(order / 2) : undefined;
  return half ? doubled(half, order / 2) : paley(order);
}

function doubled(half: SignTable, n: number): SignTable {
  const sign = (i: number, j: number) => i >= n && j >= n ? -1 : 1;
  return Float32Array.from({ length: 4 * n * n }, (_, index) => {
    const [i, j] = [Math.floor(index / (2 * n)), index % (2 * n)];
    return sign(i, j) * half[(i % n) * n + (j % n)]!;
  });
}

/** Paley (1933): H = I + S, S = [[0, 1], [−1, Q]], Q_ij the Legendre symbol of i − j modulo q. */
function paley(order: number): SignTable | undefined {
  const q = order - 1;
  if (q % 4 !== 3 || !isPrime(q)) return undefined;
  const squares = new Set(Array.from({ length: q - 1 }, (_, i) => ((i + 1) ** 2) % q));
  return Float32Array.from({ length: order * order }, (_, index) => {
    const [i, j] = [Math.floor(index / order), index % order];
    if (i === j || i === 0) return 1;
    if (j === 0) return -1;
    return squares.has((i - j + q) % q) ? 1 : -1;
  });
}

function isPrime(n: number): boolean {
  if (n < 2) return false;
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return true;
}
