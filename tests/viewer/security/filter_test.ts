import { assertRefused, post, postFilm } from "../api_client.ts";
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
  const { id } = sample.cases[0]!;
  const words = /expected at most 100 conditions/;
  assertRefused(await post<Problem>(viewer, "/api/cases", { where }), 400, words);
  assertRefused(await post<Problem>(viewer, "/api/search", { id, where }), 400, words);
  const film = await sample.film(id);
  const told = { "Search-Filter": where };
  assertRefused(await postFilm<Problem>(viewer, "/api/search", film, told), 400, words);
});
