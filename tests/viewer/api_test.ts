import { assert, assertEquals } from "@std/assert";
import sharp from "sharp";
import { ONE } from "../../lib/asking/mod.ts";
import { InputError } from "../../lib/base/errors.ts";
import { packCodes } from "../../lib/codes/pack.ts";
import { ASKS } from "../../lib/search/ask.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";
import type { CodeStore } from "../../lib/store/code_store.ts";
import { explainMatch } from "../../lib/search/explain/explain.ts";
import { fits } from "../../lib/store/filter/filter.ts";
import { parseFilter } from "../../lib/store/filter/filter_parser.ts";
import { openApiDocument } from "../../lib/viewer/openapi.ts";
import type {
  CasePage,
  Collection,
  ExplanationAnswer,
  FoundCaseAnswer,
  OcclusionAnswer,
  SearchAnswer,
  StoredCaseAnswer,
} from "../../lib/viewer/schemas.ts";
import { type Answer, ask, assertRefused, post, postFilm } from "./api_client.ts";
import { handleOf, makeSample, sampleAsker, serveSample, testRunning } from "./sample.ts";
import { SAMPLE_BITS, SAMPLE_ENCODER } from "./sample_encoder.ts";

const sample = await makeSample(40);
const viewer = await serveSample(sample);
const [first] = sample.cases;
const withoutFilm = sample.cases.at(-1)!;

Deno.test.afterAll(async () => {
  await viewer.close();
  await sample.remove();
});

testRunning("POST /api/search finds what the index finds when it is sent a film", async () => {
  const film = await sample.film(first!.id);
  const { status, json } = await postFilm<SearchAnswer>(viewer, "/api/search?top=5", film);
  assertEquals(status, 200);
  const { code } = (await sample.index.find([first!.id]))[0]!;
  const expected = await sample.index.search({ code, top: 5 });
  assertEquals(
    json.hits.map((hit) => [hit.case.id, hit.distance]),
    expected.map((hit) => [hit.case.id, hit.distance]),
  );
  assertEquals([json.hits[0]!.case.id, json.hits[0]!.distance], [first!.id, 0]);
  const { continuous } = await SAMPLE_ENCODER.encodeFile(film, "film");
  assertEquals(json.query.continuous, Array.from(continuous));
  assertEquals(json.query.case, null);
  assertEquals(json.query.findings.length, sample.targets.names.length);
});

testRunning(
  "POST /api/search warns of a film of one single value, and tells no chance of what it finds",
  async () => {
    const raw = { raw: { width: 8, height: 8, channels: 1 } } as const;
    const flat = new Uint8Array(await sharp(new Uint8Array(64).fill(9), raw).png().toBuffer());
    const { json } = await postFilm<SearchAnswer>(viewer, "/api/search?top=1", flat, {
      "Film-Name": encodeURIComponent("fläche 100 %.png"),
    });
    assertEquals(json.query.notes, [
      'Of "fläche 100 %.png" all pixels have one value, so that the code says nothing of the film',
    ]);
    assertEquals(json.warnings, [{ kind: "strange", films: null, falseAlarms: null }]);
    assertEquals([json.query.findings, json.summary, json.query.isFamiliar], [[], [], false]);
    // What the page asks next with its code is warned of as well.
    const { continuous, isFamiliar } = json.query;
    const refined = await post<SearchAnswer>(viewer, "/api/search", {
      ...{ continuous, isFamiliar },
      like: [json.hits[0]!.case.handle],
    });
    assertEquals([refined.json.warnings, refined.json.summary], [json.warnings, []]);
    const [hit] = json.hits;
    assertEquals([hit!.near, hit!.relevance, hit!.chance], [null, null, null]);
    const film = await postFilm<SearchAnswer>(viewer, "/api/search", await sample.film(first!.id));
    assertEquals([film.json.query.notes, film.json.warnings], [[], []]);
    assert(film.json.query.findings.length > 0 && film.json.summary.length > 0);
  },
);

testRunning(
  "POST /api/search leaves out the case and its patient when it is sent an id",
  async () => {
    const query = sample.cases.find(({ labels }) => labels.length > 0)!;
    const { json } = await post<SearchAnswer>(viewer, "/api/search", { id: query.id, top: 10 });
    assertEquals(json.hits.length, 10);
    assert(json.hits.every((hit) => hit.case.patient !== query.patient));
    for (const { shared, case: { labels } } of json.hits) {
      assertEquals(shared, labels.filter((label) => query.labels.includes(label)));
    }
    const all = await post<SearchAnswer>(viewer, "/api/search", {
      id: query.id,
      top: 100,
      samePatient: true,
    });
    assertEquals(all.json.hits.length, sample.cases.length - 1);
    assert(all.json.hits.every((hit) => hit.case.id !== query.id));
  },
);

