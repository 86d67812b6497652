import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { openInBrowser } from "../../cli/open_page.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

/** Runs the body with other environment variables; undefined ones are absent. */
async function withEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  body: () => Promise<void>,
): Promise<void> {
  const set = (name: string, value: string | undefined) =>
    value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value);
  const before = Object.keys(variables).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(variables)) set(name, value);
  try {
    await body();
  } finally {
    for (const [name, value] of before) set(name, value);
  }
}

Deno.test({
  name: "openInBrowser() gives the page to the desktop's opener, and says if there is none" +
    (Deno.build.os === "linux" ? "" : " (skipped: it is for Linux)"),
  ignore: Deno.build.os !== "linux",
  async fn() {
    await inTemporaryFolder(async (folder) => {
      const opener = join(folder, "xdg-open");
      const screen = { PATH: folder, DISPLAY: ":7", WAYLAND_DISPLAY: undefined };
      await withEnvironment(screen, async () => {
        assertEquals(await openInBrowser("page.html"), false);
        await Deno.writeTextFile(opener, `#!/bin/sh\necho "$1" > ${folder}/opened\n`);
        await Deno.chmod(opener, 0o755);
        assertEquals(await openInBrowser("page.html"), true);
        assertEquals(await Deno.readTextFile(join(folder, "opened")), "page.html\n");
        await Deno.writeTextFile(opener, "#!/bin/sh\nexit 3\n");
        assertEquals(await openInBrowser("page.html"), false);
      });
      await withEnvironment({ ...screen, DISPLAY: undefined }, async () => {
        assertEquals(await openInBrowser("page.html"), false);
      });
    });
  },
});
