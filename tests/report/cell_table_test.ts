import { assertEquals, assertStringIncludes } from "@std/assert";
import { cellMarkdown, layOutTable, plainTable } from "../../lib/report/cell_table.ts";
import { htmlTable } from "../../lib/report/html_table.ts";

const table = layOutTable([
  { finding: "Edema", films: 2303, share: 0.0205 },
  { finding: "a|b <c>", films: NaN, share: null },
], { decimals: 2 });

Deno.test("layOutTable() gives numbers of a column the same decimals, and – where there is none", () => {
  assertEquals(table.titles, ["finding", "films", "share"]);
  assertEquals(table.cells, [["Edema", "2,303", "0.02"], ["a|b <c>", "–", "–"]]);
  assertEquals(table.isNumeric, [false, true, true]);
});

Deno.test("layOutTable() of no rows has no columns", () => {
  assertEquals(layOutTable([]), { titles: [], cells: [], isNumeric: [] });
});

Deno.test("plainTable() lines numbers up on the right and names on the left", () => {
  assertEquals(
    plainTable(table),
    [
      "finding  films  share",
      "Edema    2,303   0.02",
      "a|b <c>      –      –",
    ].join("\n"),
  );
});

Deno.test("cellMarkdown() escapes what would end a cell", () => {
  assertEquals(
    cellMarkdown(table),
    [
      "| finding | films | share |",
      "| :-- | --: | --: |",
      "| Edema | 2,303 | 0.02 |",
      "| a\\|b <c> | – | – |",
    ].join("\n"),
  );
});

Deno.test("htmlTable() escapes names and sets numbers flush right", async () => {
  const html = await htmlTable(table);
  assertStringIncludes(html, '<td style="text-align: left">a|b &lt;c&gt;</td>');
  assertStringIncludes(html, '<td style="text-align: right">2,303</td>');
});
