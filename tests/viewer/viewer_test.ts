import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import type { Case } from "../../lib/store/case.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";
import type { Collection, StoredCaseAnswer } from "../../lib/viewer/schemas.ts";
import { ask } from "./api_client.ts";
import { handleOf, makeSample, serveSample, testRunning } from "./sample.ts";

Deno.test("openViewer() leaves nothing behind when it is closed", async () => {
  const sample = await makeSample();
  const viewer = await serveSample(sample);
  const answer = await fetch(viewer.url);
  assertEquals(answer.status, 200);
  assert((await answer.text()).includes("cohash viewer"));
  // A connection that stays open is closed too.
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: portOf(viewer.url) });
  await viewer.close();
  assertEquals(await connection.read(new Uint8Array(1)), null);
  connection.close();
  await assertRejects(() => fetch(viewer.url), TypeError);
  await sample.remove();
});

Deno.test("openViewer() says what to do when it may not or cannot serve", async () => {
  const sample = await makeSample();
  const refuses = async (options: object, words: RegExp) => {
    const error = await assertRejects(() => serveSample(sample, options), InputError);
    assert(words.test(error.message), error.message);
  };
  await refuses({ host: "0.0.0.0" }, /token is needed.*openssl rand -hex 32.*COHASH_TOKEN/);
  await refuses({ host: "::" }, /token is needed/);
  await refuses({ token: "short" }, /5 characters, expected at least 16/);
  await refuses({ host: "256.1.1.1", token: "a-token-of-enough-characters" }, /256\.1\.1\.1/);
  const other = HammingIndex.empty({ ...sample.index.info, model: "0b".repeat(32) });
  await refuses({ store: other }, /not the one that made its codes/);
  const viewer = await serveSample(sample);
  await refuses({ port: portOf(viewer.url) }, /in use.*--port/);
  await viewer.close();
  await sample.remove();
});

function portOf(url: string): number {
  return Number(new URL(url).port);
}

testRunning(
  "Viewer.show() shows the cases of another store under the same handles, and none of another encoder",
  async () => {
    const sample = await makeSample(20);
    const viewer = await serveSample(sample);
    try {
      const [first, second] = sample.cases;
      const store = HammingIndex.empty(sample.index.info);
      const stored = await sample.index.find([second!.id]);
      store.add([{ ...second!, date: "2017-03-05" }], stored[0]!.code);
      await viewer.show(store);
      const collection = await ask<Collection>(viewer, "/api/collection");
      assertEquals(collection.json.cases, 1);
      const path = (one: Case) => `/api/cases/${encodeURIComponent(handleOf(one))}`;
      const found = await ask<StoredCaseAnswer>(viewer, path(second!));
      assertEquals(found.json.case.date, "2017-03-05");
      assertEquals((await ask(viewer, path(first!))).status, 404);
      const metrics = new TextDecoder().decode((await ask(viewer, "/api/metrics")).bytes);
      assert(metrics.includes("\ncohash_cases 1\n"), metrics);
      const other = HammingIndex.empty({ ...sample.index.info, model: "another" });
      await assertRejects(() => viewer.show(other), InputError, "codes of another encoder");
      assertEquals((await ask<Collection>(viewer, "/api/collection")).json.cases, 1);
    } finally {
      await viewer.close();
      await sample.remove();
    }
  },
);
