import { assert, assertEquals, assertRejects } from "@std/assert";
import { BusyError } from "../../lib/viewer/busy_error.ts";
import { FilmPool, type FilmPoolOptions } from "../../lib/viewer/film_pool.ts";
import { FilmError } from "../../lib/viewer/film_process.ts";
import { temporaryFolder } from "../helpers/folders.ts";
import { pngFile, SAMPLE_WORKER } from "./sample.ts";
import { SAMPLE_BITS } from "./sample_encoder.ts";

const bytes = await pngFile({ width: 8, height: 8, pixels: new Uint8Array(64).fill(90) });
const film = (name = "film") => ({ bytes, name });

/** A pool of one process, ended after the test. */
async function withPool(
  body: (pool: FilmPool, lost: readonly string[]) => Promise<void>,
  options: Partial<FilmPoolOptions> = {},
): Promise<void> {
  const lost: string[] = [];
  const pool = await FilmPool.open({
    index: "/nowhere",
    processes: 1,
    waiting: 4,
    share: 1,
    largePixels: 1000,
    timeout: 500,
    startTime: 10_000,
    module: SAMPLE_WORKER,
    onLost: (reason) => lost.push(reason),
    ...options,
  });
  try {
    await body(pool, lost);
  } finally {
    await pool.close();
  }
}

Deno.test("run() does each kind of job", async () => {
  await withPool(async (pool) => {
    const code = await pool.run({ kind: "encode", film: film() });
    assertEquals(code.continuous.length, SAMPLE_BITS);
    const { width, height, pixels } = await pool.run({ kind: "pixels", film: film() });
    assertEquals([width, height, pixels.length, pixels[0]], [8, 8, 64, 257 * 90]);
    const png = await pool.run({ kind: "picture", film: film(), size: 4 });
    assertEquals(Array.from(png.subarray(1, 4)), [0x50, 0x4e, 0x47]);
    const map = await pool.run({ kind: "occlusion", film: film() });
    assertEquals([map.values.length, map.fit], [64, "squash"]);
  });
});

Deno.test("run() does what someone waits for first", async () => {
  await withPool(async (pool) => {
    const order: string[] = [];
    const run = (kind: "encode" | "pixels" | "occlusion") =>
      pool.run({ kind, film: film() }).then(() => order.push(kind));
    await Promise.all([run("pixels"), run("occlusion"), run("pixels"), run("encode")]);
    assertEquals(order, ["pixels", "encode", "pixels", "occlusion"]);
  });
});

Deno.test("run() refuses more than may wait, and forgets what is no longer wanted", async () => {
  await withPool(async (pool) => {
    const first = pool.run({ kind: "encode", film: film() });
    const abort = new AbortController();
    const second = pool.run({ kind: "encode", film: film() }, { signal: abort.signal });
    const third = pool.run({ kind: "encode", film: film() });
    assertEquals([pool.working, pool.waiting], [1, 2]);
    await assertRejects(() => pool.run({ kind: "encode", film: film() }), BusyError);
    abort.abort();
    await assertRejects(() => second, BusyError, "broken off");
    assertEquals(pool.waiting, 1);
    const leaving = () => pool.run({ kind: "encode", film: film() }, { signal: abort.signal });
    await assertRejects(leaving, BusyError, "broken off");
    assertEquals(pool.waiting, 1);
    await Promise.all([first, third]);
  }, { waiting: 2 });
});

Deno.test("run() lets clients take turns, and none have all places that wait", async () => {
  await withPool(async (pool) => {
    const order: string[] = [];
    const run = (client: string) =>
      pool.run({ kind: "encode", film: film() }, { client }).then(() => order.push(client));
    const jobs = [run("greedy"), run("greedy"), run("greedy"), run("greedy"), run("a"), run("b")];
    await assertRejects(() => run("greedy"), BusyError, "too many films");
    await Promise.all([...jobs, run("a")]);
    assertEquals(order, ["greedy", "greedy", "a", "b", "greedy", "a", "greedy"]);
  }, { waiting: 9, share: 1 / 3 });
});

