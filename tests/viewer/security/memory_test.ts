import { assertEquals } from "@std/assert";
import { ask, assertRefused, postFilm } from "../api_client.ts";
import { makeSample, pngFile, serveSample, testRunning } from "../sample.ts";

type Problem = { readonly error: string };

const sample = await makeSample();
const film = await sample.film(sample.cases[0]!.id);
/** Few bytes, but 8 MB of pixels. */
const large = Uint8Array.from(
  await pngFile({ width: 2000, height: 2000, pixels: new Uint8Array(4e6) }),
);
const viewer = await serveSample(sample, {
  limits: { filmBytes: 4e6, heldBytes: 20e6, share: 1, requestTime: 60_000, filmTime: 60_000 },
});

Deno.test.afterAll(async () => {
  await viewer.close();
  await sample.remove();
});

const readPixels = () => fetch(new URL("/api/pixels", viewer.url), { method: "POST", body: large });

testRunning("pixels are decoded only where there is room for all that are held", async () => {
  const answers = await Promise.all(Array.from({ length: 16 }, readPixels));
  const taken = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 503);
  assertEquals([taken.length, refused.length], [2, 14]);
  assertEquals(refused.every(({ headers }) => headers.get("retry-after") === "1"), true);
  const words = await Promise.all(refused.map(async (answer) => (await answer.json()).error));
  assertEquals(new Set(words), new Set(["too many films from you at once; try again soon"]));
  // What is small still has room, and all of it comes back when the readers leave.
  assertEquals((await postFilm(viewer, "/api/pixels", film)).status, 200);
  for (const { body } of taken) await body!.cancel();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const again = await Promise.all([readPixels(), readPixels()]);
  assertEquals(again.map(({ status }) => status), [200, 200]);
  for (const answer of again) assertEquals((await answer.arrayBuffer()).byteLength, 8e6);
});

testRunning("bodies count before they arrive, those of unknown length as the largest", async () => {
  const ends: (() => void)[] = [];
  const endless = () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(film);
        ends.push(() => controller.close());
      },
    });
    return fetch(new URL("/api/search", viewer.url), { method: "POST", body });
  };
  const slow = Array.from({ length: 5 }, endless);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assertRefused(await postFilm<Problem>(viewer, "/api/search", film), 503, /too many films/);
  for (const end of ends) end();
  assertEquals((await Promise.all(slow)).map(({ status }) => status), Array(5).fill(200));
  for (const answer of slow) await (await answer).body!.cancel();
  assertEquals((await postFilm(viewer, "/api/search", film)).status, 200);
});

testRunning("films of the collection and their pictures count, too", async () => {
  const tight = await serveSample(sample, { limits: { heldBytes: 100, share: 1 } });
  const cases = await ask<{ readonly cases: readonly { readonly handle: string }[] }>(
    tight,
    "/api/cases",
    { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } },
  );
  const { handle } = cases.json.cases[0]!;
  for (const path of ["image", "pixels"]) {
    const answer = await ask<Problem>(tight, `/api/cases/${handle}/${path}`);
    assertRefused(answer, 503, /too many films/);
  }
  await tight.close();
});
