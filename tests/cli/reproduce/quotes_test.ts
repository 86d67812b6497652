import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parse } from "csv-parse/sync";
import { InputError } from "../../../lib/base/errors.ts";
import { CODE_LENGTHS } from "../../../lib/study/study.ts";
import { configOf } from "../../../cli/shipped.ts";
import { type Claim, columnsBelow, type Quote, scoresBelow } from "../../../cli/reproduce/claim.ts";
import { CLAIMS } from "../../../cli/reproduce/claims.ts";
import { compareFigures } from "../../../cli/reproduce/figure.ts";
import { type Page, readPages } from "../../../cli/reproduce/page.ts";
import { readFigures } from "../../../cli/reproduce/quotes.ts";
import { sourceOf } from "../../../cli/reproduce/sources.ts";

const PAGES = await readPages();

const PEERS: Claim = {
  name: "peers",
  data: "chexnet_probs",
  source: { kind: "study", study: "peers", seeds: 5 },
  quotes: [{
    page: "docs/table.md",
    table: scoresBelow({ rows: { "HyP²": "hyp2" }, column: "32" }),
    sentences: [{ text: "with {} films", figures: [{ row: "hyp2", column: "32", score: "map" }] }],
  }],
};

const LENGTHS: Claim = {
  name: "lengths",
  data: "chexnet_probs",
  source: {
    kind: "runs",
    config: "chexnet_probs",
    rows: [
      { name: "cohash", changes: {} },
      { name: "orthohash", changes: { method: "orthohash" } },
    ],
    columns: CODE_LENGTHS.filter(({ name }) => ["16", "32", "64"].includes(name)),
  },
  quotes: [],
};

const TABLE = `
Text with 1,589 films (\`--set a=0.5\`).

<!-- figures: peers -->

| method             | year |                            mAP | kind |
| ------------------ | ---: | -----------------------------: | ---- |
| [HyP²](peers.md)   | 2022 |                    .420 ± .002 | pair |
| **cohash**         | 2024 | **[.423](runs/x) ± .003** ▲    | –    |
| \`csq\` (baseline) | 2020 | _.411_ ± .003 [.405, .419] ▼   | hash |
| lsh                | 2004 |                              – | none |

\`\`\`
a code block with .123
\`\`\`
`;

/** The page that {@linkcode PEERS} are quoted on. */
function pageOf(text: string): Page {
  return { path: "docs/table.md", text };
}

Deno.test("every figure of every page has a claim, and every claim its figures", () => {
  const figures = readFigures(PAGES, CLAIMS);
  for (const claim of CLAIMS) {
    for (const { page } of claim.quotes) {
      const own = figures.filter((figure) => figure.claim === claim && figure.page === page);
      assert(own.length > 0, `${claim.name} on ${page}`);
    }
  }
  assertEquals(new Set(CLAIMS.map(({ name }) => name)).size, CLAIMS.length);
});

Deno.test("readPages() reads the README and every page of docs", async () => {
  const docs = await Array.fromAsync(
    Deno.readDir(new URL("../../../docs", import.meta.url)),
    ({ name }) => `docs/${name}`,
  );
  const paths = PAGES.map(({ path }) => path);
  const wanted = ["README.md", ...docs.filter((path) => path.endsWith(".md")).sort()];
  assertEquals(paths.slice(0, wanted.length), wanted);
});

Deno.test("every claim is one that its source can make", async () => {
  for (const [claim, own] of Map.groupBy(readFigures(PAGES, CLAIMS), ({ claim }) => claim)) {
    const { problemWith } = await sourceOf(claim, { settings: [], folder: "out" });
    for (const { address } of own) assertEquals(problemWith(address), undefined, claim.name);
  }
});

Deno.test("a figure of a page that is changed by more than its interval is found", () => {
  const before = readFigures(PAGES, CLAIMS);
  for (const [i, { quoted, claim }] of before.entries()) {
    if (quoted.deviation === null && quoted.interval === null) continue;
    const spread = quoted.deviation ?? 0;
    const [low, high] = quoted.interval ?? [-1, 1].map((sign) => quoted.value + sign * spread);
    for (const end of [low! - 0.01, high! + 0.01]) {
      const now = { ...quoted, value: end };
      assertEquals(compareFigures(quoted, now, claim), "outside", `${claim.name}: ${quoted.text}`);
    }
    assertEquals(compareFigures(quoted, before[i]!.quoted, claim), "same");
  }
  const { page, quoted: { text, interval } } = before.find(({ quoted }) => quoted.interval)!;
  const changed = text.replace(/^\S+/, (interval![1] + 0.05).toFixed(3));
  const edited = PAGES.map((there) =>
    there.path === page ? { ...there, text: there.text.replace(text, changed) } : there
  );
  const verdicts = readFigures(edited, CLAIMS).map(({ quoted, claim }, i) =>
    compareFigures(quoted, before[i]!.quoted, claim)
  );
  assertEquals(verdicts.filter((verdict) => verdict === "outside").length, 1);
});

