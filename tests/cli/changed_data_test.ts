/**
 * Whether every command that uses a run together with its data tells when these have changed, and
 * takes them as the same when they have not.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Config, loadConfig } from "../../lib/config/mod.ts";
import { inTemporaryFolder, readFolder, temporaryFolder, writeFolder } from "../helpers/folders.ts";
import { filesOf, runIn, tinyConfig } from "../helpers/tiny_run.ts";
import { runHere } from "./in_process.ts";

/** Data in `data`, a configuration of them, a finished run and one that was interrupted. */
interface Workshop {
  readonly folder: string;
  readonly config: Config;
}

/** The lines of a file below the header, changed. */
async function rewrite(path: string, change: (rows: string[]) => readonly string[]): Promise<void> {
  const [header, ...rows] = (await Deno.readTextFile(path)).split("\n");
  await Deno.writeTextFile(path, [header, ...change(rows)].join("\n"));
}

/** Rows whose ids stay, and whose other cells, or the one at an index, become those of the next. */
function shifted(rows: readonly string[], cell?: number): string[] {
  const cells = rows.map((row) => row.split(","));
  return cells.map((own, n) => {
    const next = cells[(n + 1) % cells.length]!;
    return own.map((value, c) => c === 0 || (cell !== undefined && c !== cell) ? value : next[c])
      .join(",");
  });
}

type Change = (data: string) => Promise<void>;

const features = (change: (rows: string[]) => readonly string[]): Change => (data) =>
  rewrite(join(data, "features.csv"), change);
const labels = (change: (rows: string[]) => readonly string[]): Change => (data) =>
  rewrite(join(data, "labels.csv"), change);

/** What is done to the data, and what every command then says of them. */
const CHANGES: Readonly<Record<string, readonly [Change, ...string[]]>> = {
  "shuffled features": [features((rows) => shifted(rows)), "features of 240 of 240 films differ"],
  "one feature": [
    features(([first, ...rows]) => [first!.replace(/.$/, "x").replace("x", "77"), ...rows]),
    'features of 1 of 240 films differs (such as "film_0.png")',
  ],
  "features with their ids exchanged": [
    features(([a, b, ...rows]) => [
      a!.replace("film_0.", "film_1."),
      b!.replace("film_1.", "film_0."),
      ...rows,
    ]),
    "features of 2 of 240 films differ",
  ],
  "shuffled labels": [labels((rows) => shifted(rows, 1)), "labels of ", " of 240 films differ"],
  "one label": [
    labels(([first, ...rows]) => [first!.replace(/,[^,]*,/, ",Mass|Nodule|Effusion,"), ...rows]),
    'labels of 1 of 240 films differs (such as "film_0.png")',
  ],
  "patients exchanged": [
    labels((rows) => {
      const cells = rows.map((row) => row.split(","));
      [cells[0]![3], cells[3]![3]] = [cells[3]![3]!, cells[0]![3]!];
      return cells.map((row) => row.join(","));
    }),
    "patients of 2 of 240 films differ",
  ],
  "another list of queries": [
    (data) => rewrite(join(data, "query.txt"), (ids) => ids.slice(0, -3)),
    '3 of 240 films are missing (such as "film_237.png")',
  ],
  "films that ask instead of learning": [
    async (data) => {
      await rewrite(join(data, "train.txt"), (ids) => ids.slice(0, -3));
      const moved = ["film_177.png", "film_178.png", "film_179.png"];
      await rewrite(join(data, "query.txt"), (ids) => [...ids, ...moved]);
    },
    "the part in the split of ",
  ],
  "a film less": [
    labels((rows) => rows.filter((row) => !row.startsWith("film_7."))),
    '1 of 240 films is missing (such as "film_7.png")',
  ],
  "a film more": [
    async (data) => {
      await labels((rows) => [...rows, rows[0]!.replace("film_0.", "film_new.")])(data);
      await features((rows) => [...rows, rows[0]!.replace("film_0.", "film_new.")])(data);
      await rewrite(join(data, "train.txt"), (ids) => [...ids, "film_new.png"]);
    },
    '1 of 241 films is new (such as "film_new.png")',
  ],
};

