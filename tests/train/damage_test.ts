import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { encodeNpz } from "../../lib/base/npz.ts";
import { InputError } from "../../lib/base/errors.ts";
import { encodeFilms } from "../../lib/run/encode_films.ts";
import { evaluateRun } from "../../lib/train/evaluate.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { readResults } from "../../lib/study/complete_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { inTemporaryFolder, readFolder, writeFolder } from "../helpers/folders.ts";
import { filesOf, runIn, tinyConfig } from "../helpers/tiny_run.ts";

/** What a file is damaged to: other bytes, or undefined for none at all. */
type Damage = (bytes: Uint8Array) => Uint8Array | undefined;

const text = (content: string) => new TextEncoder().encode(content);
const half: Damage = (bytes) => bytes.slice(0, bytes.length / 2);
const garbage: Damage = () => text("garbage");
const empty: Damage = () => new Uint8Array();
const gone: Damage = () => undefined;
const json = (value: unknown): Damage => () => text(JSON.stringify(value));

/** A finished tiny run in memory, with the folder of its data. */
async function withRun(
  body: (folder: string, files: Record<string, Uint8Array>) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    await runIn(join(folder, "run"), await tinyConfig(folder, { train: { epochs: 2 } }));
    await body(folder, await readFolder(join(folder, "run")));
  });
}

/** Writes a damaged copy of a run and returns its folder. */
async function damagedCopy(
  folder: string,
  files: Record<string, Uint8Array>,
  { file, damage }: { readonly file: string; readonly damage: Damage },
): Promise<RunFolder> {
  const { [file]: original, ...others } = files;
  assert(original !== undefined, `no ${file}`);
  const damaged = damage(original);
  const path = await Deno.makeTempDir({ dir: folder });
  await writeFolder(path, damaged ? { ...others, [file]: damaged } : others);
  return new RunFolder(path);
}

Deno.test("a damaged file of an unfinished run is an error that names it and the way out", async () => {
  await withRun(async (folder, { "results.json": _, ...unfinished }) => {
    const noEpoch = encodeNpz({ "run.targets": { shape: [1], data: Float32Array.of(1) } });
    const cases: readonly (readonly [string, Damage, string])[] = [
      ["config.json", garbage, "it is not valid JSON"],
      ["config.json", empty, "it is not valid JSON"],
      ["checkpoints/last.npz", half, "damaged or cut off"],
      ["checkpoints/last.npz", garbage, "it is no ZIP archive"],
      ["checkpoints/last.npz", empty, "it is no ZIP archive"],
      ["checkpoints/last.npz", () => noEpoch, "it does not say which epoch it is of"],
      ["checkpoints/best.npz", half, "damaged or cut off"],
      ["checkpoints/best.npz", gone, "checkpoints/best.npz is missing"],
      ["metrics.jsonl", half, "it is not valid JSON"],
      ["metrics.jsonl", gone, "it has 0 of the 2 epochs done"],
      ["metrics.jsonl", json({ epoch: 2 }), "line 1 is not that of epoch 1"],
      ["metrics.jsonl", json(null), "line 1 is not that of epoch 1"],
    ];
    const config = await tinyConfig(folder, { train: { epochs: 2 } });
    for (const [file, damage, reason] of cases) {
      const { path } = await damagedCopy(folder, unfinished, { file, damage });
      const { message } = await assertRejects(() => runIn(path, config), InputError, reason);
      assertStringIncludes(message, file);
      assertStringIncludes(message, "start");
      assertStringIncludes(message, "over with --fresh");
    }
  });
});

Deno.test("a configuration that is JSON but no configuration is an error that names its file", async () => {
  await withRun(async (folder, files) => {
    const run = await damagedCopy(folder, files, { file: "config.json", damage: json({}) });
    const message = `Cannot use "${run.file("config.json")}": data is missing`;
    await assertRejects(() => run.config(), InputError, message);
  });
});

Deno.test("readResults() refuses damaged results", async () => {
  await withRun(async (folder, files) => {
    for (const damage of [half, empty, json({}), json(null), json({ rows: 3 })]) {
      const run = await damagedCopy(folder, files, { file: "results.json", damage });
      await assertRejects(() => readResults(run), InputError, "start the run over with --fresh");
    }
  });
});