Deno.test("run() leaves a process to others where films say that they are large", async () => {
  const large = await pngFile({ width: 40, height: 40, pixels: new Uint8Array(1600).fill(90) });
  await withPool(async (pool) => {
    const run = (job: { readonly name: string; readonly bytes: Uint8Array }, client: string) =>
      pool.run({ kind: "encode", film: job }, { client });
    const long = ["p", "q", "r"].map((client) => run({ name: "hang", bytes: large }, client));
    const small = Array.from({ length: 6 }, () => run(film(), "small"));
    assertEquals((await Promise.all(small)).length, 6);
    assertEquals([pool.working, pool.waiting], [1, 2]);
    void Promise.allSettled(long);
  }, { processes: 2, waiting: 9, timeout: 60_000 });
});

Deno.test("run() goes on with a new process after one that a film took along", async () => {
  await withPool(async (pool, lost) => {
    const slow = () => pool.run({ kind: "encode", film: film("spin") });
    await assertRejects(slow, FilmError, 'Cannot read the image "spin": it took longer than 0.5 s');
    const crash = () => pool.run({ kind: "encode", film: film("crash") });
    await assertRejects(crash, FilmError, "its process ended");
    assertEquals(lost, ["it took longer than 0.5 s", "its process ended"]);
    const { continuous } = await pool.run({ kind: "encode", film: film() });
    assertEquals(continuous.length, SAMPLE_BITS);
  });
});

Deno.test("run() refuses films once the encoder is another than at the start", async () => {
  const index = await temporaryFolder();
  await withPool(async (pool, lost) => {
    const encode = (name?: string) => pool.run({ kind: "encode", film: film(name) });
    await assertRejects(() => encode("crash"), FilmError);
    for (const changed of ["0b".repeat(32), "unfit"]) {
      await Deno.writeTextFile(`${index}/encoder`, changed);
      const error = await assertRejects(() => encode(), FilmError);
      assertEquals(
        error.message,
        "Cannot read films: the encoder has changed; restart the viewer",
      );
    }
    await Deno.remove(`${index}/encoder`);
    assertEquals((await encode()).continuous.length, SAMPLE_BITS);
    assertEquals(lost.slice(1), ["the encoder has changed", "the encoder has changed"]);
  }, { index });
});

Deno.test("open() gives up a process that is never ready", async () => {
  const index = await temporaryFolder();
  await Deno.writeTextFile(`${index}/encoder`, "hang");
  const open = () => withPool(() => Promise.resolve(), { index, startTime: 1500 });
  await assertRejects(open, FilmError, "Cannot read films: it was not ready within 1.5 s");
});

Deno.test("a process can neither write files nor use the network nor run programs", async () => {
  await withPool(async (pool) => {
    for (const act of ["write", "call", "run"]) {
      const tried = () => pool.run({ kind: "encode", film: film(act) });
      await assertRejects(tried, FilmError, "NotCapable");
    }
  });
});

Deno.test("a process does not know the token", async () => {
  Deno.env.set("COHASH_TOKEN", "nobody's business");
  try {
    await withPool(async (pool) => {
      const tried = () => pool.run({ kind: "encode", film: film("environment") });
      await assertRejects(tried, FilmError, "token: undefined");
    });
  } finally {
    Deno.env.delete("COHASH_TOKEN");
  }
});

Deno.test("close() refuses what waits, and what comes after", async () => {
  let waiting = Promise.resolve<unknown>(undefined);
  let closed: FilmPool | undefined;
  await withPool((pool) => {
    waiting = Promise.allSettled([
      pool.run({ kind: "encode", film: film("hang") }),
      pool.run({ kind: "encode", film: film() }),
    ]);
    closed = pool;
    return Promise.resolve();
  });
  const states = await waiting as readonly PromiseSettledResult<unknown>[];
  assert(states.every(({ status }) => status === "rejected"));
  await assertRejects(() => closed!.run({ kind: "encode", film: film() }), BusyError);
});
