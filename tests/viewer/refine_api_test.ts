import { assert, assertEquals } from "@std/assert";

import { queryOfCase } from "../../lib/search/find_films.ts";
import { IndexSearch } from "../../lib/search/index_search.ts";
import { emphasisedQuery, queryOfStudy, refinedQuery } from "../../lib/search/refine.ts";
import type { SearchAnswer } from "../../lib/viewer/schemas.ts";
import { assertRefused, post, postFilm } from "./api_client.ts";
import { handleOf, makeSample, sampleAsker, serveSample, testRunning } from "./sample.ts";

const sample = await makeSample(40);
const asker = sampleAsker(sample);
const viewer = await serveSample(sample, { asker });
const index = new IndexSearch(sample.index, { asker, targets: sample.targets });
const [one, two, three] = sample.cases;
const handles = [one!, two!, three!].map(handleOf);

Deno.test.afterAll(async () => {
  await viewer.close();
  await sample.remove();
});

const search = async (body: object) => await post<SearchAnswer>(viewer, "/api/search", body);
const idsOf = ({ hits }: SearchAnswer) => hits.map((hit) => hit.case.id);

testRunning("POST /api/search finds findings without a film", async () => {
  const findings = "Infiltration, not Effusion";
  const { json } = await search({ findings, top: 7 });
  const { films } = await index.search(await index.queryOfFindings(findings), { top: 7 });
  assertEquals(idsOf(json), films.map((film) => film.case.id));
  assertEquals([json.ask, json.hits[0]!.chance], ["expected", null]);
  assertRefused(await post(viewer, "/api/search", { findings: "Efusion" }), 400, /Effusion/);
});

testRunning("POST /api/search draws a query towards cases and away from others", async () => {
  const { json } = await search({
    handle: handles[0],
    like: [handles[1]],
    unlike: [handles[2]],
    ask: "code",
  });
  const stored = await sample.index.find([one!.id, two!.id, three!.id]);
  const query = refinedQuery(queryOfCase(stored[0]!), {
    liked: [stored[1]!],
    disliked: [stored[2]!],
  });
  const { films } = await index.search(query, { top: 12, ask: "code" });
  assertEquals(idsOf(json), films.map((film) => film.case.id));
  assertEquals(json.query.continuous, Array.from(query.continuous));
  assertRefused(
    await post(viewer, "/api/search", { handle: handles[0], like: ["none"] }),
    404,
    /no such case/,
  );
  const cancelled = { handle: handles[0], unlike: [handles[0]] };
  assertRefused(await post(viewer, "/api/search", cancelled), 400, /cancel each other out/);
});

testRunning("POST /api/search takes several films of a study, by handle and by code", async () => {
  const film = await postFilm<SearchAnswer>(viewer, "/api/search", await sample.film(two!.id));
  const { continuous } = film.json.query;
  const { json } = await search({ study: [{ handle: handles[0] }, { continuous }] });
  const stored = await sample.index.find([one!.id]);
  const query = queryOfStudy([
    queryOfCase(stored[0]!),
    index.queryOfContinuous(Float32Array.from(continuous), "film"),
  ]);
  const { films } = await index.search(query, { top: 12 });
  assertEquals(idsOf(json), films.map((found) => found.case.id));
  assert(!idsOf(json).includes(one!.id));
  const short = { study: [{ handle: handles[0] }, { continuous: continuous.slice(0, 8) }] };
  assertRefused(await post(viewer, "/api/search", short), 400, /8 numbers; .* have 32/);
});

testRunning("POST /api/search weights findings by expected relevance alone", async () => {
  const emphasis = { Infiltration: 9, Effusion: 0 };
  const { json } = await search({ handle: handles[0], emphasis });
  const stored = await sample.index.find([one!.id]);
  const query = emphasisedQuery(queryOfCase(stored[0]!), { kind: "expected", asker }, emphasis);
  const { films } = await index.search(query, { top: 12 });
  assertEquals(idsOf(json), films.map((film) => film.case.id));
  const plain = (await search({ handle: handles[0] })).json;
  assert(idsOf(json).join() !== idsOf(plain).join());
  const byCode = { handle: handles[0], emphasis, ask: "code" };
  assertRefused(await post(viewer, "/api/search", byCode), 400, /"code" with weights of findings/);
  const unknown = { handle: handles[0], emphasis: { Massiveness: 2 } };
  assertRefused(await post(viewer, "/api/search", unknown), 400, /Cannot weight "Massiveness"/);
  const negative = { handle: handles[0], emphasis: { Mass: -1 } };
  assertRefused(await post(viewer, "/api/search", negative), 400, /does not fit/);
});

testRunning("POST /api/search heeds what is on record, of films too", async () => {
  const body = { handle: handles[0], labels: "both", missing: 0.3 };
  const { json } = await search(body);
  const stored = await sample.index.find([one!.id]);
  const labels = { kind: "both", missing: 0.3, wrong: 0.02 } as const;
  const { films } = await index.search(queryOfCase(stored[0]!), { top: 12, labels });
  assertEquals(idsOf(json), films.map((film) => film.case.id));
  assertEquals(json.hits.every(({ chance }) => chance === null), true);
  const film = await sample.film(one!.id);
  const recorded = await postFilm<SearchAnswer>(viewer, "/api/search?labels=recorded", film);
  assertEquals(recorded.json.hits[0]!.chance, null);
  const rates = { handle: handles[0], labels: "code", wrong: 0.1 };
  assertRefused(await post(viewer, "/api/search", rates), 400, /go with labels by "both"/);
});

testRunning("the marks of a search are bounded", async () => {
  const many = { handle: handles[0], like: new Array(51).fill(handles[1]) };
  assertRefused(await post(viewer, "/api/search", many), 400, /does not fit/);
  const films = { study: new Array(17).fill({ handle: handles[1] }) };
  assertRefused(await post(viewer, "/api/search", films), 400, /does not fit/);
});

testRunning("POST /api/cases/complete gives ids that begin so, and so many at most", async () => {
  const complete = async (start: string) =>
    (await post<{ ids: string[] }>(viewer, "/api/cases/complete", { start })).json.ids;
  const ids = sample.cases.map(({ id }) => id).sort();
  assertEquals(await complete("phantom_"), ids.slice(0, 20));
  assertEquals(await complete(ids[7]!), [ids[7]]);
  assertEquals(await complete("phantom_99999"), []);
  assertEquals(await complete("zzz"), []);
  for (const start of ["", "x".repeat(201)]) {
    assertRefused(await post(viewer, "/api/cases/complete", { start }), 400, /does not fit/);
  }
});
