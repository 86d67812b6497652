import { assert, assertEquals, assertRejects } from "@std/assert";
import { crc32, deflateSync } from "node:zlib";
import { writeDicom } from "../data/images/dicom/dicom_writer.ts";
import { ask, assertRefused, postFilm } from "./api_client.ts";
import { head, sendRaw } from "./raw_request.ts";
import { handleOf, makeSample, pngFile, serveSample, testRunning } from "./sample.ts";

type Problem = { readonly error: string };

const sample = await makeSample();
const film = await sample.film(sample.cases[0]!.id);
const viewer = await serveSample(sample, {
  onFault: (error) => faults.push(error),
  limits: {
    // The attackers here may take all there is; shares_test.ts has those who may not.
    share: 1,
    filmBytes: 300_000,
    uploads: 3,
    waiting: 8,
    headTime: 1000,
    requestTime: 2000,
    filmTime: 1500,
  },
});
const host = new URL(viewer.url).host;
const faults: unknown[] = [];

Deno.test.afterAll(async () => {
  await viewer.close();
  await sample.remove();
});

/** It answers, and searches. */
async function assertWell(): Promise<void> {
  assertEquals((await ask(viewer, "/api/health")).status, 200);
  assertEquals((await postFilm(viewer, "/api/search?top=1", film)).status, 200);
}

testRunning("a film that is too large is refused, whether it says so or not", async () => {
  const large = new Uint8Array(300_001);
  large.set(film);
  assertRefused(await postFilm<Problem>(viewer, "/api/search", large), 413, /300000 bytes/);
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 65_536;
      if (sent > 50_000_000) controller.close();
      else controller.enqueue(new Uint8Array(65_536));
    },
  });
  const answer = await fetch(new URL("/api/search", viewer.url), { method: "POST", body: endless })
    .then(async (response) => (await response.body?.cancel(), response.status), () => "closed");
  assert(answer === 413 || answer === "closed", String(answer));
  assert(sent < 20_000_000, `${sent} bytes were taken`);
  const json = JSON.stringify({ id: "x".repeat(100_000) });
  const headers = { "Content-Type": "application/json" };
  const long = await ask<Problem>(viewer, "/api/search", { method: "POST", body: json, headers });
  assertRefused(long, 413, /65536 bytes/);
  await assertWell();
});

testRunning("a body that is no film is refused, whatever it says that it is", async () => {
  const bodies = ["", "hello", "<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF89a", "%PDF-1.7"];
  for (const body of bodies) {
    const answer = await ask<Problem>(viewer, "/api/search", {
      method: "POST",
      body,
      headers: { "Content-Type": "image/png" },
    });
    assertRefused(answer, 415, /expected a PNG, JPEG or DICOM file/);
  }
});

testRunning("a damaged film is refused in words", async () => {
  for (const damaged of [film.slice(0, 60), film.slice(0, 2000), Uint8Array.of(0xff, 0xd8, 0xff)]) {
    assertRefused(
      await postFilm<Problem>(viewer, "/api/search", damaged, { "Film-Name": "a%20film" }),
      422,
      /Cannot read the image "a film"/,
    );
  }
});

testRunning("a DICOM film is known by its content, with and without DICOM's mark", async () => {
  const plain = { rows: 20, columns: 20, pixels: Uint8Array.from({ length: 400 }, (_, i) => i) };
  for (const start of ["whole", "no preamble", "nothing"] as const) {
    const { status } = await postFilm(viewer, "/api/search", writeDicom({ ...plain, start }));
    assertEquals(status, 200, start);
  }
  const empty = writeDicom({ ...plain, pixels: new Uint8Array() });
  assertRefused(await postFilm<Problem>(viewer, "/api/search", empty), 422, /it holds no image/);
});

testRunning("a PNG that promises more pixels than any film has is refused unread", async () => {
  const bomb = hugePng(60_000, 60_000);
  for (const path of ["/api/search", "/api/pixels", "/api/occlusion"]) {
    const start = performance.now();
    assertRefused(await postFilm<Problem>(viewer, path, bomb), 422, /more than any film/);
    assert(performance.now() - start < 1500);
  }
  await assertWell();
});

testRunning("a film that takes too long costs its process and nothing else", async () => {
  for (const mischief of ["hang", "spin"]) {
    const answer = await postFilm<Problem>(viewer, "/api/search", film, { "Film-Name": mischief });
    assertRefused(answer, 422, /took longer than 1.5 s/);
    await assertWell();
  }
  const crash = await postFilm<Problem>(viewer, "/api/search", film, { "Film-Name": "crash" });
  assertRefused(crash, 422, /its process ended/);
  await assertWell();
  const metrics = new TextDecoder().decode((await ask(viewer, "/api/metrics")).bytes);
  assert(metrics.includes("cohash_film_processes_lost_total 3"));
});

testRunning("a head or a body that never ends is given up", async () => {
  const start = performance.now();
  const lines = await Promise.all([
    sendRaw(viewer.url, ""),
    sendRaw(viewer.url, `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `),
    sendRaw(
      viewer.url,
      head("POST", "/api/search", { Host: host, "Content-Length": "1000" }) + "\x89PNG",
    ),
    sendRaw(
      viewer.url,
      head("POST", "/api/search", { Host: host, "Transfer-Encoding": "chunked" }) + "5\r\n\x89PN",
    ),
  ]);
  assertEquals(lines, Array(4).fill("HTTP/1.1 408 Request Timeout"));
  assert(performance.now() - start < 8000);
  await assertWell();
});