testRunning("POST /api/search heeds code, radius and filter", async () => {
  const code = (await sample.index.find([first!.id]))[0]!.code.toHex();
  const where = "NOT Atelectasis AND view=PA";
  const body = { code, top: 100, radius: 5, where };
  const { json } = await post<SearchAnswer>(viewer, "/api/search", body);
  const filter = parseFilter(where, sample.index.info.labelNames);
  const expected = (await sample.index.search({ code: Uint8Array.fromHex(code), top: 100 }))
    .filter((hit) => hit.distance <= 5 && fits(filter, hit.case));
  assert(expected.length > 2 && expected.length < 20, String(expected.length));
  assertEquals(json.hits.map((hit) => hit.case.id), expected.map((hit) => hit.case.id));
});

testRunning("POST /api/search counts the findings of the cases found", async () => {
  const code = "00".repeat(SAMPLE_BITS / 8);
  const { json } = await post<SearchAnswer>(viewer, "/api/search", { code, top: 38 });
  for (const { label, count, known, share, collectionShare } of json.summary) {
    assertEquals(count, json.hits.filter((hit) => hit.case.labels.includes(label)).length);
    assertEquals(known, json.hits.filter((hit) => !hit.case.unknown.includes(label)).length);
    assert(known > 30 && known < 40);
    assertEquals(share, count / known);
    const all = sample.cases.filter(({ unknown }) => !unknown.includes(label));
    const having = all.filter(({ labels }) => labels.includes(label)).length;
    assertEquals(collectionShare, having / all.length);
  }
  assertEquals(json.summary, [...json.summary].sort((a, b) => b.count - a.count));
});

testRunning("POST /api/search asks by code, target or expected relevance", async () => {
  const asker = sampleAsker(sample);
  const shown = await serveSample(sample, { asker });
  try {
    const film = await sample.film(first!.id);
    const { continuous } = await SAMPLE_ENCODER.encodeFile(film, "film");
    const search = async (ways: string) =>
      (await postFilm<SearchAnswer>(shown, `/api/search?top=40${ways}`, film)).json;
    const [byDefault, expected, target, code] = [
      await search(""),
      await search("&ask=expected"),
      await search("&ask=target"),
      await search("&ask=code"),
    ];
    assertEquals([byDefault.ask, target.ask, code.ask], ["expected", "target", "code"]);
    assertEquals(byDefault.hits, expected.hits);
    const found = await sample.index.search({
      code: packCodes(continuous, SAMPLE_BITS),
      expected: { asker, weights: asker.weights(continuous) },
      top: 40,
    });
    assertEquals(
      byDefault.hits.map((hit) => [hit.case.id, hit.relevance, hit.chance]),
      found.map((hit) => [hit.case.id, hit.relevance! / ONE, asker.chance(hit.relevance!)]),
    );
    assertEquals(target.target, asker.mostProbable(continuous));
    const nearest = await sample.index.search({ code: asker.targetCode(continuous), top: 40 });
    assertEquals(
      target.hits.map((hit) => [hit.case.id, hit.distance, hit.relevance]),
      nearest.map((hit) => [hit.case.id, hit.distance, null]),
    );
    assertEquals([code.target, code.hits[0]!.chance], [null, null]);
    const byCode = await post<SearchAnswer>(shown, "/api/search", { id: first!.id, radius: 9 });
    assertEquals(byCode.json.ask, "code");
    const refused = { id: first!.id, ask: "expected", radius: 9 };
    assertRefused(await post(shown, "/api/search", refused), 400, /"expected" within 9 bits/);
    const wrong = { id: first!.id, ask: "labels" };
    assertRefused(await post(shown, "/api/search", wrong), 400, /does not fit/);
    assertEquals((await ask<Collection>(shown, "/api/collection")).json.asks, [...ASKS]);
  } finally {
    await shown.close();
  }
  assertEquals((await ask<Collection>(viewer, "/api/collection")).json.asks, ["code"]);
  const refused = { id: first!.id, ask: "target" };
  assertRefused(await post(viewer, "/api/search", refused), 400, /an earlier cohash/);
});