Deno.test("readFigures() reads past links, bold type, marks and columns without figures", () => {
  const figures = readFigures([pageOf(TABLE)], [PEERS]);
  assertEquals(figures.map(({ address }) => address.row), ["hyp2", "cohash", "csq", "hyp2"]);
  const [hyp2, cohash, csq, films] = figures.map(({ quoted }) => quoted);
  assertEquals([hyp2!.value, hyp2!.deviation, hyp2!.mark], [0.42, 0.002, ""]);
  assertEquals([cohash!.text, cohash!.mark], [".423 ± .003 ▲", "▲"]);
  assertEquals(csq!.interval, [0.405, 0.419]);
  assertEquals(films!.value, 1589);
});

for (const study of ["components", "graph"]) {
  Deno.test(`readFigures() reads the table that the study ${study} wrote`, async () => {
    const results = new URL(`../../../experiments/results/${study}/`, import.meta.url);
    const markdown = await Deno.readTextFile(new URL("results.md", results));
    const [titles, ...lines] = parse(
      await Deno.readTextFile(new URL("results.csv", results)),
    );
    const csv = lines.map((line) => new Map(titles!.map((title, c) => [title, line[c]!])));
    const claim: Claim = {
      name: study,
      data: "chexnet_probs",
      source: { kind: "study", study, seeds: 5 },
      quotes: [{ page: "docs/table.md", table: scoresBelow() }],
    };
    const marked = markdown.replace("\n\n|", `\n\n<!-- figures: ${study} -->\n\n|`);
    const figures = readFigures([pageOf(marked)], [claim]);
    assertEquals(figures.length, csv.length);
    for (const { address, quoted } of figures) {
      const line = csv.find((line) =>
        line.get("row") === address.row && line.get("score") === address.score
      )!;
      const [value, deviation, low, high] = ["mean", "sd", "low", "high"]
        .map((title) => Number(line.get(title)));
      const now = {
        value: value!,
        deviation: deviation!,
        interval: [low!, high!],
        mark: line.get("mark")!,
      } as const;
      assertEquals(compareFigures(quoted, now), "same", `${address.row} ${address.score}`);
    }
  });
}

Deno.test("columnsBelow() takes every head for a column of the study", () => {
  const table = columnsBelow("map", { rows: { OrthoHash: "orthohash" } });
  const expected = { row: "orthohash", column: "64", score: "map" } as const;
  assertEquals(table("OrthoHash (baseline)", "64"), expected);
});

/** Asserts that a changed text, claim or quote is refused, with these words. */
function assertRefused(
  words: string,
  { text = TABLE, claim = {}, quote = {} }: {
    readonly text?: string;
    readonly claim?: Partial<Claim>;
    readonly quote?: Partial<Quote>;
  },
): void {
  const quotes = [{ ...PEERS.quotes[0]!, ...quote }];
  assertThrows(
    () => readFigures([pageOf(text)], [{ ...PEERS, quotes, ...claim }]),
    InputError,
    words,
  );
}

Deno.test("readFigures() names a table without a claim and a claim without a table", () => {
  assertRefused("docs/table.md: <!-- figures: peers --> marks 0 tables instead of one", {
    text: TABLE.replace("<!-- figures: peers -->", ""),
  });
  assertRefused("has figures and no <!-- figures: … -->", {
    text: TABLE.replace("<!-- figures: peers -->", ""),
  });
  assertRefused("<!-- figures: peers --> has no claim here", { claim: { name: "others" } });
  assertRefused("<!-- figures: peers --> marks 2 tables", { text: TABLE + TABLE });
  assertRefused("no table follows <!-- figures: peers -->", {
    text: TABLE.replace("peers -->", "peers -->\n\nText."),
  });
  assertRefused("<!-- figures: peers --> has no claim here", {
    claim: { quotes: [{ page: "docs/table.md" }] },
  });
});

