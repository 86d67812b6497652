import { assert, assertEquals } from "@std/assert";
import { textWidth, wrapText } from "../../lib/charts/text_width.ts";

Deno.test("textWidth() is near the widths of DejaVu Sans", () => {
  // Sums of the advance widths in the font's own table, in em.
  const measured = {
    "Atelectasis": 5.459,
    "Pleural thickening": 8.978,
    "0123456789": 6.362,
    "Hernia (11,559)": 7.9,
    "MMM": 2.588,
    "Given this finding (films) …": 13.618,
  };
  for (const [text, width] of Object.entries(measured)) {
    const ratio = textWidth(text) / width;
    assert(ratio > 0.96 && ratio < 1.1, `${text}: ${ratio}`);
  }
  assertEquals(textWidth(""), 0);
});

Deno.test("wrapText() breaks at spaces and keeps every word", () => {
  assertEquals(wrapText("a bb ccc", 1.5), ["a", "bb", "ccc"]);
  assertEquals(wrapText("a bb ccc", 100), ["a bb ccc"]);
  assertEquals(wrapText("", 10), [""]);
});
