import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import project from "../../deno.json" with { type: "json" };
import { indexImages } from "../../lib/search/indexing/index_images.ts";
import { removeFilms } from "../../lib/search/indexing/remove_films.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";
import type { SearchAnswer } from "../../lib/viewer/schemas.ts";
import { tinyIndex } from "../helpers/tiny_index.ts";
import { inTemporaryFolder, writeFolder } from "../helpers/folders.ts";
import { dicomFilm } from "../helpers/orthanc.ts";
import { mistakeOf, resultOf } from "./commands.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Starts the viewer as `deno task serve` does, with what it may and may not do. */
function serve(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  const [program, ...own] = project.tasks.serve.command.split(" ");
  assertEquals([program, ...own.slice(-2)], ["deno", "cli/cohash.ts", "serve"]);
  const { NO_COLOR: _, FORCE_COLOR: __, COHASH_TOKEN: ___, ...rest } = Deno.env.toObject();
  return new Deno.Command(Deno.execPath(), {
    args: [...own.slice(0, -2), join(ROOT, "cli/cohash.ts"), "serve", ...args],
    cwd,
    env: { ...rest, ...env },
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("the viewer shows films that are added and removed while it runs, and refuses another index", async () => {
  await inTemporaryFolder(async (cwd) => {
    const { index } = await tinyIndex(cwd);
    const child = serve(["index", "--port", "0"], cwd);
    const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    const { value: line = "" } = await reader.read();
    const url = /http:\S+/.exec(line)![0];
    const cases = async () => (await (await fetch(new URL("/api/collection", url))).json()).cases;
    const post = (path: string, body: unknown) =>
      fetch(new URL(path, url), {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json" },
      });
    assertEquals(await cases(), 60);

    await writeFolder(join(cwd, "films"), { "new.dcm": dicomFilm(1, 1) });
    await indexImages(index, { images: join(cwd, "films") }, {
      cacheDirectory: join(cwd, "cache"),
    });
    const changed = "the index has changed";
    assertEquals((await reader.read()).value, `note: ${changed}: 61 cases are shown\n`);
    assertEquals(await cases(), 61);
    const answer = await (await post("/api/search", { id: "new.dcm", ask: "code" })).json();
    assertEquals([answer.query.case.date, answer.hits.length], ["2017-03-02", 12]);

    const manifest = join(index, "index.json");
    const text = await Deno.readTextFile(manifest);
    await Deno.writeTextFile(manifest, "{}");
    assertStringIncludes((await reader.read()).value!, `${changed} and is not shown as it is now`);
    assertEquals(await cases(), 61);
    await Deno.writeTextFile(manifest, text);
    assertStringIncludes((await reader.read()).value!, "61 cases are shown");
    await removeFilms(index, ["new.dcm"]);
    assertStringIncludes((await reader.read()).value!, "60 cases are shown");
    assertEquals((await (await post("/api/cases/find", { id: "new.dcm" })).json()).case, undefined);

    child.kill("SIGINT");
    assertEquals((await reader.read()).value, "Closing.\n");
    assertEquals((await child.status).code, 0);
    await reader.cancel();
    await child.stdout.cancel();
  });
});

Deno.test("the viewer finds what the index finds, until Ctrl-C", async () => {
  await inTemporaryFolder(async (cwd) => {
    const { index } = await tinyIndex(cwd);
    const child = serve(["index", "--port", "0"], cwd);
    const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    const { value: line = "" } = await reader.read();
    assertMatch(line, /^60 cases at http:\/\/127\.0\.0\.1:\d+\/ \(Ctrl-C ends the viewer\)\n$/);
    const url = /http:\S+/.exec(line)![0];

    const film = await Deno.readFile(join(index, "films", "phantom_00003_000.png"));
    const search = async (ways: string): Promise<SearchAnswer> => {
      const address = new URL(`/api/search?top=20${ways}`, url);
      return await (await fetch(address, { method: "POST", body: film })).json();
    };
    const answer = await search("&ask=code");
    assertEquals((await search("")).ask, "expected");
    const store = await HammingIndex.open(index);
    const { code } = (await store.find(["phantom_00003_000"]))[0]!;
    const expected = await store.search({ code, top: 20 });
    assertEquals(
      answer.hits.map((hit) => [hit.case.id, hit.distance]),
      expected.map((hit) => [hit.case.id, hit.distance]),
    );
    assertEquals(answer.query.code, code.toHex());
    assert(answer.query.findings.length >= 14);

    child.kill("SIGINT");
    assertEquals((await reader.read()).value, "Closing.\n");
    assertEquals((await child.status).code, 0);
    await reader.cancel();
    await child.stdout.cancel();
  });
});

Deno.test("the viewer says in one line why it cannot be served", async () => {
  await inTemporaryFolder(async (cwd) => {
    await tinyIndex(cwd);
    const mistake = async (args: readonly string[], env?: Readonly<Record<string, string>>) =>
      mistakeOf(await resultOf(serve(args, cwd, env)));
    assertMatch(await mistake(["nowhere"]), /^error: Cannot .*nowhere/);
    assertMatch(await mistake(["index", "--host", "0.0.0.0"]), /a token is needed/);
    const short = { COHASH_TOKEN: "short" };
    assertMatch(await mistake(["index"], short), /5 characters, expected at least 16/);
    await Deno.writeTextFile(join(cwd, "token"), "passwordpassword\n", { mode: 0o600 });
    const guessable = await mistake(["index", "--token-file", "token"]);
    assertMatch(guessable, /the token: it can be guessed/);
    assert(!guessable.includes("passwordpassword"));
    await Deno.chmod(join(cwd, "token"), 0o644);
    assertMatch(await mistake(["index", "--secret-file", "token"]), /everybody .*chmod 600 token/);
    assertMatch(await mistake(["index", "--token-file", "none"]), /none of --token-file/);
    // What stands on the command line is seen by everybody who lists the machine's programs.
    assertMatch(await mistake(["index", "--token", "x"]), /unknown option '--token'/);
    assertMatch(await mistake(["index", "--port", "http"]), /--port "http"/);
    await Deno.writeFile(join(cwd, "index", "encoder", "encoder.onnx"), new Uint8Array(9));
    assertMatch(await mistake(["index"]), /encoder/);
  });
});

Deno.test("the viewer is given named permissions, and keeps none to write or to load code", async () => {
  await inTemporaryFolder(async (cwd) => {
    const script = `
      import { command } from ${JSON.stringify(join(ROOT, "cli/serve.ts"))};
      await command().parseAsync(["nowhere"], { from: "user" }).catch(() => {});
      for (const name of ["write", "ffi"]) {
        console.log((await Deno.permissions.query({ name })).state);
      }
    `;
    await Deno.writeTextFile(join(cwd, "serve.ts"), script);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--config", join(ROOT, "deno.json"), join(cwd, "serve.ts")],
      cwd,
    }).output();
    assertEquals(new TextDecoder().decode(stdout), "prompt\nprompt\n");
    assert(!/(^| )(-A|--allow-all)( |$)/.test(project.tasks.serve.command));
  });
});
