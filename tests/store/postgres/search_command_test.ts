import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { temporaryFolder } from "../../helpers/folders.ts";
import { mistakeOf, runCommand } from "../../cli/commands.ts";
import { tinyIndex } from "../../helpers/tiny_index.ts";
import { debianServer, SKIPPED } from "../../../tools/postgres/debian_server.ts";

const server = await debianServer();
const name = "search finds in a database what it finds in the index's folder";

Deno.test({
  name: server === undefined ? `${name} (${SKIPPED})` : name,
  ignore: server === undefined,
  async fn() {
    const cwd = await temporaryFolder();
    const { index } = await tinyIndex(cwd);
    const url = `${server!.url}&schema=films`;
    const run = (command: "push" | "search", ...args: string[]) =>
      runCommand(command, args, { cwd });
    assertEquals((await run("push", "index", "--to", url, "--quiet")).code, 0);

    const film = join(index, "films", "phantom_00003_000.png");
    const query = ["--query", film, "--where", "view=PA", "--why", "--json"];
    const inFolder = await run("search", "index", ...query);
    const inDatabase = await run("search", "index", "--index", url, ...query);
    assertEquals([inDatabase.code, inDatabase.stderr], [0, ""]);
    assertEquals(JSON.parse(inDatabase.stdout), JSON.parse(inFolder.stdout));

    const byId = ["--id", "phantom_00003_000", "--csv"];
    const alone = await run("search", url, ...byId);
    const images = (csv: string) => csv.replaceAll(`${index}/`, "");
    // What distances are worth stands in the encoder's card, which a database has not.
    const unmeasured = (csv: string) =>
      csv.replaceAll(/^(\d+,,),[\d.]+,[\d.]+,[\d.]+,/gm, "$1,,,,");
    const inFolderById = (await run("search", "index", "--ask", "code", ...byId)).stdout;
    assert(unmeasured(inFolderById) !== inFolderById);
    assertEquals(alone.stdout, unmeasured(images(inFolderById)));
    assertStringIncludes(
      mistakeOf(await run("search", url, "--query", film)),
      "a database has no encoder; give the index's folder too",
    );
    const absent = mistakeOf(await run("search", url, "--id", "nobody"));
    assertStringIncludes(absent, 'Cannot find the film "nobody" in the index');
  },
});
