/**
 * Checks the Dockerfile as far as that goes without building it, and builds it where Docker runs.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROUTES } from "../../lib/viewer/routes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LINES = Deno.readTextFileSync(join(ROOT, "Dockerfile")).replaceAll("\\\n", "").split("\n");

/** What stands behind an instruction, each time. */
function instructions(name: string): readonly string[] {
  return LINES.filter((line) => line.startsWith(`${name} `)).map((line) =>
    line.slice(name.length + 1).trim()
  );
}

const COPIED = instructions("COPY").flatMap((line) => line.split(" ").slice(0, -1));

Deno.test("the image holds every module that the command and its workers load", async () => {
  const entries = instructions("RUN").join(" ").split(" ").filter((word) => word.endsWith(".ts"));
  assert(entries.includes("cli/cohash.ts"));
  for (const entry of entries) {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", entry],
      cwd: ROOT,
    }).output();
    const { modules }: { readonly modules: readonly { readonly specifier: string }[] } = JSON.parse(
      new TextDecoder().decode(stdout),
    );
    const own = modules.map(({ specifier }) => specifier)
      .filter((specifier) => specifier.startsWith("file:"))
      .map((specifier) => fileURLToPath(specifier).slice(ROOT.length))
      .filter((path) => !path.startsWith("node_modules/"));
    assert(own.length > 3, entry);
    const missing = own.filter((path) =>
      !COPIED.some((copied) => path === copied || path.startsWith(`${copied}/`))
    );
    assertEquals(missing, [], entry);
  }
});

Deno.test("what the image copies is there and not ignored", async () => {
  const ignore = (await Deno.readTextFile(join(ROOT, ".dockerignore"))).trim().split("\n");
  assertEquals(ignore[0], "*");
  for (const path of COPIED) {
    assert(existsSync(join(ROOT, path)), path);
    assert(ignore.includes(`!${path.split("/")[0]}`), path);
  }
});

Deno.test("the image has the pinned Deno, runs without rights and asks a route of the viewer", async () => {
  const [, version] = /deno@(\S+)/.exec(await Deno.readTextFile(join(ROOT, ".ci/run")))!;
  assertStringIncludes(instructions("RUN").join(" "), `deno@${version} `);
  const user = LINES.findIndex((line) => line.startsWith("USER "));
  assertEquals(LINES[user], "USER node");
  assert(LINES.findLastIndex((line) => line.startsWith("RUN ")) < user);
  assertStringIncludes(instructions("HEALTHCHECK").join(" "), `:8000${ROUTES.health.path}'`);
});

const isDockerThere = await new Deno.Command("docker", { args: ["info"] }).output()
  .then(({ success }) => success, () => false);

Deno.test({
  name: `the image builds and says its version${isDockerThere ? "" : " (skipped: no Docker runs)"}`,
  ignore: !isDockerThere,
  fn: async () => {
    const docker = async (...args: string[]) => {
      const { success, stdout, stderr } = await new Deno.Command("docker", { args, cwd: ROOT })
        .output();
      assert(success, new TextDecoder().decode(stderr));
      return new TextDecoder().decode(stdout);
    };
    const image = (await docker("build", "--quiet", ".")).trim();
    assert(/^\d+\.\d+\.\d+\n$/.test(await docker("run", "--rm", image, "--version")));
  },
});
