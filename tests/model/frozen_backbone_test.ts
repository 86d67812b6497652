import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  add,
  conv2d,
  div,
  globalAveragePool,
  Graph,
  mean,
  relu,
  sub,
  Tensor,
  toOnnx,
} from "../../lib/autodiff/mod.ts";
import { encodeNpy } from "../../lib/base/npy.ts";
import type { ImageInputs } from "../../lib/data/dataset.ts";
import { InputError } from "../../lib/base/errors.ts";
import { type FrozenBackboneOptions, frozenFeatures } from "../../lib/model/frozen_backbone.ts";
import { Random } from "../../lib/base/random.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

const SIZE = 8;
const AREA = SIZE * SIZE;
const PIXELS = new Random("films").uniforms(5 * AREA, 0, 1);

function filmsOf(pixels: Float32Array): ImageInputs {
  const read = (rows: ArrayLike<number>) =>
    Promise.resolve(
      Float32Array.from(
        { length: rows.length * AREA },
        (_, at) => pixels[rows[Math.floor(at / AREA)]! * AREA + at % AREA]!,
      ),
    );
  return { kind: "images", size: SIZE, read };
}

/** A network over films `[batch, channels, 8, 8]`, as a file. */
interface Network {
  readonly channels?: number;
  /** Films it wants at once; default: any number. */
  readonly batch?: number;
  /** Its output, or several by name. */
  build(input: Tensor): Tensor | Readonly<Record<string, Tensor>>;
}

async function writeNetwork(path: string, { channels = 1, batch, build }: Network): Promise<void> {
  const graph = new Graph();
  const result = build(graph.input("pixels", [batch ?? 4, channels, SIZE, SIZE]));
  const outputs = result instanceof Tensor ? { features: result } : result;
  for (const [name, tensor] of Object.entries(outputs)) graph.output(name, tensor);
  const symbolicBatch = batch === undefined;
  await Deno.writeFile(path, toOnnx(graph.toProgram(), { variables: {}, symbolicBatch }));
}

/** The mean of each channel. */
const averages: Network = { build: globalAveragePool };

const PLAIN = { channels: 1, mean: [0], deviation: [1], batchSize: 4, threads: 1 } as const;

/** The features of the films under a network; the cache lies in the same folder. */
async function featuresOf(
  folder: string,
  network: Network,
  { films = filmsOf(PIXELS), count = 5, onProgress, ...options }:
    & Partial<FrozenBackboneOptions>
    & {
      readonly films?: ImageInputs;
      readonly count?: number;
      readonly onProgress?: (done: number, total: number) => void;
    } = {},
): Promise<Float32Array> {
  const path = join(folder, "network.onnx");
  await writeNetwork(path, network);
  const { read } = await frozenFeatures(films, count, {
    options: { ...PLAIN, path, ...options },
    context: { cacheDirectory: join(folder, "cache"), ...onProgress && { onProgress } },
  });
  return await read(Array.from({ length: count }, (_, film) => film));
}

function assertClose(actual: Float32Array, expected: readonly number[]): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((value, at) => assertAlmostEquals(actual[at]!, value, 1e-5));
}

/** The mean pixel of each film. */
const MEANS = Array.from(
  { length: 5 },
  (_, film) =>
    PIXELS.subarray(film * AREA, (film + 1) * AREA).reduce((sum, pixel) => sum + pixel, 0) / AREA,
);

Deno.test("frozenFeatures() gives the network's output for every film, in any order", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "network.onnx");
    await writeNetwork(path, averages);
    const { width, read } = await frozenFeatures(filmsOf(PIXELS), 5, {
      options: { ...PLAIN, path },
      context: { cacheDirectory: folder },
    });
    assertEquals(width, 1);
    assertClose(await read([4, 0, 4]), [MEANS[4]!, MEANS[0]!, MEANS[4]!]);
  });
});

