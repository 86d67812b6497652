import { assertEquals, assertRejects } from "@std/assert";
import { FilmReader } from "../../../lib/data/images/film_reader.ts";
import { readStored, type StoredFilms } from "../../../lib/data/images/stored_films.ts";
import type { ImageInputs } from "../../../lib/data/dataset.ts";
import { Random } from "../../../lib/base/random.ts";

const SIZE = 6;

/** Five films in memory, for threads and without. */
function filmsInMemory() {
  const bytes = new SharedArrayBuffer(5 * SIZE ** 2);
  new Uint8Array(bytes).set(Uint8Array.from(new Random(1).uniforms(5 * SIZE ** 2, 0, 256)));
  const stored = (rows: ArrayLike<number>): StoredFilms => ({
    kind: "memory",
    bytes,
    films: Array.from(rows),
  });
  const read = (rows: ArrayLike<number>) => Promise.resolve(readStored(stored(rows), SIZE));
  const readable: ImageInputs = { kind: "images", size: SIZE, read };
  return { readable, inputs: { ...readable, stored } };
}

Deno.test("FilmReader reads the same films on any number of threads, stored or not", async () => {
  const { readable, inputs } = filmsInMemory();
  const rows = Uint32Array.of(4, 0, 3);
  const expected = await readable.read(rows);
  const place = { matrix: [-1, 0, 0, 1], shift: [0, 0], origin: [0, 0] } as const;
  const changes = Array.from(rows, () => ({ place, gain: 0.5, offset: 0.1 }));
  const changed = expected.map((_, at) => {
    const mirrored = at - at % SIZE + SIZE - 1 - at % SIZE;
    return expected[mirrored]! * 0.5 + 0.1;
  });
  for (const films of [readable, inputs]) {
    for (const threads of [0, 1, 2]) {
      await using reader = new FilmReader(films, threads);
      const asked = [rows, Uint32Array.of(1), rows].map((each) => reader.read(each));
      assertEquals(await Promise.all(asked), [expected, await readable.read([1]), expected]);
      assertEquals(await reader.read(rows, changes), changed);
    }
  }
});

Deno.test("FilmReader passes on what its threads fail at, and goes on", async () => {
  const { inputs } = filmsInMemory();
  const gone: StoredFilms = { kind: "files", films: [{ path: "/no/such.u8", slot: 0 }] };
  const stored = (rows: ArrayLike<number>) => rows.length === 1 ? gone : inputs.stored(rows);
  await using reader = new FilmReader({ ...inputs, stored }, 1);
  await assertRejects(() => reader.read(Uint32Array.of(0)), Error, "/no/such.u8");
  assertEquals(await reader.read(Uint32Array.of(0, 1)), await inputs.read([0, 1]));
});

Deno.test("FilmReader lets the program end once it is closed, with films still asked for", async () => {
  const module = new URL("../../../lib/data/images/film_reader.ts", import.meta.url).href;
  const program = `
    import { FilmReader } from "${module}";
    const bytes = new SharedArrayBuffer(1e6);
    const stored = (rows) => ({ kind: "memory", bytes, films: [...rows] });
    const reader = new FilmReader({ kind: "images", size: 1000, stored }, 2);
    await reader.read(Uint32Array.of(0));
    for (let n = 0; n < 4; n++) reader.read(new Uint32Array(20));
    await reader.close();
    console.log("closed");`;
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", "--no-check", program],
    signal: AbortSignal.timeout(60_000),
  }).output();
  assertEquals([code, new TextDecoder().decode(stdout)], [0, "closed\n"]);
});
