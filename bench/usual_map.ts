/**
 * Mean average precision the way the hashing field computes it: a float product of ±1 codes, an
 * argsort, cumulative sums, with ties in whatever order the sort leaves them. In TypeScript, and
 * in NumPy where Python has it.
 *
 * @module
 */
import { encodeNpy } from "../lib/base/npy.ts";
import { unpackCodes } from "../lib/codes/pack.ts";
import type { LabelledCodes } from "../lib/metrics/mod.ts";

/** What the usual way found, and how long it took. */
export interface UsualMap {
  readonly map: number;
  /** A query. */
  readonly milliseconds: number;
}

/** In TypeScript. */
export function usualMap(queries: LabelledCodes, database: LabelledCodes): UsualMap {
  const queryCodes = unpackCodes(queries.codes, queries.bits);
  const databaseCodes = unpackCodes(database.codes, database.bits);
  const classes = queries.labels.names.length;
  const films = database.patients.length;
  const start = performance.now();
  let sum = 0;
  for (let query = 0; query < queries.patients.length; query++) {
    const relevance = products(queries.labels.values, query, database.labels.values, classes);
    const similarity = products(queryCodes, query, databaseCodes, queries.bits);
    const order = Uint32Array.from({ length: films }, (_, film) => film)
      .sort((a, b) => similarity[b]! - similarity[a]!);
    let [hits, precisions] = [0, 0];
    for (let rank = 1; rank <= films; rank++) {
      if (relevance[order[rank - 1]!]! > 0) precisions += ++hits / rank;
    }
    sum += precisions / hits;
  }
  const count = queries.patients.length;
  return { map: sum / count, milliseconds: (performance.now() - start) / count };
}

/** In NumPy, on one thread; undefined where `/usr/bin/python3` has none. */
export async function numpyMap(
  queries: LabelledCodes,
  database: LabelledCodes,
): Promise<UsualMap | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "cohash-bench-" });
  try {
    for (const [side, { codes, bits, labels }] of Object.entries({ queries, database })) {
      const name = side === "queries" ? "query" : side;
      const rows = codes.length * 8 / bits;
      const signs = encodeNpy({ shape: [rows, bits], data: unpackCodes(codes, bits) });
      await Deno.writeFile(`${folder}/${name}_codes.npy`, signs);
      const values = encodeNpy({ shape: [rows, labels.names.length], data: labels.values });
      await Deno.writeFile(`${folder}/${name}_labels.npy`, values);
    }
    const script = new URL("usual_map.py", import.meta.url).pathname;
    const { success, stdout } = await new Deno.Command("/usr/bin/python3", {
      args: [script, folder],
      env: { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    }).output();
    return success ? JSON.parse(new TextDecoder().decode(stdout)) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** `[rows of b]` inner products of one row of `a` with all rows of `b`. */
function products(a: Float32Array, row: number, b: Float32Array, width: number): Float32Array {
  const wanted = a.subarray(row * width, (row + 1) * width);
  return Float32Array.from({ length: b.length / width }, (_, other) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += wanted[i]! * b[other * width + i]!;
    return sum;
  });
}
