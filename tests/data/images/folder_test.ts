import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { findImage, indexImageFolder } from "../../../lib/data/images/folder.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { temporaryFolder } from "../../helpers/folders.ts";

async function folderOf(...files: readonly string[]): Promise<string> {
  const root = await temporaryFolder();
  for (const file of files) {
    await Deno.mkdir(`${root}/${file.slice(0, file.lastIndexOf("/") + 1)}`, { recursive: true });
    await Deno.writeTextFile(`${root}/${file}`, "");
  }
  return root;
}

Deno.test("findImage() finds films by file name in any nesting", async () => {
  const root = await folderOf("images_001/images/a.png", "images_002/images/b.png", "c.dicom");
  const folder = await indexImageFolder(root);
  assertEquals(folder.files, 3);
  assertEquals(findImage(folder, "a.png"), `${root}/images_001/images/a.png`);
  assertEquals(findImage(folder, "images_002/images/b.png"), `${root}/images_002/images/b.png`);
  assertEquals(findImage(folder, "d.png"), undefined);
});

Deno.test("findImage() finds films without their extension or with another", async () => {
  const root = await folderOf("a.dicom", "1.2.840.113.png");
  const folder = await indexImageFolder(root);
  assertEquals(findImage(folder, "a"), `${root}/a.dicom`);
  assertEquals(findImage(folder, "a.png"), `${root}/a.dicom`);
  assertEquals(findImage(folder, "1.2.840.113"), `${root}/1.2.840.113.png`);
});

Deno.test("findImage() takes a path whose first folders lie above, and no other film of the name", async () => {
  const root = await folderOf("train/patient1/view1.jpg", "train/patient2/view1.jpg");
  const folder = await indexImageFolder(root);
  const found = findImage(folder, "CheXpert-v1.0/train/patient2/view1.jpg");
  assertEquals(found, `${root}/train/patient2/view1.jpg`);
  assertEquals(findImage(folder, "CheXpert-v1.0/train/patient3/view1.jpg"), undefined);
  assertThrows(() => findImage(folder, "view1.jpg"), InputError, "more than one file named");
});

Deno.test("indexImageFolder() keeps a film whose name another has in a folder before it", async () => {
  const root = await folderOf("a/film.png", "film.png");
  const folder = await indexImageFolder(root);
  const paths = new Set(folder.byName.values());
  assertEquals(paths, new Set([`${root}/a/film.png`, `${root}/film.png`]));
  assertThrows(() => findImage(folder, "film.png"), InputError, "more than one file named");
});

Deno.test("indexImageFolder() follows links and passes hidden files over", async () => {
  const elsewhere = await folderOf("a.png");
  const root = await folderOf(".hidden.png", "._a.png");
  await Deno.symlink(elsewhere, `${root}/linked`);
  await Deno.symlink(root, `${root}/loop`);
  const folder = await indexImageFolder(root);
  assertEquals(folder.files, 1);
  assertEquals(findImage(folder, "a.png"), `${root}/linked/a.png`);
});

Deno.test("indexImageFolder() passes pipes, sockets and devices over, linked or not", async () => {
  const root = await folderOf("a.png");
  await new Deno.Command("mkfifo", { args: [`${root}/pipe.png`] }).output();
  await Deno.symlink(`${root}/pipe.png`, `${root}/linked.png`);
  await Deno.symlink("/dev/zero", `${root}/zero.png`);
  using _socket = Deno.listen({ transport: "unix", path: `${root}/socket.png` });
  assertEquals((await indexImageFolder(root)).files, 1);
});

Deno.test("indexImageFolder() counts a link that leads nowhere as a film", async () => {
  const root = await folderOf("a.png");
  await Deno.symlink(`${root}/nowhere`, `${root}/b.png`);
  const folder = await indexImageFolder(root);
  assertEquals(findImage(folder, "b.png"), `${root}/b.png`);
});

Deno.test("indexImageFolder() throws InputError when there is no such folder or it is empty", async () => {
  const root = await folderOf();
  await assertRejects(() => indexImageFolder(root), InputError, "holds no files");
  await assertRejects(() => indexImageFolder(`${root}/no`), InputError, "it does not exist");
});
