import { assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import { InputError } from "../../lib/base/errors.ts";
import { exists, lockFile, makeFolder, readText, writeWhole } from "../../lib/base/files.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

Deno.test("writeWhole() makes folders, replaces a file and leaves nothing else", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeWhole(`${folder}/a/b.txt`, "old");
    await writeWhole(`${folder}/a/b.txt`, "new");
    assertEquals(await Deno.readTextFile(`${folder}/a/b.txt`), "new");
    assertEquals([...Deno.readDirSync(`${folder}/a`)].map(({ name }) => name), ["b.txt"]);
  });
});

Deno.test("writeWhole() keeps what was there when it cannot write", async () => {
  await inTemporaryFolder(async (folder) => {
    await Deno.mkdir(`${folder}/taken`);
    await Deno.writeTextFile(`${folder}/taken/file`, "kept");
    await assertRejects(() => writeWhole(`${folder}/taken`, "new"));
    assertEquals(await Deno.readTextFile(`${folder}/taken/file`), "kept");
    assertEquals([...Deno.readDirSync(folder)].length, 1);
  });
});

Deno.test("readText() unzips by content and drops a byte-order mark", async () => {
  await inTemporaryFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.csv`, gzipSync("\ufeffid,label"));
    assertEquals(await readText(`${folder}/a.csv`, "labels"), "id,label");
  });
});

Deno.test("readText() names an absent file and a damaged gzip", async () => {
  await inTemporaryFolder(async (folder) => {
    await assertRejects(
      () => readText(`${folder}/none.csv`, "labels"),
      InputError,
      "Cannot read labels",
    );
    await Deno.writeFile(`${folder}/bad.gz`, Uint8Array.of(0x1f, 0x8b, 1, 2, 3));
    await assertRejects(() => readText(`${folder}/bad.gz`, "labels"), InputError, "damaged gzip");
    assertEquals(await exists(`${folder}/none.csv`), false);
  });
});

Deno.test("readText() refuses what is not UTF-8, since wrong letters would make wrong names", async () => {
  await inTemporaryFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.csv`, Uint8Array.of(0x4d, 0xfc, 0x6c));
    await assertRejects(() => readText(`${folder}/a.csv`, "labels"), InputError, "not UTF-8 text");
  });
});

Deno.test("makeFolder() and lockFile() name the place that cannot be written", async () => {
  await inTemporaryFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const place = `${folder}/file/below`;
    await assertRejects(() => makeFolder(place), InputError, `Cannot make the folder "${place}"`);
    await assertRejects(() => lockFile(place), InputError, `Cannot write "${place}"`);
  });
});