Deno.test("frozenFeatures() repeats and normalises the channels", async () => {
  await inTemporaryFolder(async (folder) => {
    const three = await featuresOf(folder, { ...averages, channels: 3 }, {
      channels: 3,
      mean: [0.1, 0.2, 0.3],
      deviation: [1, 2, 4],
    });
    assertClose(three, MEANS.flatMap((m) => [m - 0.1, (m - 0.2) / 2, (m - 0.3) / 4]));
    const one = await featuresOf(folder, averages, { mean: [0.5], deviation: [0.25] });
    assertClose(one, MEANS.map((m) => (m - 0.5) / 0.25));
  });
});

Deno.test("frozenFeatures() averages outputs that have height and width", async () => {
  await inTemporaryFolder(async (folder) => {
    const weights = Float32Array.of(...[1, 0, 0, 0], ...[0, 0, 0, -2]);
    const features = await featuresOf(folder, {
      build: (input) => conv2d(input, input.graph.constant([2, 1, 2, 2], weights), { stride: 2 }),
    });
    const corner = (film: number, offset: number) => {
      let sum = 0;
      for (let y = 0; y < SIZE; y += 2) {
        for (let x = 0; x < SIZE; x += 2) {
          sum += PIXELS[film * AREA + (y + offset) * SIZE + x + offset]!;
        }
      }
      return sum / 16;
    };
    assertClose(features, MEANS.flatMap((_, film) => [corner(film, 0), -2 * corner(film, 1)]));
  });
});

Deno.test("frozenFeatures() takes the output that is asked for, else the first", async () => {
  await inTemporaryFolder(async (folder) => {
    const network: Network = {
      build: (input) => ({
        features: globalAveragePool(input),
        logits: globalAveragePool(add(input, 1)),
      }),
    };
    assertClose(await featuresOf(folder, network), MEANS);
    assertClose(await featuresOf(folder, network, { output: "logits" }), MEANS.map((m) => m + 1));
    await assertRejects(
      () => featuresOf(folder, network, { output: "probabilities" }),
      InputError,
      'it has no output "probabilities"; its outputs are features, logits',
    );
  });
});

Deno.test("frozenFeatures() fills up batches for a network that wants whole ones", async () => {
  await inTemporaryFolder(async (folder) => {
    assertClose(await featuresOf(folder, { ...averages, batch: 4 }), MEANS);
    await assertRejects(
      () => featuresOf(folder, { ...averages, batch: 4 }, { batchSize: 3 }),
      InputError,
      "network.onnx",
    );
  });
});

Deno.test("frozenFeatures() gives a film the same bits in any company", async () => {
  await inTemporaryFolder(async (folder) => {
    const weights = new Random("weights").normals(8 * 9);
    const network: Network = {
      build: (input) => relu(conv2d(input, input.graph.constant([8, 1, 3, 3], weights))),
    };
    const all = await featuresOf(folder, network);
    const last = filmsOf(PIXELS.slice(4 * AREA));
    assertEquals(await featuresOf(folder, network, { films: last, count: 1 }), all.slice(4 * 8));
  });
});

/** The cache's files, each with the inode that a rewrite would change. */
function cacheFiles(folder: string): Record<string, number | null> {
  const cache = join(folder, "cache");
  return Object.fromEntries(
    [...Deno.readDirSync(cache)].flatMap(({ name: key }) =>
      [...Deno.readDirSync(join(cache, key))].map(({ name }) => {
        const path = join(cache, key, name);
        return [path, Deno.statSync(path).ino];
      })
    ),
  );
}

Deno.test("frozenFeatures() reads what it computed before instead of computing it again", async () => {
  await inTemporaryFolder(async (folder) => {
    const computed = await featuresOf(folder, averages);
    const files = cacheFiles(folder);
    assertEquals(Object.keys(files).length, 1);
    assertEquals(await featuresOf(folder, averages, { threads: 2 }), computed);
    assertEquals(cacheFiles(folder), files);
    // Other numbers in the cache's file show up, so they were read and not computed.
    const [file] = Object.keys(files);
    const data = Float32Array.of(1, 2, 3, 4, 5);
    await Deno.writeFile(file!, encodeNpy({ shape: [5, 1], data }));
    assertEquals(await featuresOf(folder, averages), data);
  });
});