/** What may be done to the data. */
const HARMLESS: Readonly<Record<string, Change>> = {
  "rows in another order": async (data) => {
    await features((rows) => rows.toReversed())(data);
    await labels((rows) => [...rows.slice(100), ...rows.slice(0, 100)])(data);
    await rewrite(join(data, "query.txt"), (ids) => ids.toReversed());
  },
  "gzipped files": async (data) => {
    for (const name of ["features.csv", "labels.csv"]) {
      await Deno.writeFile(join(data, name), gzipSync(await Deno.readFile(join(data, name))));
    }
  },
  "a column that nobody reads": labels((rows) => rows.map((row) => row.replace(/,0,/, ",5,"))),
};

/** By its name, a command that uses a run with its data; `run` is finished, `half` is not. */
const USES: Readonly<Record<string, (folder: string) => readonly string[]>> = {
  "train, which resumes": (f) => ["train", join(f, "tiny.json"), "--out", join(f, "half")],
  "train of a finished run": (f) => ["train", join(f, "tiny.json"), "--out", join(f, "run")],
  evaluate: (f) => ["evaluate", join(f, "run"), "--json"],
  index: (f) => ["index", join(f, "run"), "--out", join(f, "index")],
  plot: (f) => ["plot", join(f, "run"), "distances", "--format", "json"],
};

/** What a run computes; nothing in it says where. */
const BITS = [
  "checkpoints/best.npz",
  "checkpoints/last.npz",
  "database/codes.npy",
  "database/ids.txt",
  "encoder.onnx",
  "metrics.jsonl",
  "query/codes.npy",
  "query/ids.txt",
  "results.json",
  "scores.npz",
];

const files = await makeWorkshop();

/** Made once; its paths begin with {@linkcode PLACE}. */
async function makeWorkshop(): Promise<Record<string, Uint8Array>> {
  const folder = await temporaryFolder();
  const data = join(folder, "data");
  await Deno.mkdir(data);
  const ids = Array.from({ length: 240 }, (_, film) => `film_${film}.png`);
  // The first line is a film too.
  await Deno.writeTextFile(join(data, "train.txt"), ids.slice(0, 180).join("\n"));
  await Deno.writeTextFile(join(data, "query.txt"), ids.slice(180).join("\n"));
  const split = { kind: "lists", train: join(data, "train.txt"), query: join(data, "query.txt") };
  const config = await tinyConfig(data, { data: { split } as never });
  await Deno.writeTextFile(join(folder, "tiny.json"), JSON.stringify(config));
  await runIn(join(folder, "run"), config);
  await assertRejects(() => runIn(join(folder, "half"), config, 17), DOMException);
  const files = await readFolder(folder);
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => {
      const isText = name.endsWith(".json");
      const text = () => new TextDecoder().decode(bytes).replaceAll(folder, "PLACE");
      return [name, isText ? new TextEncoder().encode(text()) : bytes];
    }),
  );
}

/** A workshop of one's own. */
async function inWorkshop(body: (workshop: Workshop) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    await writeFolder(folder, files);
    for (const name of Object.keys(files).filter((name) => name.endsWith(".json"))) {
      const path = join(folder, name);
      const text = (await Deno.readTextFile(path)).replaceAll("PLACE", folder);
      await Deno.writeTextFile(path, text);
    }
    await body({ folder, config: await loadConfig(join(folder, "tiny.json")) });
  });
}

for (const [what, [change, ...says]] of Object.entries(CHANGES)) {
  Deno.test(`no command takes ${what} for what the run learned from`, async () => {
    await inWorkshop(async ({ folder }) => {
      const before = await readFolder(join(folder, "half"));
      await change(join(folder, "data"));
      for (const [use, argsOf] of Object.entries(USES)) {
        const { code, stdout, stderr } = await runHere([...argsOf(folder), "--quiet"]);
        assertEquals([code, stdout], [1, ""], `${use}: ${stderr}`);
        assertStringIncludes(stderr, "not what it learned from: ", use);
        for (const part of says) assertStringIncludes(stderr, part, use);
      }
      assertEquals(await readFolder(join(folder, "half")), before);
    });
  });
}

