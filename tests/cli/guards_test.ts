/**
 * What no command may do, whatever it is given: show a stack trace, hang, or lose what was there.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { COMMANDS } from "../../cli/commands.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyIndex } from "../helpers/tiny_index.ts";
import { type CommandResult, runCommand } from "./commands.ts";
import { runHere } from "./in_process.ts";

const NAMES = Object.keys(COMMANDS);

/** Asserts that a command failed with one line that says why, after notes at most. */
function assertMistake({ code, stderr }: CommandResult, about: string): void {
  const [error, ...notes] = stderr.trimEnd().split("\n").reverse();
  assertEquals(code, 1, `${about}: ${stderr}`);
  assert(error!.startsWith("error: "), `${about}: ${stderr}`);
  assert(notes.every((line) => line.startsWith("note: ")), `${about}: ${stderr}`);
}

/** A folder with a run, `run`, its index, `index`, a configuration and a study. */
async function inWorkshop(body: (path: (name: string) => string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    await tinyIndex(folder);
    const path = (name: string) => join(folder, name);
    await Deno.copyFile(path("run/config.json"), path("tiny.json"));
    await Deno.writeTextFile(path("study.json"), STUDY);
    await Deno.writeTextFile(path("file"), "");
    await body(path);
  });
}

const STUDY = JSON.stringify({
  question: "?",
  baseline: "one",
  rows: [{ name: "one", changes: {} }],
});

/** The arguments with which each command that writes writes to `out`. */
const WRITERS: Readonly<
  Record<string, (out: string, path: (name: string) => string) => readonly string[]>
> = {
  demo: (out) => ["--out", out],
  train: (out, path) => [path("tiny.json"), "--out", out],
  plot: (out, path) => [path("run"), "training", "--out", out],
  ablate: (out, path) => [path("study.json"), "--data", path("tiny.json"), "--out", out],
  encode: (out, path) => [path("run"), "--images", path("index/films"), "--out", out],
  index: (out, path) => [path("run"), "--out", out],
  search: (out, path) => [path("index"), "--id", "phantom_00003_000", "--html", out],
  reproduce: (out) => ["--only", "demo", "--out", out],
  phantom: (out) => ["--out", out],
};

Deno.test("every command says in one line why it cannot write", async (t) => {
  await inWorkshop(async (path) => {
    const places = {
      "below a file": path("file/folder/out"),
      "in a folder that takes no files": "/sys/cohash/out",
      "in a folder that cannot be made": "/proc/cohash/out",
      "under a name that is too long": path("x".repeat(300)),
    };
    for (const [name, argsFor] of Object.entries(WRITERS)) {
      for (const [where, out] of Object.entries(places)) {
        await t.step(`${name} ${where}`, async () => {
          const result = await runHere([name, ...argsFor(out, path), ...quietly(name)]);
          assertMistake(result, out);
          assertStringIncludes(result.stderr, out.slice(0, 20));
        });
      }
    }
    await t.step("index, a file for FAISS", async () => {
      assertMistake(await runHere(["index", path("index"), "--faiss", path("file/x")]), "--faiss");
    });
  });
});

function quietly(name: string): readonly string[] {
  return ["search", "phantom"].includes(name) ? [] : ["--quiet"];
}

/** The arguments with which each command reads a run, an index or a file in place of `input`. */
const READERS: Readonly<
  Record<string, (input: string, path: (name: string) => string) => string[]>
> = {
  "train": (input, path) => ["train", input, "--out", path("out")],
  "evaluate": (input) => ["evaluate", input],
  "plot": (input) => ["plot", input],
  "plot --beside": (input, path) => ["plot", path("run"), "--beside", input],
  "ablate": (input) => ["ablate", input],
  "ablate --data": (input, path) => ["ablate", path("study.json"), "--data", input],
  "encode": (input, path) => ["encode", input, "--images", path("films"), "--out", path("codes")],
  "encode --images": (
    input,
    path,
  ) => ["encode", path("run"), "--images", input, "--out", path("codes")],
  "index": (input, path) => ["index", input, "--out", path("new")],
  "index --add": (input, path) => ["index", path("index"), "--add", input],
  "index --metadata": (input, path) => [
    ...["index", path("index"), "--add", path("index/films")],
    ...["--metadata", input],
  ],
  "search": (input) => ["search", input, "--id", "a"],
  "search --query": (input, path) => ["search", path("index"), "--query", input],
  "push": (input) => ["push", input, "--to", "postgres://nobody@127.0.0.1:1/none"],
};

