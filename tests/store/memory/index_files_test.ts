import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { decodeNpy } from "../../../lib/base/npy.ts";
import { InputError } from "../../../lib/base/errors.ts";
import type { Case, StoredCase } from "../../../lib/store/case.ts";
import { HammingIndex } from "../../../lib/store/memory/hamming_index.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";

const INFO = { bits: 32, model: "5ea1", labelNames: ["Effusion", "Hernia"] };

function someCases(count: number): readonly Case[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `film-${n}`,
    patient: `${n >> 1}`,
    labels: INFO.labelNames.filter((_, label) => (n >> label & 1) === 1),
    unknown: INFO.labelNames.filter((_, label) => (n >> label & 1) === 0 && n > 3),
    sex: n % 2 === 0 ? "F" : "M",
    age: 20 + n,
    view: n % 3 === 0 ? "AP" : "PA",
    image: `films/${n}.png`,
  }));
}

function someIndex({ count = 6, ...info }: Partial<typeof INFO> & { count?: number } = {}) {
  const index = HammingIndex.empty({ ...INFO, ...info });
  const bytes = count * index.info.bits / 8;
  index.add(someCases(count), Uint8Array.from({ length: bytes }, (_, i) => 37 * i));
  return index;
}

/** Everything that an index's files hold. */
async function readAll(folder: string): Promise<readonly StoredCase[]> {
  const index = await HammingIndex.open(folder);
  try {
    return [...index.entries()];
  } finally {
    await index.close();
  }
}

/** The paths of an index's files, in the folder. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const arrays = await Array.fromAsync(Deno.readDir(join(folder, "arrays-1")));
  return ["index.json", ...arrays.map(({ name }) => join("arrays-1", name)).sort()];
}

/** Damages an index, asserts that reading it says so, and mends it again. */
async function assertRefused(
  folder: string,
  path: string,
  damage: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array,
): Promise<void> {
  const whole = await Deno.readFile(join(folder, path));
  await Deno.writeFile(join(folder, path), damage(whole.slice()));
  const error = await assertRejects(() => readAll(folder), InputError, folder);
  assertEquals(error.message.includes("cohash index"), true, error.message);
  await Deno.writeFile(join(folder, path), whole);
}

Deno.test("HammingIndex.open() refuses an index of which any bit is flipped", async () => {
  await inTemporaryFolder(async (folder) => {
    await someIndex().save(folder);
    const expected = await readAll(folder);
    const files = await filesOf(folder);
    assertEquals(files.length, 15);
    const flip = fc.record({
      path: fc.constantFrom(...files),
      place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      bit: fc.nat(7),
    });
    await fc.assert(
      fc.asyncProperty(flip, async ({ path, place, bit }) => {
        await assertRefused(folder, path, (bytes) => {
          bytes[Math.floor(place * bytes.length)]! ^= 1 << bit;
          return bytes;
        });
      }),
      { numRuns: 300 },
    );
    assertEquals(await readAll(folder), expected);
  });
});

Deno.test("HammingIndex.open() refuses an index of which a file is cut, longer or missing", async () => {
  await inTemporaryFolder(async (folder) => {
    await someIndex().save(folder);
    for (const path of await filesOf(folder)) {
      const { size } = await Deno.stat(join(folder, path));
      for (const length of [0, 1, size >> 1, size - 2]) {
        await assertRefused(folder, path, (bytes) => bytes.subarray(0, length));
      }
      await assertRefused(folder, path, (bytes) => new Uint8Array([...bytes, 65]));
      await Deno.rename(join(folder, path), join(folder, "away"));
      await assertRejects(() => readAll(folder), InputError, "cohash index");
      await Deno.rename(join(folder, "away"), join(folder, path));
    }
  });
});

Deno.test("HammingIndex.open() refuses an index of which two files are swapped", async () => {
  await inTemporaryFolder(async (folder) => {
    await someIndex().save(folder);
    const files = await filesOf(folder);
    for (const [n, a] of files.entries()) {
      for (const b of files.slice(n + 1)) {
        const other = await Deno.readFile(join(folder, b));
        const isSame = (await Deno.readFile(join(folder, a))).join() === other.join();
        if (!isSame) await assertRefused(folder, a, () => other);
      }
    }
  });
});

