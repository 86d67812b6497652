import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyIndex } from "../helpers/tiny_index.ts";
import { mistakeOf, runCommand } from "./commands.ts";

const COHASH = fileURLToPath(new URL("../../cli/cohash.ts", import.meta.url));

Deno.test("a viewer logs what it is asked, and audit verify names the line that was changed", async () => {
  await inTemporaryFolder(async (cwd) => {
    await tinyIndex(cwd);
    const secret = "7c1f0b6e9a2d4853b0e6f1a9c3d27584";
    await Deno.writeTextFile(join(cwd, "secret"), `${secret}\n`, { mode: 0o600 });
    const log = ["--audit", "audit.log", "--secret-file", "secret"];
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", COHASH, "serve", "index", "--port", "0", ...log],
      cwd,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let told = "";
    while (!/http:\S+/.test(told)) told += (await reader.read()).value;
    const search = new URL("/api/search", /http:\S+/.exec(told)![0]);
    const headers = { "Content-Type": "application/json" };
    for (const id of ["phantom_00003_000", "phantom_00004_000", "nobody"]) {
      const body = JSON.stringify({ id });
      await (await fetch(search, { method: "POST", body, headers })).body?.cancel();
    }
    child.kill("SIGINT");
    await child.status;
    await reader.cancel();

    const verify = ["verify", "audit.log", "--secret-file", "secret"];
    const whole = await runCommand("audit", verify, { cwd });
    assertEquals([whole.code, whole.stdout], [0, "The log is whole: lines 1 to 3 in 1 file\n"]);
    const path = join(cwd, "audit.log");
    const text = await Deno.readTextFile(path);
    assertEquals([text.includes(secret), text.includes("phantom")], [false, false]);
    await Deno.writeTextFile(path, text.replace('"status":200', '"status":404'));
    const broken = mistakeOf(await runCommand("audit", verify, { cwd }));
    assertMatch(broken, /The audit log is broken: audit\.log, line 2: .*was changed/);
    const without = await runCommand("serve", ["index", "--audit", "other.log"], { cwd });
    assertMatch(mistakeOf(without), /without a secret.*--secret-file/);
  });
});