testRunning("POST /api/search says what is wrong with a request", async () => {
  const search = (body: unknown) => post<{ error: string }>(viewer, "/api/search", body);
  assertRefused(await search({ id: "nobody" }), 404, /no case "nobody"/);
  assertRefused(await search({ code: "00" }), 400, /2 digits.*32 bits have 8/);
  assertRefused(await search({ code: "xyz" }), 400, /does not fit/);
  assertRefused(await search({ id: first!.id, top: 0 }), 400, /does not fit/);
  assertRefused(await search({ id: first!.id, topp: 3 }), 400, /topp/);
  assertRefused(await search({ id: first!.id, where: "Efusion" }), 400, /did you mean "Effusion"/);
  const film = await sample.film(first!.id);
  const bad = await postFilm<{ error: string }>(viewer, "/api/search?top=many", film);
  assertRefused(bad, 400, /The address does not fit: .*expected number.*top/);
  const both = await post<{ error: string }>(viewer, "/api/search?topp=3", { id: first!.id });
  assertRefused(both, 400, /The address does not fit: .*topp/);
  const text = await ask<{ error: string }>(viewer, "/api/search", {
    method: "POST",
    body: "{",
    headers: { "Content-Type": "application/json" },
  });
  assertRefused(text, 400, /no JSON/);
});

testRunning("faults of the store reach the operator and not the browser", async () => {
  const faults: unknown[] = [];
  const fault = new InputError("Cannot reach postgres://reader@db.hospital.example/films");
  const fails = () => Promise.reject(fault);
  const broken: CodeStore = {
    info: sample.index.info,
    count: () => Promise.resolve(0),
    list: () => Promise.resolve({ entries: [], next: undefined }),
    search: fails,
    find: fails,
    close: () => Promise.resolve(),
  };
  const onFault = (error: unknown) => faults.push(error);
  const shown = await serveSample(sample, { store: broken, onFault });
  try {
    const byCode = await post<{ error: string }>(shown, "/api/search", {
      code: "00".repeat(SAMPLE_BITS / 8),
    });
    const byId = await post<{ error: string }>(shown, "/api/search", { id: first!.id });
    for (const answer of [byCode, byId]) assertRefused(answer, 500, /^Something went wrong/);
    assertEquals(faults, [fault, fault]);
  } finally {
    await shown.close();
  }
});

testRunning("POST /api/explain explains films and cases as explainMatch() does", async () => {
  const film = await sample.film(first!.id);
  const { continuous } = await SAMPLE_ENCODER.encodeFile(film, "film");
  const [, other] = sample.cases;
  const { code } = (await sample.index.find([other!.id]))[0]!;
  const { json } = await post<ExplanationAnswer>(viewer, "/api/explain", {
    query: { continuous: Array.from(continuous) },
    case: handleOf(other!),
  });
  const expected = explainMatch({ query: continuous, code, targets: sample.targets });
  assertEquals(json, JSON.parse(JSON.stringify(expected)));
  const byId = await post<ExplanationAnswer>(viewer, "/api/explain", {
    query: { id: first!.id },
    case: handleOf(other!),
  });
  assertEquals(byId.json.agrees, json.agrees);
  const wrong = { query: { continuous: Array(8).fill(1) }, case: handleOf(other!) };
  assertRefused(await post(viewer, "/api/explain", wrong), 400, /8 numbers.*32/);
  const gone = { query: { id: first!.id }, case: "nobody" };
  assertRefused(await post(viewer, "/api/explain", gone), 404, /no such case/);
});

testRunning("POST /api/occlusion maps a film and a case alike", async () => {
  const film = await postFilm<OcclusionAnswer>(
    viewer,
    "/api/occlusion",
    await sample.film(first!.id),
  );
  const byId = await post<OcclusionAnswer>(viewer, "/api/occlusion", { id: first!.id });
  assertEquals(film.json, byId.json);
  assertEquals(film.json.values.length, film.json.size ** 2);
  assertEquals(Math.max(...film.json.values), 1);
  assertRefused(await post(viewer, "/api/occlusion", { id: withoutFilm.id }), 404, /no film/);
});