Deno.test("frozenFeatures() computes anew when network, options or pixels change", async () => {
  await inTemporaryFolder(async (folder) => {
    await featuresOf(folder, averages);
    const changed = PIXELS.slice();
    changed[4 * AREA + 3]! += 0.001;
    const plusOne: Network = { build: (input) => globalAveragePool(add(input, 1)) };
    const changes = [
      () => featuresOf(folder, plusOne),
      () => featuresOf(folder, averages, { mean: [0.1] }),
      () => featuresOf(folder, averages, { deviation: [2] }),
      () => featuresOf(folder, averages, { batchSize: 2 }),
      () => featuresOf(folder, averages, { output: "features" }),
      () => featuresOf(folder, averages, { films: filmsOf(changed) }),
      () => featuresOf(folder, averages, { count: 4 }),
    ];
    for (const [n, change] of changes.entries()) {
      await change();
      assertEquals(Object.keys(cacheFiles(folder)).length, n + 2);
    }
  });
});

Deno.test("frozenFeatures() goes on where it was interrupted", async () => {
  await inTemporaryFolder(async (folder) => {
    const count = 1030;
    const films = filmsOf(new Random("many").uniforms(count * AREA, 0, 1));
    const options = { films, count, batchSize: 128 };
    const progress: number[] = [];
    await assertRejects(
      () =>
        featuresOf(folder, averages, {
          ...options,
          onProgress: (done) => {
            progress.push(done);
            throw new Error("interrupted");
          },
        }),
      Error,
      "interrupted",
    );
    assertEquals(progress, [1024]);
    const [[file, inode] = []] = Object.entries(cacheFiles(folder));
    const features = await featuresOf(folder, averages, options);
    assertEquals(Object.keys(cacheFiles(folder)).length, 2);
    assertEquals(cacheFiles(folder)[file!], inode);
    await Deno.remove(join(folder, "cache"), { recursive: true });
    assertEquals(await featuresOf(folder, averages, options), features);
  });
});

Deno.test("frozenFeatures() computes damaged parts of the cache anew", async () => {
  await inTemporaryFolder(async (folder) => {
    const computed = await featuresOf(folder, averages);
    const [file] = Object.keys(cacheFiles(folder));
    const whole = await Deno.readFile(file!);
    const other = encodeNpy({ shape: [4, 1], data: new Float32Array(4) });
    for (const damaged of [new Uint8Array(), whole.slice(0, -3), Uint8Array.of(1, 2, 3), other]) {
      await Deno.writeFile(file!, damaged);
      assertEquals(await featuresOf(folder, averages), computed);
      assertEquals(await Deno.readFile(file!), whole);
    }
  });
});

Deno.test("frozenFeatures() refuses files that are no network for such films", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "network.onnx");
    const options = { options: { ...PLAIN, path }, context: { cacheDirectory: folder } };
    const features = () => frozenFeatures(filmsOf(PIXELS), 5, options);
    await assertRejects(features, InputError, "there is no such file");
    for (const bytes of [new Uint8Array(), new TextEncoder().encode("PK pretend weights")]) {
      await Deno.writeFile(path, bytes);
      await assertRejects(features, InputError, `Cannot use the model "${path}"`);
    }
  });
});

for (
  const [what, network, message] of [
    [
      "two inputs",
      {
        build: (input) => {
          const age = input.graph.input("age", [4, 1]);
          return add(globalAveragePool(input), age);
        },
      },
      "it has 2 inputs (pixels, age), expected one",
    ],
    ["films of three channels", { ...averages, channels: 3 }, "Got: 1 Expected: 3"],
    [
      "one output for all films",
      { build: (input) => mean(input, { axes: [0, 2, 3], keepDims: true }) },
      "its output has shape [1, 1, 1, 1], expected [4, features]",
    ],
    [
      "outputs that are no numbers",
      { build: (input) => globalAveragePool(div(sub(input, input), sub(input, input))) },
      "it gives NaN as feature 0 of film 0",
    ],
  ] as const satisfies readonly (readonly [string, Network, string])[]
) {
  Deno.test(`frozenFeatures() refuses a network with ${what}`, async () => {
    await inTemporaryFolder(async (folder) => {
      const error = await assertRejects(() => featuresOf(folder, network), InputError, message);
      assert(error.message.includes("network.onnx"));
    });
  });
}
