import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import sharp, { type Channels } from "sharp";
import { decodeFilm } from "../../../lib/data/images/decode.ts";
import { resizeFilm } from "../../../lib/data/images/resize.ts";
import { InputError } from "../../../lib/base/errors.ts";

const SIZE = 16;
const PIXELS = SIZE * SIZE;
const GRAY = Uint8Array.from({ length: PIXELS }, (_, i) => i * 7 % 256);

const decode = (bytes: Uint8Array, size = SIZE, fit: "squash" | "crop" | "pad" = "squash") =>
  decodeFilm(bytes, "film", { size, fit, window: "file" });

/** An image whose colour channels are all the same, and whose alpha channel is opaque. */
function picture(samples: Uint8Array | Uint16Array, channels: Channels, width = SIZE) {
  const opaque = samples instanceof Uint8Array ? 255 : 65535;
  const colours = channels > 2 ? 3 : 1;
  const data = samples instanceof Uint8Array
    ? new Uint8Array(samples.length * channels)
    : new Uint16Array(samples.length * channels);
  for (let i = 0; i < data.length; i++) {
    data[i] = i % channels < colours ? samples[Math.floor(i / channels)]! : opaque;
  }
  const image = sharp(data, { raw: { width, height: samples.length / width, channels } });
  if (samples instanceof Uint8Array) return channels < 3 ? image.toColourspace("b-w") : image;
  return image.toColourspace(channels < 3 ? "grey16" : "rgb16");
}

for (const channels of [1, 2, 3, 4] as const) {
  Deno.test(`decodeFilm() keeps the values of a PNG of 8 bits and ${channels} channels`, async () => {
    const png = await picture(GRAY, channels).png().toBuffer();
    assertEquals((await sharp(png).metadata()).channels, channels);
    assertEquals(await decode(png), GRAY);
  });

  Deno.test(`decodeFilm() stretches a PNG of 16 bits and ${channels} channels`, async () => {
    const deep = Uint16Array.from({ length: PIXELS }, (_, i) => 1000 + 10 * i);
    const png = await picture(deep, channels).png().toBuffer();
    const metadata = await sharp(png).metadata();
    assertEquals([metadata.channels, metadata.depth], [channels, "ushort"]);
    assertEquals(await decode(png), Uint8Array.from({ length: PIXELS }, (_, i) => i));
  });
}

Deno.test("decodeFilm() reads gray and colour JPEG alike", async () => {
  const ramp = GRAY.map((_, i) => 16 * (i % SIZE));
  for (const channels of [1, 3] as const) {
    const film = await decode(await picture(ramp, channels).jpeg({ quality: 100 }).toBuffer());
    assert(film.every((value, i) => Math.abs(value - ramp[i]!) <= 2), `${channels} channels`);
  }
});

Deno.test("decodeFilm() takes a constant image of 16 bits for black", async () => {
  const flat = new Uint16Array(PIXELS).fill(4000);
  assertEquals(await decode(await picture(flat, 1).png().toBuffer()), new Uint8Array(PIXELS));
});

Deno.test("decodeFilm() stretches over percentiles when asked, whatever a hot pixel holds", async () => {
  const deep = Uint16Array.from({ length: PIXELS }, (_, i) => 1000 + 10 * i);
  const hot = deep.with(100, 65535).with(200, 0);
  const png = await picture(hot, 1).png().toBuffer();
  const range = { kind: "percentiles", low: 1, high: 99 } as const;
  const film = await decodeFilm(png, "film", { size: SIZE, fit: "squash", window: "file", range });
  // Of 256 pixels the third least is black, the third greatest white.
  const expected = Array.from(deep, (value) => 255 * (value - 1010) / (3540 - 1010))
    .map((value) => Math.round(Math.min(255, Math.max(0, value))));
  assertEquals([...film], expected.with(100, 255).with(200, 0));
  const dark = await decode(png);
  assert(dark.every((value, i) => i === 100 || value < 16));
});

Deno.test("decodeFilm() averages where it shrinks", async () => {
  const checkerboard = GRAY.map((_, i) => (i + Math.floor(i / SIZE)) % 2 ? 200 : 100);
  const film = await decode(await picture(checkerboard, 1).png().toBuffer(), 8);
  assert(film.every((value) => Math.abs(value - 150) <= 8));
});

Deno.test("decodeFilm() squashes, crops or pads an image that is not square", async () => {
  // 32 wide and 16 high: a dark, a bright, a bright and a dark stripe of 8 columns each.
  const stripes = Uint8Array.from(
    { length: 512 },
    (_, i) => i % 32 >= 8 && i % 32 < 24 ? 200 : 100,
  );
  const png = await picture(stripes, 1, 32).png().toBuffer();
  const middle = 8 * SIZE;
  const squashed = await decode(png, SIZE, "squash");
  assertEquals([squashed[middle], squashed[middle + 8]], [100, 200]);
  assertEquals(await decode(png, SIZE, "crop"), new Uint8Array(PIXELS).fill(200));
  const padded = await decode(png, SIZE, "pad");
  assertEquals([padded[8], padded[middle], padded[middle + 8]], [0, 100, 200]);
});

Deno.test("resizeFilm() keeps a flat film flat", async () => {
  assertEquals(await resizeFilm(new Uint8Array(16).fill(77), 4, 8), new Uint8Array(64).fill(77));
});

for (
  const [what, bytes] of [
    ["nothing", new Uint8Array()],
    ["text", new TextEncoder().encode("This is no image")],
    ["an image of another kind", await picture(GRAY, 3).webp().toBuffer()],
    ["a PNG that is cut off", (await picture(GRAY, 1).png().toBuffer()).subarray(0, 60)],
    ["a JPEG that is cut off", (await picture(GRAY, 1).jpeg().toBuffer()).subarray(0, 200)],
  ] as const
) {
  Deno.test(`decodeFilm() throws InputError naming the file when given ${what}`, async () => {
    await assertRejects(() => decode(bytes), InputError, 'Cannot read the image "film": ');
  });
}

Deno.test("decodeFilm() gives a film or an InputError for any bytes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), giveFilmOrInputError),
    { seed: 11, numRuns: 100 },
  );
});

Deno.test("decodeFilm() gives a film or an InputError for any change of an image's bytes", async () => {
  const images = await Promise.all([
    picture(GRAY, 1).png().toBuffer(),
    picture(GRAY, 4).png({ palette: true }).toBuffer(),
    picture(Uint16Array.from(GRAY), 3).png().toBuffer(),
    picture(GRAY, 1).jpeg().toBuffer(),
    picture(GRAY, 3).jpeg({ progressive: true }).toBuffer(),
  ]);
  const changes = fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...images), changes, async (image, changes) => {
      const bytes = Uint8Array.from(image);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      await giveFilmOrInputError(bytes);
    }),
    { seed: 12, numRuns: 400 },
  );
});

async function giveFilmOrInputError(bytes: Uint8Array): Promise<void> {
  try {
    assertEquals((await decode(bytes)).length, PIXELS);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}