for (const [what, change] of Object.entries(HARMLESS)) {
  Deno.test(`every command takes ${what} for the same data`, async () => {
    await inWorkshop(async ({ folder }) => {
      const { results } = await wholeRun(folder);
      await change(join(folder, "data"));
      for (const [use, argsOf] of Object.entries(USES)) {
        const { code, stdout, stderr } = await runHere([...argsOf(folder), "--quiet"]);
        assertEquals(code, 0, `${use}: ${stderr}`);
        assertEquals(stderr.includes("note: "), false, stderr);
        if (use === "evaluate") assertEquals({ ...JSON.parse(stdout), run: "" }, results);
      }
      const [half, whole] = [
        await filesOf(join(folder, "half")),
        await filesOf(join(folder, "run")),
      ];
      for (const name of BITS) assert(half[name] !== undefined && half[name] === whole[name], name);
    });
  });
}

/** The results in a workshop but for the name of the run's folder. */
async function wholeRun(folder: string) {
  return {
    results: { ...JSON.parse(await Deno.readTextFile(join(folder, "run/results.json"))), run: "" },
  };
}

Deno.test("a run that has moved goes on with the same bits, and is evaluated, indexed and drawn", async () => {
  await inWorkshop(async ({ folder }) => {
    const data = join(folder, "elsewhere/deep");
    await Deno.mkdir(dirname(data));
    await Deno.rename(join(folder, "data"), data);
    await Deno.rename(join(data, "features.csv"), join(data, "x.csv"));
    const moved = [
      `data.features=${join(data, "x.csv")}`,
      `data.metadata=${join(data, "labels.csv")}`,
      `data.split.train=${join(data, "train.txt")}`,
      `data.split.query=${join(data, "query.txt")}`,
    ].flatMap((setting) => ["--set", setting]);
    const other = ["--set", "name=another"];

    for (const [use, argsOf] of Object.entries(USES)) {
      if (use === "train of a finished run") continue;
      const lost = await runHere([...argsOf(folder), "--quiet"]);
      assertEquals(lost.code, 1, use);
      const found = await runHere([...argsOf(folder), ...moved, ...other, "--quiet"]);
      assertEquals(found.code, 0, `${use}: ${found.stderr}`);
    }
    const whole = join(folder, "whole");
    const train = ["train", join(folder, "tiny.json"), "--out", whole, "--quiet"];
    assertEquals((await runHere([...train, ...moved, ...other])).code, 0);
    assertEquals(await filesOf(join(folder, "half")), await filesOf(whole));
    // From here on it knows where its data are.
    assertEquals((await runHere(["evaluate", join(folder, "half")])).code, 0);

    const { results } = await wholeRun(folder);
    const { stdout } = await runHere(["evaluate", join(folder, "run"), ...moved, "--json"]);
    assertEquals({ ...JSON.parse(stdout), run: "" }, results);
  });
});

Deno.test("plot shows no run beside another whose films have other labels", async () => {
  await inWorkshop(async ({ folder }) => {
    const args = ["plot", join(folder, "run"), "training", "--beside"];
    const options = ["--format", "json", "--out", join(folder, "charts"), "--quiet"];
    const other = join(folder, "other");
    const train = ["train", join(folder, "tiny.json"), "--out", other, "--quiet"];
    assertEquals((await runHere(train)).code, 0);
    assertEquals((await runHere([...args, other, ...options])).code, 0);
    await CHANGES["one label"]![0](join(folder, "data"));
    assertEquals((await runHere([...train, "--fresh"])).code, 0);
    const { code, stderr } = await runHere([...args, other, ...options]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "labels of 1 of 240 films differs");
  });
});

