import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseTable } from "../../lib/data/tables/parse_table.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import {
  notebookTables,
  studyCsv,
  studyJson,
  studyLatex,
  studyMarkdown,
  studyText,
} from "../../lib/study/formats.ts";
import { chartOf, chartsOf, studyPage } from "../../lib/study/page.ts";
import { type Cell, type CellScore, markOf, type StudyResults } from "../../lib/study/results.ts";

function score(mean: number, difference: number | null): CellScore {
  return {
    mean,
    deviation: 0.0031,
    interval: [mean - 0.01, mean + 0.01],
    comparison: difference === null ? null : {
      difference,
      interval: [difference - 0.004, difference + 0.004],
      overSeeds: [difference - 0.002, difference + 0.002],
      p: 0.001,
      corrected: 0.004,
      higher: difference > 0 ? 2 : 1,
      lower: difference > 0 ? 0 : 1,
    },
  };
}

function cell(row: string, column: string, mean: number | null, gain: number | null): Cell {
  const state = mean === null ? "not started" : "finished";
  const folder = `/out/mine/runs/${row.replace(/\W+/g, "-")}${column && `/${column}`}`;
  return {
    row,
    column,
    runs: [0, 1].map((seed) => ({ seed, folder: `${folder}/seed-${seed}`, state })),
    validation: mean,
    isChosen: row === "graph_τ|2",
    scores: mean === null ? null : {
      "macro-ap": score(mean, gain),
      "ndcg@100:jaccard": score(mean + 0.1, gain),
      map: score(mean + 0.2, gain && -gain),
    },
  };
}

const PLAIN: StudyResults = {
  name: "mine",
  study: {
    question: "Does <b>it</b> help 50 %?",
    baseline: "fixed",
    rows: ["fixed", "graph_τ|2", "late"].map((name) => ({ name, changes: {} })),
  },
  blocks: [{
    view: { database: "train", ask: "code" },
    cells: [
      cell("fixed", "", 0.41, null),
      cell("graph_τ|2", "", 0.4234, 0.0134),
      cell("late", "", null, null),
    ],
  }],
  controls: [],
  scores: ["macro-ap", "ndcg@100:jaccard", "map"],
  selectBy: "ndcg@100:jaccard",
  overFolds: false,
};

const GRID: StudyResults = {
  ...PLAIN,
  study: {
    ...PLAIN.study,
    rows: PLAIN.study.rows.slice(0, 2),
    columnTitle: "bits",
    columns: ["16", "32"].map((name) => ({ name, changes: {} })),
  },
  blocks: [{
    view: { database: "train", ask: "code" },
    cells: [
      cell("fixed", "16", 0.41, null),
      cell("fixed", "32", 0.43, null),
      cell("graph_τ|2", "16", 0.42, 0.01),
      cell("graph_τ|2", "32", null, null),
    ],
  }],
};

/** Two views, seeds with networks of their own, and what no training reaches. */
const VIEWS: StudyResults = {
  ...PLAIN,
  blocks: [
    { view: { database: "unseen", ask: "code" }, cells: PLAIN.blocks[0]!.cells },
    {
      view: { database: "unseen", ask: "expected" },
      cells: [
        cell("fixed", "", 0.45, null),
        cell("graph_τ|2", "", 0.44, -0.01),
        cell("late", "", null, null),
      ],
    },
    { view: { database: "train", ask: "code" }, cells: PLAIN.blocks[0]!.cells },
  ],
  controls: (["unseen", "train"] as const).map((database, d) => ({
    database,
    rows: (["random", "hub"] as const).map((name, r) => ({
      name,
      scores: Object.fromEntries(
        PLAIN.scores.map((score) => [score, { mean: 0.1 + r / 5 + d / 50, deviation: 0.002 }]),
      ),
    })),
  })),
  overFolds: true,
};

const FORMATS = { studyCsv, studyJson, studyLatex, studyMarkdown, studyText };

for (const [name, format] of Object.entries(FORMATS)) {
  for (const [kind, results] of Object.entries({ PLAIN, GRID, VIEWS })) {
    Deno.test(`${name}() keeps its text (${kind})`, (t) =>
      t.assertSnapshot(format(results, "/out/mine")));
  }
}

for (const [kind, results] of Object.entries({ PLAIN, GRID })) {
  Deno.test(`chartOf() draws numbers (${kind})`, async () => {
    const svg = await renderSvg(chartOf(results, "map"));
    assert(!svg.includes("NaN"));
    assertStringIncludes(svg, "graph_τ|2");
  });
}