testRunning("a filter reaches the search of a film in a header, and an address never", async () => {
  const film = await sample.film(first!.id);
  const patient = sample.cases[5]!.patient;
  const told = { "Search-Filter": encodeURIComponent(`patient="${patient}" OR view=AP`) };
  const { json } = await postFilm<SearchAnswer>(viewer, "/api/search?top=100", film, told);
  const expected = sample.cases.filter((one) => one.patient === patient || one.view === "AP");
  assertEquals(json.hits.map((hit) => hit.case.id).sort(), expected.map(({ id }) => id).sort());
  const wrong = { "Search-Filter": "Efusion" };
  assertRefused(await postFilm(viewer, "/api/search", film, wrong), 400, /did you mean "Effusion"/);
  const long = { "Film-Name": "x".repeat(201) };
  assertRefused(await postFilm(viewer, "/api/search", film, long), 400, /A header does not fit/);
  for (const query of ["where=view%3DAP", "name=doe.png", `id=${first!.id}`]) {
    assertRefused(await postFilm(viewer, `/api/search?${query}`, film), 400, /The address/);
  }
});

testRunning("POST /api/cases/find gives a case and the handle that addresses it", async () => {
  const find = (id: string) => post<FoundCaseAnswer>(viewer, "/api/cases/find", { id });
  const { json } = await find(first!.id);
  assertEquals(json.case.handle, handleOf(first!));
  const { json: stored } = await ask<StoredCaseAnswer>(viewer, `/api/cases/${json.case.handle}`);
  assertEquals(stored.case, json.case);
  const query = { handle: json.case.handle, top: 5 };
  const byHandle = await post<SearchAnswer>(viewer, "/api/search", query);
  const byId = await post<SearchAnswer>(viewer, "/api/search", { id: first!.id, top: 5 });
  assertEquals([byHandle.json.query, byHandle.json.hits], [byId.json.query, byId.json.hits]);
  assertRefused(await post(viewer, "/api/cases/find", { id: "nobody" }), 404, /case "nobody"/);
  assertRefused(await post(viewer, "/api/search", { handle: "x" }), 404, /no such case/);
});

testRunning("POST and GET pixels give a film's values", async () => {
  const file = await sample.film(first!.id);
  const sent = await postFilm(viewer, "/api/pixels", file);
  const stored = await ask(viewer, `/api/cases/${handleOf(first!)}/pixels`);
  assertEquals(sent.bytes, stored.bytes);
  assertEquals(
    [sent.headers.get("film-width"), sent.headers.get("film-height")],
    ["128", "128"],
  );
  const told = ["black", "white", "step", "unit", "row-spacing"];
  assertEquals(told.map((name) => sent.headers.get(`film-${name}`)), ["0", "255", "1", "", null]);
  const grey = await sharp(file).toColourspace("b-w").raw().toBuffer();
  assertEquals(
    Array.from(new Uint16Array(sent.bytes.buffer)),
    Array.from(grey, (value) => 257 * value),
  );
});

testRunning(
  "GET /api/cases/{handle}/image gives a PNG of the size asked for and no larger",
  async () => {
    const small = await ask(viewer, `/api/cases/${handleOf(first!)}/image?size=32`);
    const large = await ask(viewer, `/api/cases/${handleOf(first!)}/image?size=2000`);
    assertEquals(small.headers.get("content-type"), "image/png");
    assertEquals((await sharp(small.bytes).metadata()).width, 32);
    assertEquals((await sharp(large.bytes).metadata()).width, 128);
    assertEquals(
      (await ask(viewer, `/api/cases/${handleOf(first!)}/image?size=32`)).bytes,
      small.bytes,
    );
    assertRefused(await ask(viewer, `/api/cases/${handleOf(withoutFilm)}/image`), 404, /no film/);
    assertRefused(await ask(viewer, `/api/cases/${handleOf(first!)}/image?size=9999`), 400, /size/);
  },
);

testRunning("POST /api/cases leafs through the collection, filtered", async () => {
  const browse = (body: object) => post<CasePage>(viewer, "/api/cases", body);
  const page = await browse({ from: 10, top: 5 });
  assertEquals(page.json.total, sample.cases.length);
  assertEquals(page.json.cases.map(({ id }) => id), sample.cases.slice(10, 15).map(({ id }) => id));
  const filtered = await browse({ where: "sex=F", top: 200 });
  const women = sample.cases.filter(({ sex }) => sex === "F");
  assertEquals(filtered.json.cases.map(({ id }) => id), women.map(({ id }) => id));
  const refuses = async (body: object, words: RegExp) =>
    assertRefused(await post(viewer, "/api/cases", body), 400, words);
  await refuses({ where: "sex" }, /filter/);
  await refuses({ from: -1 }, /from/);
  await refuses({ form: 1 }, /form/);
});