Deno.test("a study takes no finished runs for those on the data that there are now", async () => {
  await inWorkshop(async ({ folder }) => {
    const study = join(folder, "study.json");
    const rows = ["one", "two"].map((name, n) => ({ name, changes: { loss: { margin: n / 5 } } }));
    await Deno.writeTextFile(study, JSON.stringify({ question: "?", baseline: "one", rows }));
    const ablate = ["ablate", study, "--data", join(folder, "tiny.json"), "--quiet", "--jobs", "1"];
    const args = (
      seeds: string,
      ...more: readonly string[]
    ) => [...ablate, "--out", join(folder, "studies"), "--seeds", seeds, ...more];
    assertEquals((await runHere(args("1"))).code, 0);
    const harmless = HARMLESS["rows in another order"]!;
    await harmless(join(folder, "data"));
    assertEquals((await runHere(args("1"))).code, 0);

    const labels = await Deno.readFile(join(folder, "data/labels.csv"));
    await CHANGES["one label"]![0](join(folder, "data"));
    const again = await runHere(args("1"));
    assertEquals(again.code, 1);
    assertStringIncludes(again.stderr, "labels of 1 of 240 films differs");
    // Runs with another seed that are trained on other data elsewhere are put into no table.
    await Deno.remove(join(folder, "studies/study/runs/two"), { recursive: true });
    await Deno.writeFile(
      join(folder, "data/other.csv"),
      await Deno.readFile(join(folder, "data/labels.csv")),
    );
    await Deno.writeFile(join(folder, "data/labels.csv"), labels);
    const moved = ["--set", `data.metadata=${join(folder, "data/other.csv")}`, "--shard", "2/2"];
    const mixed = await runHere(args("1", ...moved));
    assertEquals(mixed.code, 1);
    assertStringIncludes(mixed.stderr, "which have not learned from the same data: labels of 1 of");
  });
});

Deno.test("a finished run whose data are gone keeps its results, with a note", async () => {
  await inWorkshop(async ({ folder }) => {
    await Deno.remove(join(folder, "data"), { recursive: true });
    const run = ["train", join(folder, "tiny.json"), "--out", join(folder, "run")];
    const { code, stderr } = await runHere(run);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "cannot be told: Cannot read");
  });
});

Deno.test("--set of a run that has been made says where its data are, and nothing else", async () => {
  await inWorkshop(async ({ folder }) => {
    for (const setting of ["codes.bits=32", 'data.labels=["Mass"]', "seed=1"]) {
      for (const use of ["evaluate", "index", "plot"]) {
        const args = [...USES[use]!(folder), "--set", setting, "--quiet"];
        const { code, stderr } = await runHere(args);
        assertEquals(code, 1, setting);
        assertStringIncludes(stderr, `this changes ${setting.split("=")[0]}: `);
      }
    }
  });
});

Deno.test("a run of an earlier cohash is used with a note, and nothing is recorded of its data", async () => {
  await inWorkshop(async ({ folder }) => {
    for (const run of ["run", "half"]) {
      await Deno.remove(join(folder, run, "fingerprint.json"));
      await Deno.remove(join(folder, run, "fingerprint.npz"));
    }
    for (const [use, argsOf] of Object.entries(USES)) {
      const { code, stderr } = await runHere(argsOf(folder));
      assertEquals(code, 0, `${use}: ${stderr}`);
      assertEquals(stderr.split("recorded nothing of its data").length, 2, `${use}: ${stderr}`);
    }
    for (const run of ["run", "half"]) {
      assertEquals(Object.keys(await readFolder(join(folder, run))).filter(isFingerprint), []);
    }
  });
});

function isFingerprint(name: string): boolean {
  return name.startsWith("fingerprint");
}

Deno.test("a damaged fingerprint is an error, not a run of an earlier cohash", async () => {
  for (const name of ["fingerprint.json", "fingerprint.npz"]) {
    await inWorkshop(async ({ folder }) => {
      const path = join(folder, "run", name);
      const bytes = await Deno.readFile(path);
      await Deno.writeFile(path, bytes.subarray(0, bytes.length / 2));
      const { code, stderr } = await runHere(["evaluate", join(folder, "run")]);
      assertEquals(code, 1);
      assertStringIncludes(stderr, name);
    });
  }
});

Deno.test("a run that goes on elsewhere says so, in a note and in its environment", async () => {
  await inWorkshop(async ({ folder }) => {
    const args = ["train", join(folder, "tiny.json"), "--out", join(folder, "half")];
    const { code, stderr } = await runHere([...args, "--set", "engine=tfjs-cpu"]);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "was begun with engine onnxruntime");
    const environment = JSON.parse(await Deno.readTextFile(join(folder, "half/environment.json")));
    assertEquals(environment.engine, "tfjs-cpu");
    assertStringIncludes(environment.before, "engine onnxruntime");
    assert(environment.repeats.startsWith("to the bit"));
  });
});