Deno.test("evaluateRun() and encodeFilms() name the file of a run that they cannot use", async () => {
  await withRun(async (folder, files) => {
    const config = await tinyConfig(folder);
    const dataset = await loadFilms(config);
    const databaseCodes = files["database/codes.npy"]!;
    const otherIds = text("film_1.png\n");
    const cases: readonly (readonly [string, Damage, string])[] = [
      ["query/codes.npy", half, "query/codes.npy"],
      ["query/codes.npy", gone, "it has no query/codes.npy yet; finish it"],
      ["query/codes.npy", () => databaseCodes, "it does not hold the bytes of 48 codes"],
      ["query/ids.txt", () => otherIds, "its query codes are not those of the films"],
    ];
    for (const [file, damage, reason] of cases) {
      const run = await damagedCopy(folder, files, { file, damage });
      await assertRejects(() => evaluateRun(config, { folder: run, dataset }), InputError, reason);
    }
    const films = { kind: "features", path: join(folder, "features.csv") } as const;
    for (
      const [damage, reason] of [
        [half, "encoder.onnx"],
        [gone, "it has no encoder.onnx yet; finish it with the command that started it"],
      ] as const
    ) {
      const run = await damagedCopy(folder, files, { file: "encoder.onnx", damage });
      await assertRejects(() => encodeFilms(run, films), InputError, reason);
    }
  });
});

Deno.test("a run does not go on with a checkpoint of other data", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder);
    await assertRejects(() => runIn(join(folder, "run"), config, 20), DOMException);
    const path = join(folder, "features.csv");
    const lines = (await Deno.readTextFile(path)).split("\n");
    await Deno.writeTextFile(path, lines.map((line) => line.replace(/,[^,]*$/, "")).join("\n"));
    await assertRejects(
      () => runIn(join(folder, "run"), config),
      InputError,
      "a film was 6 features and is 5 features. Give it",
    );
  });
});

Deno.test("RunFolder.open() removes what a killed run was just writing", async () => {
  await inTemporaryFolder(async (folder) => {
    const run = new RunFolder(join(folder, "run"));
    await writeFolder(run.path, { "config.json.7.tmp": text("half") });
    await run.open(await tinyConfig(folder));
    const leftovers = ["metrics.jsonl.7.tmp", "checkpoints/last.npz.123.tmp"];
    const kept = ["notes.tmp", "checkpoints/notes.txt"];
    const names = [...leftovers, ...kept];
    await writeFolder(run.path, Object.fromEntries(names.map((name) => [name, text("half")])));
    await run.open(await tinyConfig(folder));
    const files = Object.keys(await readFolder(run.path)).sort();
    assertEquals(files, ["checkpoints/notes.txt", "config.json", "notes.tmp"]);
  });
});

Deno.test("RunFolder.open() does not write over files of something else", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeFolder(folder, { "report.html": text("a year's work") });
    const config = await tinyConfig(folder);
    await assertRejects(
      () => new RunFolder(folder).open(config),
      InputError,
      'it holds "report.html" of something else; choose another --out',
    );
    const taken = join(folder, "report.html");
    await assertRejects(() => new RunFolder(taken).open(config), InputError, "Cannot write");
  });
});

Deno.test("RunFolder.remove() leaves files that no run wrote", async () => {
  await withRun(async (folder, files) => {
    const path = join(folder, "own");
    await writeFolder(path, { ...files, "notes.txt": text("why this run") });
    await new RunFolder(path).remove();
    assertEquals(Object.keys(await readFolder(path)), ["notes.txt"]);
    await new RunFolder(join(folder, "run")).remove();
    await assertRejects(() => Deno.stat(join(folder, "run")), Deno.errors.NotFound);
  });
});

Deno.test("a run goes on when it was killed between its metrics and its checkpoint", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder);
    const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
    await runIn(whole, config);
    // 8 steps an epoch, and so in the third of four.
    await assertRejects(() => runIn(killed, config, 20), DOMException);
    const lines = (await Deno.readTextFile(join(whole, "metrics.jsonl"))).split("\n");
    const ahead = lines.slice(0, 3).map((line) => line + "\n").join("");
    assert(ahead.length > (await Deno.readTextFile(join(killed, "metrics.jsonl"))).length);
    await Deno.writeTextFile(join(killed, "metrics.jsonl"), ahead);
    await runIn(killed, config);
    assertEquals(await filesOf(killed), await filesOf(whole));
  });
});
