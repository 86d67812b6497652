import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Consistency, consistentCodes } from "../../lib/codes/consistent_codes.ts";
import { packCodes, unpackCodes } from "../../lib/codes/pack.ts";
import { Random } from "../../lib/base/random.ts";

const OPTIONS: Consistency = { gamma: 1.25, sweeps: 4, sharpness: 2 };

interface Film {
  readonly v: Float32Array;
  readonly targets: Float32Array;
}

function filmOf(seed: number, bits: number, labels: number): Film {
  const random = new Random(seed);
  return {
    v: random.normals(bits),
    targets: random.normals(labels * bits).map((value) => value >= 0 ? 1 : -1),
  };
}

/** Σ_l w_l (b·t_l − γ K c_l)², written out. */
function objective(
  b: ArrayLike<number>,
  { v, targets }: Film,
  { gamma, sharpness }: Consistency,
): number {
  const bits = v.length;
  const rows = Array.from(
    { length: targets.length / bits },
    (_, l) => [...targets.subarray(l * bits, (l + 1) * bits)],
  );
  const inner = (a: ArrayLike<number>, t: readonly number[]) =>
    t.reduce((sum, x, k) => sum + x * a[k]!, 0);
  const norm = Math.hypot(...v);
  const cosines = rows.map((t) => inner(v, t) / (norm * Math.sqrt(bits)));
  const most = Math.max(...cosines);
  return rows.reduce((sum, t, l) => {
    const weight = Math.exp(sharpness * (cosines[l]! - most));
    return sum + weight * (inner(b, t) - gamma * bits * cosines[l]!) ** 2;
  }, 0);
}

function codeOf({ v, targets }: Film, options: Consistency): Float32Array {
  return unpackCodes(consistentCodes(v, targets, v.length, options), v.length);
}

function flipped(code: Float32Array, bit: number): Float32Array {
  return code.map((value, k) => k === bit ? -value : value);
}

Deno.test("consistentCodes() never raises the sum, and ends where no single flip lowers it", () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.constantFrom(8, 16, 32),
      fc.integer({ min: 1, max: 14 }),
      (seed, bits, labels) => {
        const film = filmOf(seed, bits, labels);
        const sums = [0, 1, 2, 3, 4, 50].map((sweeps) =>
          objective(codeOf(film, { ...OPTIONS, sweeps }), film, OPTIONS)
        );
        sums.slice(1).forEach((sum, n) => assert(sum <= sums[n]! + 1e-6));
        const code = codeOf(film, { ...OPTIONS, sweeps: 50 });
        code.forEach((_, bit) => {
          assert(objective(flipped(code, bit), film, OPTIONS) >= sums.at(-1)! - 1e-6);
        });
      },
    ),
    { seed: 1, numRuns: 60 },
  );
});

/** The same as plain coordinate descent: every flip tried by working out the whole sum anew. */
function byTrial(film: Film, options: Consistency): Float32Array {
  let code: Float32Array = unpackCodes(packCodes(film.v, film.v.length), film.v.length);
  const order = [...film.v.keys()].sort((i, k) => Math.abs(film.v[i]!) - Math.abs(film.v[k]!));
  for (let sweep = 0; sweep < options.sweeps; sweep++) {
    for (const bit of order) {
      const other = flipped(code, bit);
      if (objective(other, film, options) < objective(code, film, options) - 1e-7) code = other;
    }
  }
  return code;
}

Deno.test("consistentCodes() flips the bits that trying them one after the other does", () => {
  for (let seed = 0; seed < 40; seed++) {
    const film = filmOf(seed, seed % 2 === 0 ? 8 : 32, 1 + seed % 9);
    for (const options of [OPTIONS, { gamma: 0.6, sweeps: 1, sharpness: 0 }]) {
      assertEquals(codeOf(film, options), byTrial(film, options));
    }
  }
});

Deno.test("consistentCodes() of 8 bits come close to the best of all 256 codes", () => {
  const all = Array.from({ length: 256 }, (_, byte) => unpackCodes(Uint8Array.of(byte), 8));
  let [ours, signs, best] = [0, 0, 0];
  for (let seed = 0; seed < 40; seed++) {
    const film = filmOf(seed, 8, 3);
    const sums = all.map((code) => objective(code, film, OPTIONS));
    const least = Math.min(...sums);
    const reached = objective(codeOf(film, OPTIONS), film, OPTIONS);
    assert(reached >= least - 1e-6);
    ours += reached;
    best += least;
    signs += objective(unpackCodes(packCodes(film.v, 8), 8), film, OPTIONS);
  }
  assert(
    best <= ours && ours - best < (signs - best) / 3,
    `best ${best}, ours ${ours}, signs ${signs}`,
  );
});

Deno.test("consistentCodes() without a sweep are the signs, and each film's its own", () => {
  const films = [1, 2, 3].map((seed) => filmOf(seed, 16, 5));
  const { targets } = films[0]!;
  const all = Float32Array.from(films.flatMap(({ v }) => [...v]));
  assertEquals(consistentCodes(all, targets, 16, { ...OPTIONS, sweeps: 0 }), packCodes(all, 16));
  const alone = films.flatMap(({ v }) => [...consistentCodes(v, targets, 16, OPTIONS)]);
  assertEquals([...consistentCodes(all, targets, 16, OPTIONS)], alone);
  assertEquals(consistentCodes(new Float32Array(0), targets, 16, OPTIONS), new Uint8Array(0));
});

Deno.test("consistentCodes() refuses values that are no codes or no targets", () => {
  const codes = (values: number[], targets: number[]) => () =>
    consistentCodes(Float32Array.from(values), Float32Array.from(targets), 8, OPTIONS);
  const eight = Array<number>(8).fill(1);
  assertThrows(codes([...eight.slice(1), NaN], eight), RangeError, "no number at dimension 7");
  assertThrows(codes(eight.slice(1), eight), RangeError, "not whole rows of 8 bits");
  assertThrows(codes(eight, eight.slice(1)), RangeError, "7 values are not targets of 8 bits");
});
