import { assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { decodeNpy } from "../../lib/base/npy.ts";
import { packCodes } from "../../lib/codes/pack.ts";
import { decodeFilm } from "../../lib/data/images/decode.ts";
import { unitFilms } from "../../lib/data/images/unit_films.ts";
import { InputError } from "../../lib/base/errors.ts";
import { modelIdentity, openFilmEncoder } from "../../lib/search/film_encoder.ts";
import type { Config } from "../../lib/config/config.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { completeRun } from "../../lib/study/complete_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { tinyFilmConfig, writeFilms, writeNetwork, writeNpz } from "../helpers/tiny_film_run.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
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
  Deno.test(`openFilmEncoder() gives films the codes of the run with ${what}`, async () => {
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
      const encoder = await openFilmEncoder(run.path);
      const decoded: Uint8Array[] = [];
      for (const [n, row] of query.entries()) {
        const name = `${dataset.ids[row]}.png`;
        const bytes = await Deno.readFile(join(films, name));
        const code = packCodes(await encoder.encode(bytes, name), encoder.bits);
        assertEquals(code, data.slice(2 * n, 2 * n + 2));
        decoded.push(await decodeFilm(bytes, name, encoder.settings));
      }
      const together = await encoder.encodeFilms(unitFilms(decoded));
      assertEquals(packCodes(together, encoder.bits), data);
      await encoder.dispose();
    });
  });
}

Deno.test("openFilmEncoder() explains what it cannot encode", async () => {
  await inTemporaryFolder(async (folder) => {
    await runIn(join(folder, "features"), await tinyConfig(folder));
    const features = () => openFilmEncoder(join(folder, "features"));
    await assertRejects(features, InputError, "it was trained on features");

    const config = tinyFilmConfig({ kind: "small-resnet", width: 4 });
    const path = join(folder, "run");
    await new RunFolder(path).open(config);
    await assertRejects(() => openFilmEncoder(path), InputError, "it has no encoder.onnx yet");
    await runIn(path, config);
    const encoder = await openFilmEncoder(path);
    try {
      const text = new TextEncoder().encode("no film");
      await assertRejects(() => encoder.encode(text, "a.png"), InputError, 'the image "a.png"');
      const half = new Float32Array(64 * 32);
      await assertRejects(() => encoder.encodeFilms(half), RangeError, "64 × 64 pixels");
      await assertRejects(() => encoder.encodeFilms(new Float32Array()), RangeError, "0 values");
    } finally {
      await encoder.dispose();
    }
  });
});

Deno.test("modelIdentity() is the checksum of all networks that make a code", async () => {
  await inTemporaryFolder(async (folder) => {
    const network = join(folder, "network.onnx");
    await writeNetwork(network);
    const path = join(folder, "run");
    const run = new RunFolder(path);
    const write = async (backbone: Parameters<typeof tinyFilmConfig>[0]) => {
      await run.writeJson("config.json", tinyFilmConfig(backbone));
      await Deno.writeTextFile(run.file("encoder.onnx"), "encoder");
      return await modelIdentity(path);
    };
    const sha256 = (...parts: (string | Uint8Array)[]) => {
      const hash = createHash("sha256");
      for (const part of parts) hash.update(part);
      return hash.digest("hex");
    };
    assertEquals(await write({ kind: "small-resnet" }), sha256("encoder"));
    await Deno.writeTextFile(run.file("targets.npy"), "targets");
    assertEquals(await modelIdentity(path), sha256("encoder"));
    assertEquals(
      await write({ kind: "onnx", path: network }),
      sha256("encoder", await Deno.readFile(network)),
    );
    await Deno.remove(network);
    await assertRejects(() => modelIdentity(path), InputError, "the backbone");
  });
});