Deno.test("HammingIndex.open() refuses files of another index with as many cases", async () => {
  await inTemporaryFolder(async (folder) => {
    await someIndex().save(join(folder, "a"));
    const other = someIndex();
    other.remove(["film-0"]);
    other.add([{ ...someCases(1)[0]!, id: "film-x" }], Uint8Array.of(1, 2, 3, 4));
    await other.save(join(folder, "b"));
    for (const path of ["codes.npy", "ids.npy", "numbers.npy"].map((n) => join("arrays-1", n))) {
      const bytes = await Deno.readFile(join(folder, "b", path));
      await assertRefused(join(folder, "a"), path, () => bytes);
    }
    const manifest = await Deno.readFile(join(folder, "b", "index.json"));
    await assertRefused(join(folder, "a"), "index.json", () => manifest);
  });
});

Deno.test("HammingIndex.open() refuses other bits and another model, and says what to do", async () => {
  await inTemporaryFolder(async (folder) => {
    await someIndex().save(folder);
    const open = (expected: object) => () => HammingIndex.open(folder, expected);
    await assertRejects(open({ bits: 64 }), InputError, "32 bits, expected 64; index the films");
    await assertRejects(open({ model: "b0a7" }), InputError, '"5ea1", expected "b0a7"; index');
    await (await open({ bits: 32, model: "5ea1" })()).close();
  });
});

/** Makes of an index in a folder one as it was written before unknown findings were noted. */
async function withoutUnknown(folder: string): Promise<void> {
  const path = join(folder, "index.json");
  const { index } = JSON.parse(await Deno.readTextFile(path));
  delete index.files["unknown.npy"];
  const file = { version: 1, index, crc32: crc32(JSON.stringify(index)) };
  await Deno.writeTextFile(path, JSON.stringify(file));
  await Deno.remove(join(folder, index.folder, "unknown.npy"));
}

Deno.test("HammingIndex.open() takes all that an index of the earlier format does not say for unknown", async () => {
  await inTemporaryFolder(async (folder) => {
    await someIndex().save(folder);
    await withoutUnknown(folder);
    const index = await HammingIndex.open(folder);
    const { labelNames } = index.info;
    const isPresent = { kind: "label", label: "Effusion" } as const;
    const absent = { code: new Uint8Array(4), top: 9, filter: { kind: "not", part: isPresent } };
    assertEquals(await index.search({ ...absent, filter: { kind: "not", part: isPresent } }), []);
    const added = { ...someCases(7)[6]!, unknown: [] };
    index.add([added], new Uint8Array(4));
    index.remove(["film-1"]);
    for (const { case: film } of [...index.entries()].slice(0, -1)) {
      assertEquals(film.unknown, labelNames.filter((name) => !film.labels.includes(name)));
    }
    await index.save(folder);
    assertEquals(await readAll(folder), [...index.entries()]);
    assertEquals((await readAll(folder)).at(-1)!.case, added);
    await index.close();
  });
});

Deno.test("HammingIndex.open() reads an index that was written before there were dates", async () => {
  await inTemporaryFolder(async (folder) => {
    const index = someIndex();
    await index.save(folder);
    const files = await Array.fromAsync(Deno.readDir(join(folder, "arrays-1")), ({ name }) => name);
    // An index without them is written just as it was before.
    assertEquals(files.filter((name) => /dates|visits|reports/.test(name)), []);
    const read = await HammingIndex.open(folder);
    const dated = { ...someCases(7)[6]!, date: "2017-03-05", visit: 4, report: "No effusion." };
    read.add([dated], new Uint8Array(4));
    await read.save(folder);
    assertEquals((await readAll(folder)).at(-1)!.case, dated);
    assertEquals((await readAll(folder)).slice(0, -1), [...index.entries()]);
    const date = { kind: "date", from: "2017-01-01", to: "2017-12-31" } as const;
    const hits = await read.search({ code: new Uint8Array(4), top: 9, filter: date });
    assertEquals(hits.map((hit) => hit.case), [dated]);
    await read.close();
  });
});

Deno.test("HammingIndex.open() says so when there is no index, or one of a newer version", async () => {
  await inTemporaryFolder(async (folder) => {
    await assertRejects(() => HammingIndex.open(folder), InputError, "there is no index.json");
    await assertRejects(() => HammingIndex.open(join(folder, "no")), InputError, "no index.json");
    await Deno.writeTextFile(join(folder, "index.json"), '{"version": 3}');
    await assertRejects(() => HammingIndex.open(folder), InputError, "version 3");
  });
});

