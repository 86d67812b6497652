import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import sharp from "sharp";
import { cacheFilms, type FilmCacheOptions } from "../../../lib/data/images/cache.ts";
import { readStored } from "../../../lib/data/images/stored_films.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { temporaryFolder } from "../../helpers/folders.ts";

const SIZE = 8;

/** A folder of PNG files, the n-th filled with n, and a cache beside it. */
async function prepare(count: number) {
  const root = await temporaryFolder();
  const paths = Array.from({ length: count }, (_, n) => `${root}/film${n}.png`);
  for (const [n, path] of paths.entries()) await writeFilm(path, n);
  const options: FilmCacheOptions = {
    size: SIZE,
    fit: "squash",
    window: "file",
    directory: `${root}/cache`,
  };
  return { root, paths, options };
}

async function writeFilm(path: string, value: number): Promise<void> {
  const pixels = new Uint8Array(SIZE * SIZE).fill(value);
  const image = sharp(pixels, { raw: { width: SIZE, height: SIZE, channels: 1 } });
  // What follows a picture's end is no part of it, and makes all files equally long.
  const file = new Uint8Array(200);
  file.set(await image.png().toBuffer());
  await Deno.writeFile(path, file);
}

/** The gray value of each film, and how often an image was decoded to know it. */
async function values(paths: readonly string[], options: FilmCacheOptions) {
  const progress: number[] = [];
  const onProgress = (done: number) => progress.push(done);
  const { kept, read } = await cacheFilms(paths, { ...options, onProgress });
  const films = await read([...kept.keys()]);
  const grays = kept.map((_, i) => Math.round(films[i * options.size ** 2]! * 255));
  return { grays, decoded: progress.length - 1 };
}

async function cacheFiles(root: string): Promise<string[]> {
  const folder = `${root}/cache/v2-8px-squash-file`;
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(`${folder}/${name}`);
  return names.sort();
}

Deno.test("cacheFilms() decodes once and reads the same films the second time", async () => {
  const { paths, options } = await prepare(5);
  assertEquals(await values(paths, options), { grays: [0, 1, 2, 3, 4], decoded: 5 });
  assertEquals(await values(paths, options), { grays: [0, 1, 2, 3, 4], decoded: 0 });
});

Deno.test("cacheFilms() reads any rows in any order, again and again", async () => {
  const { paths, options } = await prepare(3);
  const { read } = await cacheFilms(paths, options);
  const films = await read([2, 0, 2]);
  assertEquals(films.length, 3 * SIZE * SIZE);
  assertEquals(
    [0, 1, 2].map((i) => films[i * SIZE * SIZE]),
    [2, 0, 2].map((v) => Math.fround(v / 255)),
  );
  assertEquals(await read([]), new Float32Array(0));
  await assertRejects(() => read([3]), RangeError, "Cannot read film 3: the rows are 0 to 2");
});

Deno.test("cacheFilms() decodes only what is new when films are added", async () => {
  const { paths, options } = await prepare(5);
  await values(paths.slice(0, 3), options);
  assertEquals(await values(paths.toReversed(), options), { grays: [4, 3, 2, 1, 0], decoded: 2 });
});

Deno.test("cacheFilms() notices a file with other content", async () => {
  const { paths, options } = await prepare(2);
  await values(paths, options);
  await writeFilm(paths[1]!, 200);
  await Deno.utime(paths[1]!, 1, 1);
  assertEquals(await values(paths, options), { grays: [0, 200], decoded: 1 });
});

Deno.test("cacheFilms() notices other content of the same size and times", async () => {
  const { paths, options } = await prepare(2);
  await trade(paths, options);
});

Deno.test("cacheFilms() notices other content of the same size and times of a file that it knew long ago", async () => {
  const { paths, options } = await prepare(2);
  // Old enough that its times are trusted.
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await trade(paths, options);
});

/** Exchanges the contents of two films as far as a program can without leaving a trace. */
async function trade([one, other]: readonly string[], options: FilmCacheOptions): Promise<void> {
  const paths = [one!, other!];
  const { contents } = await cacheFilms(paths, options);
  const before = await Promise.all(paths.map((path) => Deno.stat(path)));
  const bytes = await Promise.all(paths.map((path) => Deno.readFile(path)));
  for (const [i, path] of paths.entries()) {
    await Deno.writeFile(path, bytes[1 - i]!);
    await Deno.utime(path, before[i]!.atime!, before[i]!.mtime!);
    const { size, mtime } = await Deno.stat(path);
    assertEquals([size, mtime], [before[i]!.size, before[i]!.mtime]);
  }
  assertEquals(await values(paths, options), { grays: [1, 0], decoded: 0 });
  assertEquals((await cacheFilms(paths, options)).contents, contents.toReversed());
}

Deno.test("cacheFilms() knows a film again by its content when it moves", async () => {
  const { root, paths, options } = await prepare(2);
  await values(paths, options);
  await Deno.rename(paths[1]!, `${root}/moved.png`);
  const moved = [paths[0]!, `${root}/moved.png`];
  assertEquals((await values(moved, options)).grays, [0, 1]);
  assertEquals((await values(moved, options)).decoded, 0);
  const pixels = (await cacheFiles(root)).filter((name) => name.endsWith(".u8"));
  const sizes = await Promise.all(pixels.map(async (name) => (await Deno.stat(name)).size));
  assertEquals(sizes, [2 * SIZE * SIZE]);
});

