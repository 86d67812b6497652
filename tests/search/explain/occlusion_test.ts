import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { drawPatient, renderFilm } from "../../../lib/data/phantom/film.ts";
import type { FindingName } from "../../../lib/data/phantom/label_sets.ts";
import { unitFilms } from "../../../lib/data/images/unit_films.ts";
import { Random } from "../../../lib/base/random.ts";
import { type OccludedEncoder, occlusionMap } from "../../../lib/search/explain/occlusion.ts";

/** An encoder whose bits are weighted sums of the pixels, one row of weights a bit. */
function linearEncoder(size: number, weights: readonly Float32Array[]): OccludedEncoder {
  const area = size ** 2;
  return {
    filmSettings: { size },
    encode: (films) =>
      Promise.resolve({
        continuous: Float32Array.from(
          { length: films.length / area * weights.length },
          (_, at) => {
            const film = films.subarray(Math.floor(at / weights.length) * area).subarray(0, area);
            return weights[at % weights.length]!.reduce((sum, w, p) => sum + w * film[p]!, 0);
          },
        ),
      }),
  };
}

Deno.test("occlusionMap() finds the one cell that a code depends on", async () => {
  const size = 8;
  const film = new Random("film").uniforms(size * size, 0, 1);
  // A code of one bit cannot turn, so a second one looks at the corner.
  film[0] = 1;
  const corner = Float32Array.from(film, (_, p) => p === 0 ? 1 : 0);
  const pixel = Float32Array.from(film, (_, p) => p === 5 * size + 2 ? 1 : 0);
  const encoder = linearEncoder(size, [corner, pixel]);
  const { size: grid, values, greatest } = await occlusionMap(film, encoder, { size: 4 });
  assertEquals([grid, values.length], [4, 16]);
  const grey = film.reduce((sum, value) => sum + value, 0) / film.length;
  const [whole, covered] = [[1, film[5 * size + 2]!], [1, grey]];
  const cosine = (a: readonly number[], b: readonly number[]) =>
    (a[0]! * b[0]! + a[1]! * b[1]!) / Math.hypot(...a) / Math.hypot(...b);
  // The corner's own cell turns the code too; of the others only the pixel's does, row 2, column 1.
  assertAlmostEquals(greatest * values[2 * 4 + 1]!, 1 - cosine(whole, covered), 1e-6);
  assertAlmostEquals(greatest * values[0]!, 1 - cosine(whole, [grey, whole[1]!]), 1e-6);
  values.forEach((value, cell) => assert(cell === 0 || cell === 9 || Math.abs(value) < 1e-6));
  assertEquals(Math.max(...values), 1);
});

Deno.test("occlusionMap() gives the same map in any batches, and tells its progress", async () => {
  const size = 8;
  const random = new Random("batches");
  const encoder = linearEncoder(size, [random.normals(64), random.normals(64)]);
  const film = random.uniforms(64, 0, 1);
  const whole = await occlusionMap(film, encoder, { size: 5 });
  const progress: number[][] = [];
  const options = {
    size: 5,
    batchSize: 10,
    onProgress: (...p: [number, number]) => progress.push(p),
  };
  assertEquals(await occlusionMap(film, encoder, options), whole);
  assertEquals(progress, [[10, 25], [20, 25], [25, 25]]);
});

Deno.test("occlusionMap() is zero where nothing moves the code", async () => {
  const encoder = linearEncoder(4, [new Float32Array(16).fill(1)]);
  const { values, greatest } = await occlusionMap(new Float32Array(16).fill(0.5), encoder, {
    size: 2,
  });
  assertEquals([values, greatest], [new Float32Array(4), 0]);
});

for (const finding of ["Pneumothorax", "Mass", "Effusion"] as const) {
  Deno.test(`occlusionMap() of a film with ${finding} shows where it is drawn`, async () => {
    const { film, difference } = filmWith(finding);
    // It sees the finding as a matched filter does, beside the brightness of the whole film.
    const encoder = linearEncoder(64, [difference, new Float32Array(64 * 64).fill(0.01)]);
    const { values, size } = await occlusionMap(film, encoder);
    const energy = new Float32Array(size ** 2);
    difference.forEach((value, p) => {
      const [row, column] = [Math.floor(p / 64 / 8), Math.floor(p % 64 / 8)];
      energy[row * size + column]! += value ** 2;
    });
    const byEnergy = Array.from(energy.keys()).sort((a, b) => energy[b]! - energy[a]!);
    const found = values.indexOf(1);
    assert(byEnergy.indexOf(found) < 6, `cell ${found}, and the finding lies in ${byEnergy}`);
    const most = byEnergy.slice(0, 6).reduce((sum, cell) => sum + values[cell]!, 0);
    const all = values.reduce((sum, value) => sum + value, 0);
    assert(most > all / 3, `${most} of ${all}`);
  });
}

/** A synthetic film, and what its finding changes in it. */
function filmWith(finding: FindingName): { film: Float32Array; difference: Float32Array } {
  const random = new Random("occlusion");
  const patient = drawPatient(random.fork("patient"));
  const options = { size: 64, projection: "PA", random: random.fork("film") } as const;
  const [film, plain] = [[finding], []].map((findings) =>
    unitFilms([renderFilm(patient, { ...options, findings })])
  );
  return { film: film!, difference: film!.map((value, p) => value - plain![p]!) };
}

Deno.test("occlusionMap() refuses a film of another size, and a grid finer than pixels", async () => {
  const encoder = linearEncoder(4, [new Float32Array(16)]);
  const film = new Float32Array(16);
  await assertRejects(() => occlusionMap(new Float32Array(9), encoder), RangeError, "of 9 pixels");
  for (const size of [0, 5, 1.5]) {
    await assertRejects(
      () => occlusionMap(film, encoder, { size }),
      RangeError,
      `${size} × ${size}`,
    );
  }
});
