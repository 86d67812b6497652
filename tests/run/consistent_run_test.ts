import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { type Consistency, consistentCodes } from "../../lib/codes/consistent_codes.ts";
import { packCodes } from "../../lib/codes/pack.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { InputError } from "../../lib/base/errors.ts";
import { Encoder } from "../../lib/run/encoder.ts";
import { identityOf, readEncoder } from "../../lib/run/encoder_files.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { readCodes } from "../../lib/run/run_codes.ts";
import { indexImages } from "../../lib/search/indexing/index_images.ts";
import { indexRun } from "../../lib/search/indexing/index_run.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyFilmConfig, writeFilms } from "../helpers/tiny_film_run.ts";
import { contentOf } from "../helpers/tiny_index.ts";
import { runIn } from "../helpers/tiny_run.ts";

const CONSISTENT = { kind: "consistent", gamma: 0.8, sweeps: 3, sharpness: 1 } as const;

Deno.test("codes.binarise=consistent holds for all films that are searched, and for no query", async () => {
  await inTemporaryFolder(async (folder) => {
    const tiny = tinyFilmConfig({ kind: "small-resnet", width: 4 });
    const config = { ...tiny, codes: { ...tiny.codes, binarise: CONSISTENT } };
    const { folder: run } = await runIn(join(folder, "run"), config);
    const dataset = await loadFilms(config);
    const { inputs, ids, split } = dataset;
    await using encoder = await Encoder.open(run);
    assertEquals(encoder.card.binarise, CONSISTENT);
    const targets = (await readEncoder(run)).binarise!.targets.values;
    const options: Consistency = CONSISTENT;
    const codesOf = async (rows: Uint32Array) => {
      const { continuous } = await encoder.encode({ inputs, rows });
      return {
        signs: packCodes(continuous, 16),
        consistent: consistentCodes(continuous, targets, 16, options),
      };
    };
    const database = await codesOf(split.database);
    assertNotEquals(database.consistent, database.signs);
    assertEquals(await readCodes(run, dataset, "database"), database.consistent);
    assertEquals(await readCodes(run, dataset, "query"), (await codesOf(split.query)).signs);

    // In an index, films of every part are searched, and so are those that are added.
    const index = join(folder, "index");
    await indexRun(run, index);
    const images = join(folder, "images");
    await writeFilms(images, dataset, split.query.subarray(0, 3));
    await indexImages(index, { images }, { cacheDirectory: join(folder, "cache") });
    const films = await contentOf(index) as Record<string, { readonly code: string }>;
    const { consistent } = await codesOf(Uint32Array.from(ids.keys()));
    ids.forEach((id, row) => {
      assertEquals(films[id]!.code, consistent.subarray(2 * row, 2 * row + 2).toHex());
    });
    for (const row of split.query.subarray(0, 3)) {
      assertEquals(films[`${ids[row]}.png`]!.code, films[ids[row]!]!.code);
    }
  });
});

Deno.test("identityOf() counts targets only where they make the bits", () => {
  const encoder = new TextEncoder().encode("encoder");
  const consistent = (gamma: number, value: number) =>
    identityOf({
      encoder,
      binarise: {
        options: { ...CONSISTENT, gamma },
        targets: { names: ["Mass"], values: Float32Array.of(value) },
      },
    });
  const all = [identityOf({ encoder }), consistent(1, 1), consistent(2, 1), consistent(1, -1)];
  assertEquals(new Set(all).size, 4);
  assertEquals(consistent(1, 1), consistent(1, 1));
});

Deno.test("codes.binarise is refused for a method without targets", () => {
  const config = (method: string) => ({
    data: { kind: "phantom" },
    backbone: { kind: "small-resnet" },
    method,
    codes: { binarise: "consistent" },
  });
  const { message } = assertThrows(() => parseConfig(config("dch")), InputError);
  assert(message.includes("codes.binarise is read by method cohash"), message);
  assertEquals(parseConfig({ ...config("dch"), codes: {} }).codes, { bits: 32 });
  assertEquals(parseConfig(config("csq")).codes.binarise?.kind, "consistent");
});
