import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { decodeNpy } from "../../lib/base/npy.ts";
import { selectVectors } from "../../lib/data/labels/annotations.ts";
import { decodeFilm } from "../../lib/data/images/decode.ts";
import { unitFilms } from "../../lib/data/images/unit_films.ts";
import { InputError } from "../../lib/base/errors.ts";
import type { Config } from "../../lib/config/config.ts";
import { Encoder } from "../../lib/run/encoder.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { completeRun, readResults } from "../../lib/study/complete_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyFilmConfig, writeFilms, writeNetwork, writeNpz } from "../helpers/tiny_film_run.ts";
import { runIn, tinyConfig } from "../helpers/tiny_run.ts";

/** By what encodes: a run's configuration. */
const RUNS: Readonly<Record<string, (folder: string) => Promise<Config>>> = {
  "a network trained from scratch": () =>
    Promise.resolve(tinyFilmConfig({ kind: "small-resnet", width: 4 })),
  async "a frozen network"(folder) {
    const path = join(folder, "network.onnx");
    await writeNetwork(path);
    return tinyFilmConfig({ kind: "onnx", path, size: 64, hidden: 16 });
  },
  async "films of an .npz file in their own size"(folder) {
    const images = join(folder, "films.npz");
    await writeNpz(images);
    return tinyFilmConfig({ kind: "small-resnet", width: 4 }, { kind: "npz", images });
  },
};

for (const [what, configOf] of Object.entries(RUNS)) {
  Deno.test(`Encoder.encodeFile() gives films the codes of the run with ${what}`, async () => {
    await inTemporaryFolder(async (folder) => {
      const config = await configOf(folder);
      const context = { cacheDirectory: join(folder, "cache") };
      const run = new RunFolder(join(folder, "run"));
      await run.open(config);
      const dataset = await loadFilms(config, context);
      await completeRun(config, dataset, { folder: run, withReport: false });
      const { query } = dataset.split;
      const images = { ...config, backbone: { kind: "small-resnet", width: 4, stemStride: 1 } };
      const films = join(folder, "films");
      await writeFilms(films, await loadFilms(images as Config, context), query);

      const { data } = decodeNpy(await Deno.readFile(run.file("query/codes.npy")), "codes.npy");
      await using encoder = await Encoder.open(run.path);
      const decoded: Uint8Array[] = [];
      for (const [n, row] of query.entries()) {
        const name = `${dataset.ids[row]}.png`;
        const bytes = await Deno.readFile(join(films, name));
        const { packed } = await encoder.encodeFile(bytes, name);
        assertEquals(packed, data.slice(2 * n, 2 * n + 2));
        decoded.push(await decodeFilm(bytes, name, encoder.filmSettings));
      }
      const pixels = unitFilms(decoded);
      assertEquals((await encoder.encode(pixels)).packed, data);
      const size = encoder.filmSettings.size;
      const read = (rows: ArrayLike<number>) =>
        Promise.resolve(selectVectors(pixels, size ** 2, rows));
      const onDemand = {
        inputs: { kind: "images", size, read } as const,
        rows: Uint32Array.from(query.keys()),
      };
      const progress: number[][] = [];
      const { packed } = await encoder.encode(onDemand, (...told) => progress.push(told));
      assertEquals(packed, data);
      assertEquals(progress.at(-1), [query.length, query.length]);
    });
  });
}

Deno.test("Encoder.open() takes nothing but the files that the card describes", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = tinyFilmConfig({ kind: "small-resnet", width: 4 });
    const path = join(folder, "run");
    await new RunFolder(path).open(config);
    const open = () => Encoder.open(path);
    await assertRejects(open, InputError, "it has no encoder.onnx yet");
    await runIn(path, config);
    const card = join(path, "encoder.json");
    const text = await Deno.readTextFile(card);
    await Deno.remove(card);
    await assertRejects(open, InputError, "it has no encoder.json yet; finish it with the command");
    assertEquals(await readResults(new RunFolder(path)), undefined);
    await runIn(path, config);
    assertEquals(await Deno.readTextFile(card), text);
    await Deno.writeTextFile(card, text.slice(0, 100));
    await assertRejects(open, InputError, "it is not valid JSON; the file is damaged");
    await Deno.writeTextFile(card, text);
    await Deno.writeTextFile(join(path, "encoder.onnx"), "another");
    await assertRejects(open, InputError, 'encoder.onnx": it is not the file that made the codes');
  });
});

Deno.test("Encoder explains what it cannot encode", async () => {
  await inTemporaryFolder(async (folder) => {
    const features = join(folder, "features");
    await runIn(features, await tinyConfig(folder));
    const bytes = new TextEncoder().encode("no film");
    {
      await using encoder = await Encoder.open(features);
      const message = "it was trained on features, not on images";
      await assertRejects(() => encoder.encodeFile(bytes, "a.png"), InputError, message);
      const some = new Float32Array(11);
      await assertRejects(() => encoder.encode(some), RangeError, "whole vectors of 6 features");
      const inputs = { kind: "images", size: 64, read: () => Promise.resolve(some) } as const;
      const rows = Uint32Array.of(0);
      await assertRejects(
        () => encoder.encode({ inputs, rows }),
        RangeError,
        "films of 64 pixels: the encoder takes vectors of 6 features",
      );
    }
    const path = join(folder, "run");
    await runIn(path, tinyFilmConfig({ kind: "small-resnet", width: 4 }));
    await using encoder = await Encoder.open(path);
    await assertRejects(() => encoder.encodeFile(bytes, "a.png"), InputError, 'image "a.png"');
    const half = new Float32Array(64 * 32);
    await assertRejects(() => encoder.encode(half), RangeError, "64 × 64 pixels");
    await assertRejects(() => encoder.encode(new Float32Array()), RangeError, "0 values");
  });
});