Deno.test("chartsOf() draws every score in every view, and says which", () => {
  const names = chartsOf(VIEWS).map(({ name }) => name);
  assertEquals(names.length, 9);
  assertEquals(names.slice(2, 4), ["map-unseen-code", "macro-ap-unseen-expected"]);
  const { chart } = chartsOf(VIEWS)[5]!;
  assertStringIncludes(
    JSON.stringify(chart.title),
    "mAP. Database unseen, asked (expected relevance)",
  );
  assertEquals(chartsOf(PLAIN).map(({ name }) => name), ["macro-ap", "ndcg-100-jaccard", "map"]);
});

Deno.test("chartOf() draws a grid over levels as lines, and other grids as shades", async () => {
  const study = { baseline: "row 0", columnTitle: "setting" };
  const drawn = async (
    rows: readonly string[],
    columns: readonly string[],
    choose?: "over all",
  ) => {
    const cells = rows.flatMap((row, i) => columns.map((column) => cell(row, column, i / 20, 0)));
    const svg = await renderSvg(
      chartOf({
        study: { ...study, ...choose && { choose } },
        blocks: [{ view: { database: "train", ask: "code" }, cells }],
      }, "map"),
    );
    return svg.includes(">.200<") ? "shades" : "lines";
  };
  const numbered = Array.from({ length: 9 }, (_, i) => `row ${i}`);
  const named = [..."abcdefghi"];
  assertEquals(await drawn(numbered, ["16", "32"], "over all"), "lines");
  assertEquals(await drawn(named, ["16", "32"], "over all"), "shades");
  assertEquals(await drawn(named, ["√K", "8"]), "shades");
  assertEquals(await drawn(named, ["16", "32"]), "lines");
});

Deno.test("studyCsv() is a table that a reader of CSV files understands", () => {
  const { header, rows } = parseTable(studyCsv(PLAIN, "/out/mine"), "results.csv");
  assertEquals(rows.length, 9);
  const cellOf = (row: number, name: string) => rows[row]![header.indexOf(name)];
  assertEquals([cellOf(3, "row"), cellOf(3, "score")], ["graph_τ|2", "macro-ap"]);
  assertEquals([cellOf(3, "mean"), cellOf(3, "p_holm")], ["0.4234", "0.004"]);
  assertEquals(cellOf(3, "runs"), "runs/graph_-2/seed-0 runs/graph_-2/seed-1");
  assertEquals([cellOf(8, "mean"), cellOf(8, "seeds")], ["", "0"]);
});

Deno.test("notebookTables() shows the scores that are asked for, without links", () => {
  const { markdown, text } = notebookTables(GRID, ["map"]);
  assertEquals(markdown.split("\n\n").slice(0, 2), [
    "**mAP**",
    "|  | 16 | 32 |\n| :-- | --: | --: |\n" +
    "| fixed (baseline) | .610 ± .003 [.600, .620] | **.630** ± .003 [.620, .640] |\n" +
    "| graph\\_τ\\|2 | **.620** ✓ ± .003 [.610, .630] ▽ | – ✓ |",
  ]);
  assert(!markdown.includes("Macro AP") && !text.includes("Macro AP"));
  assertStringIncludes(text, "graph_τ|2  *.620 ✓ ± .003 ▽           – ✓");
  assertStringIncludes(text, "*: best of its column, on the queries. ✓: chosen");
});

Deno.test("notebookTables() shows the one table of a study without columns", () => {
  const { markdown } = notebookTables(PLAIN, ["map"]);
  assertStringIncludes(markdown, "|  | Macro AP | NDCG@100 (Jaccard) | mAP |");
});

Deno.test("studyPage() escapes names, loads nothing and links every score", async () => {
  const page = await studyPage(PLAIN, "/out/mine");
  assertStringIncludes(page, "Mean over seeds with its 95 % interval over patients. Dashes: the");
  assertStringIncludes(page, "Does &lt;b&gt;it&lt;/b&gt; help 50 %?");
  assert(!/<script|src=|https?:(?!\/\/www\.w3\.org)/.test(page));
  assertStringIncludes(page, '<a href="runs/graph_-2">.423</a>');
  assertStringIncludes(page, "late, seed 1 (not started)");
});

Deno.test("markOf() wants the test and every seed", () => {
  const comparison = {
    difference: 0.1,
    interval: null,
    overSeeds: null,
    p: 0.01,
    corrected: 0.03,
  };
  assertEquals(markOf({ ...comparison, higher: 5, lower: 0 }), "▲");
  assertEquals(markOf({ ...comparison, higher: 4, lower: 1 }), "△");
  assertEquals(markOf({ ...comparison, difference: -0.1, higher: 0, lower: 5 }), "▼");
  assertEquals(markOf({ ...comparison, difference: -0.1, higher: 1, lower: 4 }), "▽");
  assertEquals(markOf({ ...comparison, corrected: 0.05, higher: 5, lower: 0 }), "");
  assertEquals(markOf(null), "");
});