Deno.test("cacheFilms() keeps settings apart", async () => {
  const { paths, options } = await prepare(2);
  await values(paths, options);
  assertEquals((await values(paths, { ...options, size: 16 })).decoded, 2);
  assertEquals((await values(paths, { ...options, fit: "pad" })).decoded, 2);
  assertEquals((await values(paths, { ...options, window: "full" })).decoded, 2);
  assertEquals((await values(paths, options)).decoded, 0);
});

const DAMAGES: Record<string, (json: string, pixels: string) => Promise<void>> = {
  "loses its index": (json) => Deno.remove(json),
  "loses its pixels": (_, pixels) => Deno.remove(pixels),
  "is cut off": (_, pixels) => Deno.truncate(pixels, 100),
  "has half an index": (json) => Deno.writeTextFile(json, '{"films": ["a'),
  "has another index": (json) => Deno.writeTextFile(json, '{"films": 3, "files": {}}'),
};

for (const [what, damage] of Object.entries(DAMAGES)) {
  Deno.test(`cacheFilms() makes films anew when their segment ${what}`, async () => {
    const { root, paths, options } = await prepare(3);
    await values(paths, options);
    const [json, pixels] = await cacheFiles(root);
    await damage(json!, pixels!);
    assertEquals(await values(paths, options), { grays: [0, 1, 2], decoded: 3 });
    assertEquals(await values(paths, options), { grays: [0, 1, 2], decoded: 0 });
  });
}

Deno.test("cacheFilms() passes over what a killed run left half written", async () => {
  const { root, paths, options } = await prepare(2);
  await values(paths, options);
  const [json] = await cacheFiles(root);
  await Deno.writeTextFile(`${json}.99.tmp`, "half an index");
  assertEquals(await values(paths, options), { grays: [0, 1], decoded: 0 });
});

Deno.test("cacheFilms() leaves out what cannot be read and names it", async () => {
  const { root, paths, options } = await prepare(3);
  await Deno.writeTextFile(paths[1]!, "no image");
  const problems: string[] = [];
  const all = [...paths, `${root}/absent.png`];
  const { kept } = await cacheFilms(all, { ...options, onProblem: (m) => problems.push(m) });
  assertEquals(kept, [0, 2]);
  assertEquals(problems.length, 2);
  assertEquals(problems.some((m) => m.startsWith(`Cannot read the image "${paths[1]}": `)), true);
  assertEquals(
    problems.includes(`Cannot read the image "${root}/absent.png": there is no such file`),
    true,
  );
});

Deno.test("cacheFilms() names films of one single value, also when it knows them already", async () => {
  const { root, paths, options } = await prepare(2);
  const path = `${root}/ramp.png`;
  const ramp = sharp(Uint8Array.from({ length: 64 }, (_, i) => i), {
    raw: { width: 8, height: 8, channels: 1 },
  });
  await Deno.writeFile(path, await ramp.png().toBuffer());
  for (const _ of ["decoded", "known"]) {
    const notes: string[] = [];
    await cacheFilms([...paths, path], { ...options, onNote: (note) => notes.push(note) });
    assertEquals(notes, [
      "Of 2 of 3 films all pixels have one value, so that the code says nothing of the film: " +
      `"${paths[0]}", "${paths[1]}"`,
    ]);
  }
});

Deno.test("cacheFilms() stops at the first bad image when strict, keeping the good ones", async () => {
  const { paths, options } = await prepare(4);
  await Deno.writeTextFile(paths[3]!, "no image");
  const strict = { ...options, strict: true, concurrency: 1 };
  await assertRejects(() => cacheFilms(paths, strict), InputError, paths[3]);
  assertEquals((await values(paths.slice(0, 3), options)).decoded, 0);
});

Deno.test("cacheFilms() lets two runs share a cache", async () => {
  const { paths, options } = await prepare(20);
  const [one, other] = await Promise.all([values(paths, options), values(paths, options)]);
  assertEquals(one.grays, other.grays);
  assertEquals(one.grays, [...paths.keys()]);
  assertEquals((await values(paths, options)).decoded, 0);
});

Deno.test("cacheFilms() tells progress from what is known to all of it", async () => {
  const { paths, options } = await prepare(3);
  const seen: string[] = [];
  const onProgress = (done: number, total: number) => seen.push(`${done}/${total}`);
  await cacheFilms(paths.slice(0, 2), options);
  await cacheFilms(paths, { ...options, onProgress });
  assertEquals(seen, ["2/3", "3/3"]);
});

Deno.test("cacheFilms() tells threads where films are, who read what it reads", async () => {
  const { paths, options } = await prepare(5);
  const { read, stored } = await cacheFilms(paths, options);
  assertEquals(readStored(stored([3, 1]), SIZE), await read([3, 1]));
  assertThrows(() => stored([5]), RangeError, "Cannot read film 5");
});

Deno.test("readStored() throws where a file has become shorter", async () => {
  const path = `${await temporaryFolder()}/films.u8`;
  await Deno.writeFile(path, new Uint8Array(SIZE * SIZE + 1));
  const stored = { kind: "files", films: [{ path, slot: 1 }] } as const;
  assertThrows(() => readStored(stored, SIZE), Error, "it became shorter while in use");
});
