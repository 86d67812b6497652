import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { AUTHORIZATION, dicomFilm, testWithOrthanc } from "../helpers/orthanc.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { contentOf, tinyIndex } from "../helpers/tiny_index.ts";
import { mistakeOf, resultOf, runCommand, startCommand } from "./commands.ts";

/** Studies of the server, each with one film. */
const STUDIES = 120;

/** Starts the command, and ends it once so many films more were fetched. */
async function interrupt(
  cwd: string,
  { args, more, signal }: {
    readonly args: readonly string[];
    readonly more: number;
    readonly signal: Deno.Signal;
  },
) {
  const fetched = async () => {
    const names = await Array.fromAsync(
      Deno.readDir(join(cwd, "index", "films")),
      ({ name }) => name,
    );
    return names.filter((name) => name.endsWith(".dcm")).length;
  };
  const before = await fetched();
  const child = startCommand("index", args, { cwd });
  let ended = false;
  child.status.then(() => ended = true);
  while (await fetched() < before + more) {
    assert(!ended, "the command ended before it was interrupted");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  child.kill(signal);
  return await resultOf(child);
}

testWithOrthanc(
  "index --dicomweb goes on after a kill and after Ctrl-C, and ends as if nothing had been",
  async ({ url, store }, cwd) => {
    await tinyIndex(cwd);
    for (let study = 1; study <= STUDIES; study++) await store(dicomFilm(study, 1));
    await Deno.writeTextFile(join(cwd, "header"), `${AUTHORIZATION}\n`, { mode: 0o600 });
    const args = ["index", "--dicomweb", url, "--authorization", "header"];

    await interrupt(cwd, { args, more: 10, signal: "SIGKILL" });
    const { code, stderr } = await interrupt(cwd, { args, more: 10, signal: "SIGINT" });
    assertEquals(code, 130);
    assertStringIncludes(stderr, "Stopping; the same command goes on from here.\n");
    const afterInterrupt = Object.keys(await contentOf(join(cwd, "index"))).length;
    assert(afterInterrupt > 60, `${afterInterrupt} films after Ctrl-C`);

    const last = await runCommand("index", args, { cwd });
    assertEquals(last.code, 0, last.stderr);
    assertStringIncludes(last.stderr, `${url}: ${STUDIES} studies, `);
    const again = await runCommand("index", args, { cwd });
    assertStringIncludes(again.stderr, `${STUDIES} studies, ${STUDIES} of them as they were.\n`);
    const resumed = await contentOf(join(cwd, "index"));
    assertEquals(Object.keys(resumed).length, 60 + STUDIES);
    await inTemporaryFolder(async (other) => {
      await tinyIndex(other);
      await Deno.copyFile(join(cwd, "header"), join(other, "header"));
      await runCommand("index", args, { cwd: other });
      assertEquals(resumed, await contentOf(join(other, "index")));
    });
  },
);

Deno.test("index --dicomweb says what is wrong with its options", async () => {
  await inTemporaryFolder(async (cwd) => {
    await tinyIndex(cwd);
    await Deno.writeTextFile(join(cwd, "open"), "Bearer x", { mode: 0o644 });
    await Deno.chmod(join(cwd, "open"), 0o644);
    const mistake = async (...args: readonly string[]) =>
      mistakeOf(await runCommand("index", ["index", "--dicomweb", ...args], { cwd }));
    assertStringIncludes(await mistake("pacs"), 'Cannot use the DICOMweb address "pacs"');
    assertStringIncludes(
      await mistake("http://localhost:1", "--study-date", "3/5/2017"),
      "expected days such as 2017-03-05",
    );
    assertStringIncludes(
      await mistake("http://localhost:1", "--authorization", "open"),
      'close it with "chmod 600 open"',
    );
  });
});
