import { html } from "hono/html";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { flatten } from "../../../lib/report/run/facts_section.ts";
import { reportPage } from "../../../lib/report/run/page.ts";
import { LABELS, resultRow, sampleReport } from "./sample_report.ts";

const page = await reportPage(sampleReport());
const HOSTILE = String(html`${LABELS[1]}`);

Deno.test("reportPage() asks for nothing outside itself", () => {
  // Texts may hold anything, so only tags and the style are searched.
  const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
  const style = page.slice(page.indexOf("<style>"), page.indexOf("</style>"));
  const outside = [...tags, style].flatMap((code) => code.match(/[a-z]+:\/\/[^\s"']+/g) ?? []);
  assertEquals(
    outside.filter((url) => !url.startsWith("http://www.w3.org/") && url !== "http://x&quot;"),
    [],
  );
  assert(
    !tags.some((tag) => /^<(script|link|iframe|object|base)\b|\ssrcset=|\son[a-z]+=/i.test(tag)),
  );
  assert(!/@import|url\(/.test(style));
  const sources = tags.flatMap((tag) => / (?:src|href|xlink:href)="([^"]*)"/.exec(tag)?.[1] ?? []);
  assert(sources.length > 5);
  assertEquals(sources.filter((url) => !/^(#[a-z]|data:image\/png;base64,)/.test(url)), []);
  assertStringIncludes(
    page,
    `content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`,
  );
});

Deno.test("reportPage() escapes hostile label names wherever they appear", () => {
  assert(!page.includes(LABELS[1]));
  assert(!page.includes('<img src="http'));
  // In the gallery, the label counts and the charts' descriptions and axes.
  assert(page.split(HOSTILE.slice(0, 20)).length > 5);
  assertStringIncludes(page, "<title>A run &amp; its &lt;films&gt;</title>");
});

Deno.test("reportPage() shows every row, section and figure", () => {
  for (const name of ["random", "hub", "cohash"]) {
    assertStringIncludes(page, `<th scope="row">${name}</th>`);
  }
  for (const id of ["gallery", "results", "data", "conventions"]) {
    assertStringIncludes(page, `<section id="${id}">`);
  }
  assertEquals(page.match(/class="chart" role="img" aria-labelledby="/g)?.length, 9);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assertEquals(new Set(ids).size, ids.length);
});

Deno.test("reportPage() links only to sections that exist", () => {
  for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) assertStringIncludes(page, ` id="${id}"`);
  for (const [, ids] of page.matchAll(/aria-labelledby="([^"]+)"/g)) {
    for (const id of ids!.split(" ")) assertStringIncludes(page, ` id="${id}"`);
  }
});

Deno.test("reportPage() marks shared findings by a tick and counts them", () => {
  assertStringIncludes(page, `<li class="shared">✓\u00a0${HOSTILE}</li>`);
  assertStringIncludes(page, "<li>Hernia</li>");
  assertStringIncludes(page, "✓ shares 1 of 2");
  assertStringIncludes(page, "✗ shares none");
  assertStringIncludes(page, "no finding");
});

Deno.test("reportPage() says what is unknown, and counts it as neither shared nor missing", async () => {
  assertStringIncludes(page, "✓ shares 1 of 1");
  assertStringIncludes(page, "? unknown what it shares");
  assertStringIncludes(page, '<li class="none">findings unknown</li>');
  assert(!page.includes("count as absent"));
  const { dataset, ...rest } = sampleReport();
  const labels = [{ name: "Hernia", films: 10, unknown: 60 }];
  const partly = await reportPage({ ...rest, dataset: { ...dataset, labels } });
  assertStringIncludes(partly, "10 (25.0 %); unknown 60");
  assertStringIncludes(partly, "Findings that are unknown count as absent here.");
});

Deno.test("reportPage() is the same page each time", async () => {
  assertEquals(await reportPage(sampleReport()), page);
});

Deno.test("reportPage() leaves out what a run does not have", async () => {
  const { title, bits, dataset } = sampleReport();
  const bare = await reportPage({ title, bits, dataset, rows: [], conventions: {}, config: {} });
  assertStringIncludes(bare, "No results yet.");
  assert(!/<svg|id="gallery"|NaN|undefined/.test(bare));
});

Deno.test("reportPage() shows dashes for scores that have no value", async () => {
  const missing = { ...resultRow("cohash", NaN), map: null, mapInterval: null };
  const text = await reportPage({ ...sampleReport(), rows: [missing] });
  assert(!/NaN|null/.test(text));
});

Deno.test("flatten() names the leaves of a nested object by their path", () => {
  assertEquals(flatten({ loss: { epsilon: 0.1, kinds: ["a"] }, k: Infinity, none: null }), [
    ["loss.epsilon", "0.1"],
    ["loss.kinds", '["a"]'],
    ["k", "Infinity"],
    ["none", "null"],
  ]);
});
