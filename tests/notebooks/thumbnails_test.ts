import { assert, assertEquals, assertRejects } from "@std/assert";
import { loadDataset, parseConfig } from "../../lib/mod.ts";
import { thumbnails } from "../../notebooks/thumbnails.ts";

const { data } = parseConfig({
  data: { kind: "phantom", films: 20, imageSize: 64 },
  backbone: { kind: "features" },
});
const films = await loadDataset(data, { seed: 0 });

Deno.test("thumbnails() gives the mean grey of every block, film by film", async () => {
  const { inputs } = await thumbnails(films, 16);
  assert(inputs.kind === "features" && films.inputs.kind === "images");
  assertEquals(inputs.width, 256);
  const pixels = await films.inputs.read([2]);
  // The block in the second row and the third column of 4 × 4 blocks of pixels.
  const block = [0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3].map((x) => pixels[(4 + y) * 64 + 8 + x]!));
  const mean = block.reduce((sum, value) => sum + value, 0) / 16;
  const features = await inputs.read([0, 2]);
  assertEquals(features[256 + 16 + 2]!.toFixed(5), mean.toFixed(5));
});

Deno.test("thumbnails() refuses a size that does not divide the films'", async () => {
  await assertRejects(() => thumbnails(films, 15), RangeError, "15 divides");
});