testRunning("more uploads than are taken at once are told to come again", async () => {
  const slow = Array.from({ length: 3 }, () =>
    sendRaw(
      viewer.url,
      head("POST", "/api/search", { Host: host, "Content-Length": "1000" }) + "\x89PNG",
    ));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const refused = await postFilm<Problem>(viewer, "/api/search", film);
  assertRefused(refused, 503, /try again/);
  assertEquals(refused.headers.get("retry-after"), "1");
  await Promise.all(slow);
  await assertWell();
});

testRunning("pixels that nobody takes are given up, and more than so many refused", async () => {
  const shown = await serveSample(sample, {
    limits: {
      share: 1,
      downloads: 2,
      headTime: 1000,
      requestTime: 3000,
      filmTime: 60_000,
      processes: 2,
    },
  });
  const side = 3000;
  const large = await pngFile({ width: side, height: side, pixels: new Uint8Array(side ** 2) });
  const address = new URL("/api/pixels", shown.url);
  const send = () => fetch(address, { method: "POST", body: Uint8Array.from(large) });
  const [left, slow] = await Promise.all([send(), send()]);
  assertEquals([left.status, slow.status], [200, 200]);
  const small = () => postFilm<Problem>(shown, "/api/pixels", film);
  assertRefused(await small(), 503, /too many films/);
  await left.body!.cancel();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assertEquals((await small()).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await assertRejects(() => slow.arrayBuffer());
  const stored = new URL(`/api/cases/${handleOf(sample.cases[0]!)}/pixels`, shown.url);
  for (let heads = 0; heads < 3; heads++) {
    assertEquals((await fetch(stored, { method: "HEAD" })).status, 200);
  }
  const both = await Promise.all([small(), small()]);
  assertEquals(both.map(({ status }) => status), [200, 200]);
  await shown.close();
});

testRunning("logins that never end keep nobody from their requests", async () => {
  const login = head("POST", "/login", { Host: host, "Content-Length": "1000" });
  const slow = Array.from({ length: 16 }, () => sendRaw(viewer.url, login));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const refused = await ask<Problem>(viewer, "/login", { method: "POST", body: "token=wrong" });
  assertRefused(refused, 503, /too many logins/);
  await assertWell();
  await Promise.all(slow);
});

testRunning("ten thousand requests leave the viewer answering", async () => {
  const counts = new Map<number, number>();
  const one = async (n: number) => {
    const answer = n % 50 === 0
      ? await fetch(new URL("/api/search?top=1", viewer.url), { method: "POST", body: film })
      : await fetch(new URL(ADDRESSES[n % ADDRESSES.length]!, viewer.url));
    await answer.body?.cancel();
    counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
  };
  let next = 0;
  const client = async () => {
    while (next < 10_000) await one(next++);
  };
  await Promise.all(Array.from({ length: 64 }, client));
  assertEquals([...counts.values()].reduce((sum, count) => sum + count), 10_000);
  assertEquals([...counts.keys()].filter((status) => ![200, 404, 503].includes(status)), []);
  assert(counts.get(200)! > 5000);
  await assertWell();
});

const ADDRESSES = [
  "/api/health",
  "/",
  "/api/collection",
  "/nothing",
  `/api/cases/${handleOf(sample.cases[0]!)}/image?size=64`,
  `/api/cases/${handleOf(sample.cases[1]!)}`,
];

testRunning("clients that leave are no faults of the viewer", async () => {
  const half = head("POST", "/api/search", { Host: host, "Content-Length": "1000" }) + "\x89PNG";
  const leave = async () => {
    const address = new URL("/api/search", viewer.url);
    const signal = AbortSignal.timeout(100);
    const headers = { "Film-Name": "hang" };
    await fetch(address, { method: "POST", body: film, headers, signal }).catch(() => {});
  };
  const chunked = head("POST", "/api/search", { Host: host, "Transfer-Encoding": "chunked" }) +
    "5\r\n\x89PN";
  const broken = [half, chunked].map((text) => sendRaw(viewer.url, text, 100));
  await Promise.all([...broken, leave(), leave()]);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await assertWell();
  assertEquals(faults, []);
});

testRunning("nothing of a film is written to disk", async () => {
  const before = await filesIn(sample.folder);
  const marked = await pngFile({ width: 40, height: 40, pixels: new Uint8Array(1600).fill(90) });
  await postFilm(viewer, "/api/search", Uint8Array.from(marked));
  assertEquals(await filesIn(sample.folder), before);
});

async function filesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
}

/** A PNG of a few bytes whose pixels would fill gigabytes. */
function hugePng(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 0, 0, 0, 0], 8);
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", header),
    ...chunk("IDAT", deflateSync(new Uint8Array(100_000))),
    ...chunk("IEND", new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(new TextEncoder().encode(type), 4);
  whole.set(data, 8);
  view.setUint32(8 + data.length, crc32(whole.subarray(4, 8 + data.length)));
  return whole;
}
