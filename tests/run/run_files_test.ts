import { assert, assertEquals } from "@std/assert";
import { FolderFiles, MemoryFiles, type RunFiles } from "../../lib/run/run_files.ts";

const folder = await Deno.makeTempDir();
const PLACES: Readonly<Record<string, RunFiles>> = {
  FolderFiles: new FolderFiles(`${folder}/run`),
  MemoryFiles: new MemoryFiles("memory"),
};
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

for (const [kind, files] of Object.entries(PLACES)) {
  Deno.test(`${kind} has what was written, until it is removed`, async () => {
    assertEquals(await files.has(""), false);
    assertEquals(await files.read("query/ids.txt"), undefined);
    await files.write("query/ids.txt", "ä");
    await files.write("query/codes.npy", Uint8Array.of(1));
    await files.write("query_notes.txt", "");
    assertEquals(await files.read("query/ids.txt"), Uint8Array.of(0xc3, 0xa4));
    for (const name of ["", "query", "query/ids.txt"]) assert(await files.has(name), name);
    assertEquals(await files.has("que"), false);
    assertEquals([...await files.list("")].sort(), ["query", "query_notes.txt"]);
    assertEquals([...await files.list("query")].sort(), ["codes.npy", "ids.txt"]);
    assertEquals(await files.list("charts"), []);
    await files.remove("query");
    assertEquals(await files.has("query/ids.txt"), false);
    assertEquals(await files.list(""), ["query_notes.txt"]);
    await files.remove("");
    assertEquals(await files.has(""), false);
  });

  Deno.test(`${kind} keeps what was written, whatever becomes of the bytes that were given`, async () => {
    const given = Uint8Array.of(1);
    await files.write("codes", given);
    given[0] = 2;
    (await files.read("codes"))![0] = 3;
    assertEquals(await files.read("codes"), Uint8Array.of(1));
  });
}
