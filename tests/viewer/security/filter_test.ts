import { ask, assertRefused, post, postFilm } from "../api_client.ts";
import { makeSample, serveSample, testRunning } from "../sample.ts";

type Problem = { readonly error: string };

const sample = await makeSample();
const viewer = await serveSample(sample);

Deno.test.afterAll(async () => {
  await viewer.close();
  await sample.remove();
});

testRunning("a filter of 620 conditions is refused in words, wherever it is sent", async () => {
  const where = Array(620).fill("No Finding").join(" AND ");
  const address = encodeURIComponent(where);
  const { id } = sample.cases[0]!;
  const words = /expected at most 100 conditions/;
  assertRefused(await ask<Problem>(viewer, `/api/cases?where=${address}`), 400, words);
  assertRefused(await post<Problem>(viewer, "/api/search", { id, where }), 400, words);
  const search = `/api/search?where=${address}`;
  assertRefused(await postFilm<Problem>(viewer, search, await sample.film(id)), 400, words);
});
