import { assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import { InputError } from "../../lib/base/errors.ts";
import {
  exists,
  lockFile,
  makeFolder,
  readBytes,
  readText,
  writeWhole,
} from "../../lib/base/files.ts";
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

/** Runs a shell's command and gives what it prints. */
async function shell(script: string, ...values: readonly string[]): Promise<string> {
  const { stdout, stderr, success } = await new Deno.Command("bash", {
    args: ["-c", script, "bash", ...values],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test({
  name: "readBytes() refuses named pipes and devices, which may never end",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await inTemporaryFolder(async (folder) => {
      await shell('mkfifo "$1"', `${folder}/pipe`);
      await Deno.symlink(`${folder}/pipe`, `${folder}/link.png`);
      for (const path of [`${folder}/pipe`, `${folder}/link.png`, "/dev/zero", "/dev/tty"]) {
        await assertRejects(() => readBytes(path, "labels"), InputError, "which may never end");
      }
      await assertRejects(() => readBytes(folder, "labels"), InputError, "it is a folder");
    });
  },
});

Deno.test({
  name: "readBytes() reads standard input and the pipes of a shell",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await inTemporaryFolder(async (folder) => {
      const module = new URL("../../lib/base/files.ts", import.meta.url).href;
      const program = `import { readText } from ${JSON.stringify(module)};
        console.log(await readText(Deno.args[0], "labels"));`;
      await Deno.writeTextFile(`${folder}/read.ts`, program);
      const config = new URL("../../deno.json", import.meta.url).pathname;
      const run = 'deno run -A --no-check --config "$1" "$2"';
      const read = async (place: string) =>
        (await shell(`${run} ${place}`, config, `${folder}/read.ts`)).trim();
      assertEquals(await read("/dev/stdin < <(echo piped)"), "piped");
      assertEquals(await read("<(echo substituted)"), "substituted");
    });
  },
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
