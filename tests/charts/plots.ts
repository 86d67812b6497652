/**
 * Test plots: charts that are kept as Vega-Lite specifications, one JSON file each in `plots/`,
 * without the theme, which all have in common. They are the gallery of the charts and their tests
 * at once; any Vega-Lite editor shows them. To take over what charts have become:
 *
 * ```sh
 * deno test -A tests/charts -- --update
 * ```
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { compile, type TopLevelSpec } from "vega-lite";
import { renderSvg } from "../../lib/charts/render.ts";
import { THEME, TONES } from "../../lib/charts/theme.ts";

const UPDATE = Deno.args.includes("--update");

/** Tests that a chart is as its file says, and draws well. The name is the file's. */
export function testPlot(name: string, spec: TopLevelSpec): void {
  Deno.test(`the plot ${name} keeps its specification`, () => keepsSpecification(name, spec));
  Deno.test(`the plot ${name} draws in the colours that a page can turn dark`, async () => {
    const known = new Set(["none", "transparent", ...TONES.map(({ light }) => light)]);
    const svg = await renderSvg(spec);
    const used = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour!);
    assert(used.length > 10);
    assertEquals(used.filter((colour) => !known.has(colour)), []);
    // References by id would meet those of the other charts in the page.
    assert(!/ id=|url\(/.test(svg));
  });
  testDrawing(name, spec);
}

/** Tests that a chart draws, however little there is to draw. */
export function testDrawing(name: string, spec: TopLevelSpec): void {
  Deno.test(`the plot ${name} compiles without a warning and renders without a NaN`, async () => {
    const warnings: unknown[] = [];
    const logger = {
      level: () => logger,
      error: (...messages: unknown[]) => (warnings.push(...messages), logger),
      warn: (...messages: unknown[]) => (warnings.push(...messages), logger),
      info: () => logger,
      debug: () => logger,
    };
    compile(spec, { logger });
    assertEquals(warnings, []);
    assert(!/NaN|undefined|Infinity/.test(await renderSvg(spec)));
  });
}

async function keepsSpecification(name: string, spec: TopLevelSpec): Promise<void> {
  const { config, ...own } = spec;
  assertEquals(config, THEME);
  await keepsJson(name, own);
}

/** Asserts that a value is what its file in `plots/` holds; with `--update` the file follows. */
export async function keepsJson(name: string, value: unknown): Promise<void> {
  const file = new URL(`plots/${name}.json`, import.meta.url);
  const text = JSON.stringify(value, null, 2) + "\n";
  if (UPDATE) return await Deno.writeTextFile(file, text);
  assertEquals(JSON.parse(text), JSON.parse(await Deno.readTextFile(file)));
}