Deno.test("HammingIndex.save() writes codes that NumPy reads, and nothing of removed cases", async () => {
  await inTemporaryFolder(async (folder) => {
    const index = someIndex();
    index.remove(["film-0", "film-1"]);
    await index.save(folder);
    const read = async (name: string) => await Deno.readFile(join(folder, "arrays-1", name));
    const codes = decodeNpy(await read("codes.npy"), "codes.npy");
    assertEquals(codes, { shape: [4, 4], data: someIndex().codes().slice(8) });
    assertEquals(decodeNpy(await read("patient-names.npy"), "").data, Uint8Array.of(49, 50));
    assertEquals(new TextDecoder().decode(await read("ids.npy")).includes("film-1"), false);
  });
});

Deno.test("HammingIndex.save() leaves one folder of arrays, and clears up after a crash", async () => {
  await inTemporaryFolder(async (folder) => {
    await someIndex().save(folder);
    await Deno.mkdir(join(folder, "arrays-7"));
    await Deno.writeTextFile(join(folder, "arrays-7", "codes.npy"), "half of");
    const index = await HammingIndex.open(folder);
    await index.save(folder);
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
    assertEquals(names, [".lock", "arrays-8", "index.json"]);
    assertEquals(await readAll(folder), [...index.entries()]);
    await index.close();
  });
});

Deno.test("HammingIndex.save() leaves the old index when it cannot write", async () => {
  await inTemporaryFolder(async (folder) => {
    await someIndex().save(folder);
    const expected = await readAll(folder);
    await Deno.rename(join(folder, "index.json"), join(folder, "kept"));
    await Deno.mkdir(join(folder, "index.json"));
    await assertRejects(() => someIndex({ count: 2 }).save(folder), InputError, "Cannot write");
    await Deno.remove(join(folder, "index.json"));
    await Deno.rename(join(folder, "kept"), join(folder, "index.json"));
    assertEquals(await readAll(folder), expected);
    await assertRejects(
      () => someIndex().save(join(folder, "index.json", "b")),
      InputError,
      "write",
    );
  });
});

Deno.test("HammingIndex.open() gives an index that stays whole when others write another", async () => {
  await inTemporaryFolder(async (folder) => {
    await someIndex().save(folder);
    const index = await HammingIndex.open(folder);
    await someIndex({ count: 2 }).save(folder);
    assertEquals([...index.entries()], [...someIndex().entries()]);
    await index.close();
  });
});

Deno.test("HammingIndex.open() gives one index or the other while others write", async () => {
  await inTemporaryFolder(async (folder) => {
    const indexes = [someIndex({ count: 2 }), someIndex({ count: 5 })];
    await indexes[0]!.save(folder);
    let isWriting = true;
    const writers = Promise.all(indexes.map(async (index) => {
      for (let i = 0; i < 4; i++) await index.save(folder);
    })).finally(() => isWriting = false);
    while (isWriting) {
      const { length } = await readAll(folder);
      assertEquals([2, 5].includes(length), true, `${length} cases`);
    }
    await writers;
  });
});

const SAVES = `
const [folder] = Deno.args;
const { HammingIndex } = await import("${
  import.meta.resolve("../../../lib/store/memory/hamming_index.ts")
}");
const film = { patient: "", labels: [], unknown: [], sex: "", age: 1, view: "", image: "" };
for (let count = 1;; count = count % 3 + 1) {
  const index = HammingIndex.empty({ bits: 32, model: "5ea1", labelNames: [] });
  const cases = Array.from({ length: count }, (_, n) => ({ ...film, id: \`\${count}-\${n}\` }));
  index.add(cases, new Uint8Array(4 * count).fill(count));
  await index.save(folder);
  console.log(count);
}`;

Deno.test("HammingIndex.save() leaves a whole index when it is killed", async () => {
  await inTemporaryFolder(async (folder) => {
    const script = join(folder, "saves.ts");
    await Deno.writeTextFile(script, SAVES);
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    for (const wait of [0, 3, 11, 25]) {
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "--config", config, script, join(folder, "index")],
        stdout: "piped",
        stderr: "null",
      }).spawn();
      const output = child.stdout.getReader();
      await output.read();
      await new Promise((resolve) => setTimeout(resolve, wait));
      child.kill("SIGKILL");
      await child.status;
      await output.cancel();
      const stored = await readAll(join(folder, "index"));
      const count = stored.length;
      assertEquals([1, 2, 3].includes(count), true);
      for (const { case: { id }, code } of stored) {
        assertEquals([id[0], [...code]], [`${count}`, [count, count, count, count]]);
      }
    }
  });
});