/** Writes what cannot be used, and returns the names. */
async function writeRubbish(path: (name: string) => string): Promise<readonly string[]> {
  const latin1 = Uint8Array.from('{"name": "é"}', (letter) => letter.charCodeAt(0));
  const files = { "half.json": new TextEncoder().encode("{"), "latin1.json": latin1 };
  for (const [name, bytes] of Object.entries(files)) await Deno.writeFile(path(name), bytes);
  for (const marker of ["config.json", "index.json"]) {
    for (const [name, bytes] of Object.entries(files)) {
      const folder = path(`${name}-as-${marker}`);
      await Deno.mkdir(folder);
      await Deno.writeFile(join(folder, marker), bytes);
    }
    await Deno.mkdir(path(`folder-as-${marker}/${marker}`), { recursive: true });
    await Deno.mkdir(path(`unreadable-${marker}`));
    // A file that exists, but that not even root can read.
    await Deno.symlink("/proc/self/mem", path(`unreadable-${marker}/${marker}`));
  }
  await Deno.symlink("/proc/self/mem", path("unreadable.json"));
  await Deno.symlink(path("circle.json"), path("circle.json"));
  await Deno.mkdir(path("empty"));
  await Deno.mkdir(path("pipes"));
  await new Deno.Command("mkfifo", { args: [path("pipes/film.png")] }).output();
  await Deno.symlink("/dev/zero", path("pipes/zero.png"));
  return [
    ...Object.keys(files),
    ...["config.json", "index.json"].flatMap((marker) => [
      ...Object.keys(files).map((name) => `${name}-as-${marker}`),
      `folder-as-${marker}`,
      `unreadable-${marker}`,
    ]),
    ...["unreadable.json", "circle.json", "empty", "pipes", "missing", "file/below"],
  ];
}

Deno.test("every command says in one line why it cannot read", async (t) => {
  await inWorkshop(async (path) => {
    await Deno.mkdir(path("films"));
    await Deno.copyFile(path("index/films/phantom_00003_000.png"), path("films/a.png"));
    const rubbish = await writeRubbish(path);
    for (const [name, argsFor] of Object.entries(READERS)) {
      for (const input of rubbish) {
        await t.step(`${name}: ${input}`, async () => {
          assertMistake(await runHere(argsFor(path(input), path)), input);
        });
      }
    }
    // In a process of its own, since it gives up the permission to write.
    for (const input of ["half.json-as-index.json", "unreadable-index.json", "missing"]) {
      await t.step(`serve: ${input}`, async () => {
        assertMistake(await runCommand("serve", [input, "--port", "0"], { cwd: path("") }), input);
      });
    }
  });
});

Deno.test("every command explains an option it does not have, and what it lacks", async () => {
  const needed: Readonly<Record<string, readonly string[]>> = {
    audit: ["--secret-file", "secret"],
    encode: ["--out", "codes.npy"],
    few: ["--data", "openi"],
    push: ["--to", "postgres://nobody@127.0.0.1:1/none"],
  };
  for (const name of NAMES) {
    const { code, stderr } = await runHere([name, ...needed[name] ?? [], "--no-such-option"]);
    assertEquals([code, stderr], [1, "error: unknown option '--no-such-option'\n"], name);
  }
  for (
    const name of ["evaluate", "plot", "encode", "index", "search", "serve", "push", "completion"]
  ) {
    assertMistake(await runHere([name]), name);
  }
  const { code, stderr } = await runHere(["trian"]);
  assertEquals([code, stderr], [1, "error: unknown command 'trian' (Did you mean train?)\n"]);
});

Deno.test("every command has a help with examples of itself", async () => {
  for (const name of NAMES) {
    const { code, stdout, stderr } = await runHere([name, "--help"]);
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, `Usage: cohash ${name} `);
    assertStringIncludes(stdout, `  cohash ${name}`);
  }
});

Deno.test("a command ends quietly when nobody reads its output", async () => {
  const cohash = fileURLToPath(new URL("../../cli/cohash.ts", import.meta.url));
  const line = `"${Deno.execPath()}" run -A "${cohash}" plot --list | true`;
  const { stderr } = await new Deno.Command("bash", { args: ["-c", line] }).output();
  assertEquals(new TextDecoder().decode(stderr), "");
});
