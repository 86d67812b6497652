import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { resultCells } from "../../lib/charts/score_columns.ts";
import { resultMarkdown, resultTable } from "../../lib/report/text_table.ts";
import { resultRow } from "./run/sample_report.ts";

const ROWS = [resultRow("random", 0.3), resultRow("cohash", 0.7)];
const SCORES = ["macro-ap", "map"];

Deno.test("resultTable() aligns scores, stars the best and explains the marks", () => {
  assertEquals(resultTable(ROWS, { scores: SCORES, colour: false }).split("\n"), [
    "──────────────────────────────────",
    "        Macro",
    "           AP                mAP",
    "──────────────────────────────────",
    " random  .200  .300 [.290, .310]",
    " cohash *.600 *.700 [.690, .710]",
    "──────────────────────────────────",
    "* best of its column. [low, high]: 95 % interval over patients. –: no value. " +
    "Higher is better.",
    "random: films in random order; what a score is worth when nothing was learned.",
  ]);
});

Deno.test("resultTable() is plain without colour and bold with it", () => {
  // deno-lint-ignore no-control-regex
  const escapes = /\x1b\[\d+m/g;
  const plain = resultTable(ROWS, { colour: false });
  const coloured = resultTable(ROWS, { colour: true });
  assert(!escapes.test(plain));
  assertStringIncludes(coloured, "\x1b[1m");
  assertEquals(coloured.replace(escapes, ""), plain);
});

Deno.test("resultTable() and resultMarkdown() say so when there are no rows", () => {
  assertEquals(resultTable([]), "No results.");
  assertEquals(resultMarkdown([]), "No results.");
});

Deno.test("resultTable() shows a dash for missing scores and never calls them best", () => {
  const missing = {
    ...resultRow("cohash", NaN),
    scores: { map: null, wap: NaN },
    intervals: { map: null },
  };
  const table = resultTable([missing, { ...missing, name: "hub" }], { colour: false });
  assert(!/NaN|null|\*–/.test(table));
  assertStringIncludes(table, "–");
});

Deno.test("resultMarkdown() keeps one line a row whatever a method is called", () => {
  const markdown = resultMarkdown([resultRow("a|b\n*c*", 0.5), ROWS[1]!], { scores: SCORES });
  assertEquals(markdown.split("\n").slice(0, 4), [
    "|  | Macro AP | mAP |",
    "| :-- | --: | --: |",
    "| a\\|b \\*c\\* | .400 | .500 [.490, .510] |",
    "| cohash | **.600** | **.700** [.690, .710] |",
  ]);
});

Deno.test("resultCells() marks all that print like the best, and none in a single row", () => {
  const close = [resultRow("a", 0.70001), resultRow("b", 0.70002), resultRow("c", 0.6)];
  assertEquals(resultCells(close, SCORES).map((cells) => cells.map(({ best }) => best)), [
    [true, true],
    [true, true],
    [false, false],
  ]);
  assert(resultCells([ROWS[0]!]).flat().every(({ best }) => !best));
});

Deno.test("resultCells() marks no end of ties as the best, since a random order has the widest", () => {
  const ends = ["map:pessimistic", "map:optimistic"];
  assertEquals(resultCells(ROWS, ends).flat().map(({ best }) => best), [
    false,
    false,
    false,
    false,
  ]);
});
