import { assertEquals } from "@std/assert";
import { chartSubtitle, chartTitle, THEME, TONES } from "../../lib/charts/theme.ts";
import { keepsJson } from "./plots.ts";

Deno.test("THEME is as its file says", () => keepsJson("theme", THEME));

Deno.test("no two tones share a light colour, since a page finds the dark one by it", () => {
  assertEquals(new Set(TONES.map(({ light }) => light)).size, TONES.length);
});

Deno.test("chartTitle() breaks a subtitle that is wider than the plot", () => {
  assertEquals(chartTitle("Title", "Short", 100), { text: "Title", subtitle: "Short" });
  const { subtitle } = chartTitle(
    "Title",
    "Pale band: every tie lost to every tie won, line: the expected mAP",
    100,
  );
  assertEquals(subtitle, ["Pale band: every tie lost to every tie won, line: the expected", "mAP"]);
});

Deno.test("chartSubtitle() gives back what was broken into lines", () => {
  const spec = { data: { values: [] }, mark: "point" as const };
  const long = "Pale band: every tie lost to every tie won, line: the expected mAP";
  assertEquals(chartSubtitle({ ...spec, title: chartTitle("Title", long, 100) }), long);
  assertEquals(chartSubtitle({ ...spec, title: chartTitle("Title", "Short", 100) }), "Short");
  assertEquals(chartSubtitle(spec), "");
});