testRunning("GET /api/cases/{handle} gives a case with its code and without its path", async () => {
  const { json } = await ask<{ case: object; code: string }>(
    viewer,
    `/api/cases/${handleOf(first!)}`,
  );
  assertEquals(json.code, (await sample.index.find([first!.id]))[0]!.code.toHex());
  assert(!JSON.stringify(json).includes(".png"));
  const unknownAge = await ask<{ case: { age: null } }>(
    viewer,
    `/api/cases/${handleOf(sample.cases[1]!)}`,
  );
  assertEquals(unknownAge.json.case.age, null);
  for (const handle of ["nobody", first!.id, `${handleOf(first!)}A`]) {
    assertRefused(await ask(viewer, `/api/cases/${handle}`), 404, /no such case/);
  }
});

testRunning(
  "GET /api/collection, health, openapi.json and metrics tell of the viewer",
  async () => {
    const { json } = await ask<Collection>(viewer, "/api/collection");
    assertEquals([json.cases, json.bits, json.takesFilms], [40, SAMPLE_BITS, true]);
    for (const { label, count } of json.findings) {
      assertEquals(count, sample.cases.filter(({ labels }) => labels.includes(label)).length);
    }
    assertEquals((await ask(viewer, "/api/health")).status, 200);
    const document = await ask(viewer, "/api/openapi.json");
    assertEquals(document.json, JSON.parse(JSON.stringify(openApiDocument())));
    const metrics = new TextDecoder().decode((await ask(viewer, "/api/metrics")).bytes);
    assert(/cohash_requests_total\{route="\/api\/search",status="200"\} [1-9]/.test(metrics));
    assert(/cohash_request_seconds_bucket\{le="0.15",route="\/api\/search"\}/.test(metrics));
    assert(metrics.includes("cohash_films_waiting 0"));
    assert(metrics.includes("cohash_cases 40"));
  },
);

testRunning("a viewer that hides identifiers tells none, whatever it is asked", async () => {
  const gone = { ...sample.cases[0]!, id: "Doe^Gone", patient: "Doe", age: 97, image: "gone.png" };
  const store = HammingIndex.empty(sample.index.info);
  store.add([gone, sample.cases[1]!], new Uint8Array(8));
  const shown = await serveSample(sample, { store, hidesIdentifiers: true });
  try {
    const collection = await ask<Collection>(shown, "/api/collection");
    assertEquals([collection.json.hidesIdentifiers, collection.json.ages!.to], [true, 90]);
    const page = await post<CasePage>(shown, "/api/cases", { where: "age>=90" });
    const [first] = page.json.cases;
    assertEquals([page.json.total, first!.age], [1, 90]);
    const found = await post<SearchAnswer>(shown, "/api/search", { id: first!.id });
    const { handle } = first!;
    const answers: Answer<object>[] = [
      page,
      found,
      await post<CasePage>(shown, "/api/cases", { where: `patient=${first!.patient}` }),
      await post(shown, "/api/cases/find", { id: first!.id }),
      await ask(shown, `/api/cases/${handle}`),
      await ask(shown, `/api/cases/${handle}/image`),
      await ask(shown, `/api/cases/${handle}/pixels`),
      await post(shown, "/api/occlusion", { handle }),
    ];
    assertEquals(answers.map(({ status }) => status), [200, 200, 200, 200, 200, 404, 404, 404]);
    for (const { json } of answers) assert(!/Doe/.test(JSON.stringify(json)));
    assertEquals(answers[2]!.json, page.json);
    assertRefused(await post(shown, "/api/search", { id: gone.id }), 404, /no case/);
    assertRefused(await post(shown, "/api/cases", { where: "date=2017-03-05" }), 400, /hides/);
    const none = await post<CasePage>(shown, "/api/cases", { where: "patient=Doe" });
    assertEquals(none.json.total, 0);
  } finally {
    await shown.close();
  }
});

testRunning("openViewer() serves an index whose encoder takes no films", async () => {
  const folder = await Deno.makeTempDir({ suffix: "without-encoder" });
  const shown = await serveSample(sample, { index: folder });
  try {
    assertEquals(shown.problem, "no encoder here");
    assertEquals((await ask<Collection>(shown, "/api/collection")).json.takesFilms, false);
    const answer = await postFilm<{ error: string }>(
      shown,
      "/api/search",
      await sample.film(first!.id),
    );
    assertRefused(answer, 422, /no encoder here/);
    const byId = await post<SearchAnswer>(shown, "/api/search", { id: first!.id });
    assertEquals(byId.json.hits.length, 12);
  } finally {
    await shown.close();
    await Deno.remove(folder);
  }
});
