import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import sharp from "sharp";
import { greyImage, pngDataUri } from "../../lib/report/film_image.ts";
import { tieBand } from "../../lib/charts/tie_band.ts";
import { renderPng, renderSvg } from "../../lib/charts/render.ts";
import { resultRow } from "../report/run/sample_report.ts";

const SPEC = tieBand([resultRow("random", 0.3), resultRow("cohash", 0.7)]);

Deno.test("renderSvg() is repeatable", async () => {
  assertEquals(await renderSvg(SPEC), await renderSvg(SPEC));
});

Deno.test("renderPng() draws the chart, text included, at the scale asked for", async () => {
  const one = sharp(await renderPng(SPEC, { scale: 1 }));
  const two = await sharp(await renderPng(SPEC)).metadata();
  const { width = 0, height = 0 } = await one.metadata();
  assert(Math.abs(two.width! - 2 * width) <= 1 && Math.abs(two.height! - 2 * height) <= 1);
  // The title is in the upper left corner; without a font it would stay white.
  const title = await one.extract({ left: 0, top: 0, width: 150, height: 25 }).greyscale().stats();
  assert(title.channels[0]!.min < 100);
});

Deno.test("pngDataUri() keeps every pixel", async () => {
  const pixels = Uint8Array.of(0, 50, 100, 150, 200, 255);
  const uri = await pngDataUri({ width: 3, height: 2, pixels });
  const png = Uint8Array.fromBase64(uri.replace("data:image/png;base64,", ""));
  const { data, info } = await sharp(png).toColourspace("b-w").raw()
    .toBuffer({ resolveWithObject: true });
  assertEquals([info.width, info.height, info.channels], [3, 2, 1]);
  assertEquals(Uint8Array.from(data), pixels);
});

Deno.test("pngDataUri() refuses pixels that do not fill the image", async () => {
  await assertRejects(
    () => pngDataUri({ width: 3, height: 2, pixels: new Uint8Array(5) }),
    RangeError,
    "expected 3 × 2 pixels, received 5",
  );
});

Deno.test("greyImage() clips to the range of a byte", () => {
  const { pixels } = greyImage(Float32Array.of(-1, 0, 0.5, NaN, 1, 2, 0, 0, 0), 3);
  assertEquals([...pixels.subarray(0, 6)], [0, 0, 128, 0, 255, 255]);
  assertThrows(() => greyImage(new Float32Array(5), 2), RangeError, "expected 2 × 2 values");
});
