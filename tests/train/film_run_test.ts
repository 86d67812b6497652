import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { decodeNpy } from "../../lib/base/npy.ts";
import { InputError } from "../../lib/base/errors.ts";
import type { Config } from "../../lib/config/config.ts";
import { encodeFilms } from "../../lib/run/encode_films.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { completeRun } from "../../lib/study/complete_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { tinyFilmConfig, writeFilms, writeNetwork, writeNpz } from "../helpers/tiny_film_run.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

/** By what is run: its configuration, and one whose films are the same but images. */
const RUNS: Readonly<Record<string, (folder: string) => Promise<readonly [Config, Config]>>> = {
  async "a frozen network"(folder) {
    const path = join(folder, "network.onnx");
    await writeNetwork(path);
    const frozen = tinyFilmConfig({ kind: "onnx", path, size: 64, hidden: 16 });
    return [frozen, tinyFilmConfig({ kind: "small-resnet" })];
  },
  "a network trained from scratch"() {
    const config = tinyFilmConfig({ kind: "small-resnet", width: 4 });
    return Promise.resolve([config, config]);
  },
  async "films of an .npz file in their own size"(folder) {
    const images = join(folder, "films.npz");
    await writeNpz(images);
    const config = tinyFilmConfig({ kind: "small-resnet", width: 4 }, { kind: "npz", images });
    return [config, config];
  },
};

for (const [what, configsOf] of Object.entries(RUNS)) {
  Deno.test(`a run with ${what} codes its films alike when they are PNG files`, async () => {
    await inTemporaryFolder(async (folder) => {
      const [config, imagesConfig] = await configsOf(folder);
      const run = new RunFolder(join(folder, "run"));
      const context = { cacheDirectory: join(folder, "cache") };
      await run.open(config);
      const dataset = await loadFilms(config, context);
      const { rows } = await completeRun(config, dataset, { folder: run });
      const controls = dataset.inputs.kind === "features" ? ["lsh"] : [];
      const asked = ["cohash", "cohash · target", "cohash · expected"];
      assertEquals(rows.map(({ name }) => name), [...asked, ...controls, "random", "hub"]);

      const { query } = dataset.split;
      await writeFilms(join(folder, "films"), await loadFilms(imagesConfig), query);
      await Deno.writeTextFile(join(folder, "films", "broken.png"), "no film");
      const warnings: string[] = [];
      const { ids, codes } = await encodeFilms(
        run,
        { kind: "images", folder: join(folder, "films") },
        { ...context, onWarning: (message) => warnings.push(message) },
      );
      assertEquals(ids, Array.from(query, (row) => `${dataset.ids[row]}.png`));
      const ownCodes = decodeNpy(await Deno.readFile(run.file("query/codes.npy")), "codes");
      assertEquals(codes, ownCodes.data);
      assertEquals(warnings.length, 2);
      assert(warnings[0]!.includes("broken.png"));
      assert(warnings[1]!.startsWith(`1 of ${query.length + 1} files`), warnings[1]);
    });
  });
}

Deno.test("encodeFilms() explains what it cannot encode", async () => {
  await inTemporaryFolder(async (folder) => {
    const run = new RunFolder(join(folder, "run"));
    const config = tinyFilmConfig({ kind: "small-resnet", width: 4 });
    await run.open(config);
    const films = { kind: "images", folder: join(folder, "films") } as const;
    await assertRejects(() => encodeFilms(run, films), InputError, "it has no encoder.onnx yet");
    await completeRun(config, await loadFilms(config), { folder: run });
    await assertRejects(() => encodeFilms(run, films), InputError, "films");
    await Deno.mkdir(films.folder);
    await assertRejects(() => encodeFilms(run, films), InputError, "films");
    await Deno.writeTextFile(join(films.folder, "broken.png"), "no film");
    await assertRejects(
      () => encodeFilms(run, films, { cacheDirectory: join(folder, "cache") }),
      InputError,
      "none of the 1 files could be read",
    );
    await assertRejects(
      () => encodeFilms(run, { kind: "features", path: join(folder, "features.csv") }),
      InputError,
      "trained on images; use --images",
    );
  });
});

Deno.test("loadFilms() refuses a backbone that does not fit the data", async () => {
  await assertRejects(
    () => loadFilms(tinyFilmConfig({ kind: "features" })),
    InputError,
    'Cannot use the backbone "features" with data of the kind "phantom"',
  );
  await assertRejects(
    () => loadFilms(tinyFilmConfig({ kind: "onnx", path: "network.onnx", size: 224 })),
    InputError,
    "it takes films of 224 pixels (backbone.size) and these have 64",
  );
});