Deno.test("readFigures() tells one page's figures from another's", () => {
  const [quote] = PEERS.quotes;
  const pages = [pageOf(TABLE), { path: "docs/other.md", text: TABLE }];
  const everywhere = { ...PEERS, quotes: [quote!, { ...quote!, page: "docs/other.md" }] };
  const found = readFigures(pages, [everywhere]);
  assertEquals(found.length, 8);
  assertEquals(found[7]!.page, "docs/other.md");
  assertThrows(
    () => readFigures(pages, [PEERS]),
    InputError,
    "docs/other.md: <!-- figures: peers --> has no claim here",
  );
  assertRefused("peers is on no page: docs/gone.md", { quote: { page: "docs/gone.md" } });
});

Deno.test("readFigures() names a cell that is no figure and a figure that nothing checks", () => {
  assertRefused('".420 or so" in the row "HyP²" below "mAP" of peers is no figure', {
    text: TABLE.replace(".420 ± .002", ".420 or so"),
  });
  assertRefused('".5" in the row "HyP²" below "kind"'.replace(".5", ".55"), {
    text: TABLE.replace("pair", ".55"),
  });
  assertRefused('no claim checks .314 in "It scores .314 on Sundays."', {
    text: TABLE + "\nIt scores .314 on Sundays.\n",
  });
  assertRefused("no claim checks .314", { text: TABLE + "\n1. One\n2. Or **.314**\n" });
});

Deno.test("readFigures() names a sentence that is gone, not unique or of other figures", () => {
  assertRefused('"with {} films" of peers stands nowhere', {
    text: TABLE.replace("films", "images"),
  });
  assertRefused("stands in 2 paragraphs", { text: TABLE + "\nAnd with 3 films.\n" });
  assertRefused('"with {} films" has 1 figures, its claim 0', {
    quote: { sentences: [{ text: "with {} films", figures: [] }] },
  });
});

Deno.test("a source refuses rows, columns and scores that it does not have", async () => {
  const { problemWith } = await sourceOf(PEERS, { settings: [], folder: "out" });
  const score = "map";
  assertStringIncludes(problemWith({ row: "cqs", column: "32", score })!, 'did you mean "csq"?');
  assertStringIncludes(problemWith({ row: "csq", score })!, 'no column ""');
  assertStringIncludes(problemWith({ row: "csq", column: "32", score: "wap" })!, 'no score "wap"');
  assertStringIncludes(
    problemWith({ row: "cohash", column: "32", score, lead: "here" })!,
    "cohash is the baseline itself",
  );
  assertEquals(problemWith({ row: "csq", score, lead: "largest" }), undefined);
  const runs = await sourceOf(LENGTHS, { settings: [], folder: "out" });
  assertStringIncludes(problemOf(runs, "48")!, 'no column "48"');
  assertEquals(problemOf(runs, "64"), undefined);
  assertEquals(runs.runs.map(({ config }) => config.codes.bits), [16, 32, 64, 16, 32, 64]);
  // As `deno task train` has it, while studies set the number of threads.
  const { engine } = await configOf("chexnet_probs");
  assert(runs.runs.every(({ config }) => JSON.stringify(config.engine) === JSON.stringify(engine)));
});

function problemOf({ problemWith }: Awaited<ReturnType<typeof sourceOf>>, column: string) {
  return problemWith({ row: "lsh", column, score: "map" });
}

Deno.test("a claim has a table for each view, told apart by their markers", async () => {
  const view = { database: "train", ask: "expected" } as const;
  const page = "docs/table.md";
  const claim: Claim = {
    ...PEERS,
    quotes: [
      { page, table: scoresBelow({ column: "32" }) },
      { page, marker: "peers-asked", table: scoresBelow({ column: "32", view }) },
    ],
  };
  const table = (marker: string, figure: string) =>
    `<!-- figures: ${marker} -->\n\n| | mAP |\n| --- | --- |\n| csq | ${figure} |\n\n`;
  const text = table("peers", ".411") + table("peers-asked", ".423");
  const figures = readFigures([pageOf(text)], [claim]);
  assertEquals(figures.map(({ address, quoted }) => [address.view, quoted.value]), [
    [undefined, 0.411],
    [view, 0.423],
  ]);

  const { problemWith } = await sourceOf(claim, { settings: [], folder: "out" });
  const asked = { row: "hub", score: "map", view };
  assertEquals(problemWith(asked), undefined);
  const byTarget = { database: "train", ask: "target" } as const;
  assertStringIncludes(
    problemWith({ row: "csq", column: "32", score: "map", view: byTarget })!,
    'there is no way to ask "target"',
  );
});
