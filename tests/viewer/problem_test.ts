import { assert, assertEquals } from "@std/assert";
import { ask, assertRefused, postFilm } from "./api_client.ts";
import { makeSample, serveSample, testRunning } from "./sample.ts";

type Problem = { readonly error: string };

const sample = await makeSample();
const faults: unknown[] = [];
const viewer = await serveSample(sample, { onFault: (fault) => faults.push(fault) });
const locked = await serveSample(sample, { token: "3f9c-a-token-for-tests-0b71" });

Deno.test.afterAll(async () => {
  await Promise.all([viewer.close(), locked.close()]);
  await sample.remove();
});

/** What a browser is answered that opens an address. */
async function opened(url: string, path: string) {
  const headers = { Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
  const answer = await fetch(new URL(path, url), { headers });
  const type = answer.headers.get("content-type");
  return { status: answer.status, type, text: await answer.text() };
}

testRunning("people who open an address read why it fails, and programs get JSON", async () => {
  for (
    const [url, path, status, words] of [
      [viewer.url, "/nothing", 404, "There is nothing at this address"],
      [viewer.url, "/api/cases/nobody", 404, "There is no such case"],
      [viewer.url, "/api/cases/%E2%80%AE%3Cb%3E/image?size=1", 400, "does not fit"],
      [locked.url, "/api/collection", 401, "asks for a token"],
    ] as const
  ) {
    const page = await opened(url, path);
    assertEquals([page.status, page.type], [status, "text/html; charset=UTF-8"], path);
    assert(page.text.includes(words), `${path}: ${page.text}`);
    assert(page.text.includes('<a href="/">') && page.text.includes("<bdi>"), path);
    assert(!/<b>|<script/.test(page.text), path);
    assertRefused(await ask<Problem>(url === viewer.url ? viewer : locked, path), status, /./);
  }
});

testRunning("what decoders say of their workings reaches the operator and no user", async () => {
  const film = await sample.film(sample.cases[0]!.id);
  const answer = await ask<Problem>(viewer, "/api/search", {
    method: "POST",
    body: film,
    headers: { "Film-Name": "overflow" },
  });
  assertRefused(answer, 422, /^Cannot read the image "overflow": it is damaged, or of a kind/);
  assertEquals(faults.length, 1);
  assert(String(faults[0]).includes("Maximum call stack"));
  assertEquals((await postFilm(viewer, "/api/search", film)).status, 200);
});
