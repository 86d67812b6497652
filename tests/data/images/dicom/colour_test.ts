import { assert, assertEquals, assertRejects } from "@std/assert";
import sharp from "sharp";
import { InputError } from "../../../../lib/base/errors.ts";
import { decodeImage } from "../../../../lib/data/images/decode.ts";
import { compress, encodeRle, LOSSLESS } from "./codec_encoders.ts";
import { BIG_ENDIAN, type DicomFilm, EXPLICIT, RLE, writeDicom } from "./dicom_writer.ts";

const SIZE = { rows: 6, columns: 8 };
const PIXELS = SIZE.rows * SIZE.columns;
const RGB = Uint8Array.from({ length: 3 * PIXELS }, (_, i) => i * 89 % 256);
const COLOUR = { ...SIZE, photometric: "RGB", samplesPerPixel: 3, planar: 0, pixels: RGB };

/** Grey 0 … 255 of a film. */
async function grey(film: DicomFilm): Promise<number[]> {
  const { pixels, shown } = await decodeImage(writeDicom(film), "film.dcm");
  assertEquals(shown, { low: 0, high: 1 });
  return Array.from(pixels, (pixel) => pixel / 257);
}

/** Grey 0 … 255 of a PNG with these colours. */
async function greyOfPng(rgb: Uint8Array, { rows, columns } = SIZE): Promise<number[]> {
  const raw = { width: columns, height: rows, channels: 3 } as const;
  const png = await sharp(rgb, { raw }).png().toBuffer();
  const { pixels } = await decodeImage(new Uint8Array(png), "film.png");
  return Array.from(pixels, (pixel) => pixel / 257);
}

/** Three planes. */
function planes(interleaved: Uint8Array): Uint8Array {
  const count = interleaved.length / 3;
  return interleaved.map((_, i) => interleaved[i % count * 3 + Math.floor(i / count)]!);
}

/** Y, Cb and Cr by the formulas of PS3.3, C.7.6.3.1.2. */
function toYbr(rgb: Uint8Array): Uint8Array {
  const ybr = new Uint8ClampedArray(rgb.length);
  for (let i = 0; i < rgb.length; i += 3) {
    const [r, g, b] = [rgb[i]!, rgb[i + 1]!, rgb[i + 2]!];
    ybr[i] = 0.2990 * r + 0.5870 * g + 0.1140 * b;
    ybr[i + 1] = -0.1687 * r - 0.3313 * g + 0.5000 * b + 128;
    ybr[i + 2] = 0.5000 * r - 0.4187 * g - 0.0813 * b + 128;
  }
  return new Uint8Array(ybr);
}

function assertClose(values: readonly number[], expected: readonly number[], tolerance: number) {
  const worst = Math.max(...values.map((value, i) => Math.abs(value - expected[i]!)));
  assert(worst <= tolerance, `differs by ${worst}`);
}

Deno.test("a DICOM film in RGB has the grey of the same PNG, pixel by pixel and in planes", async () => {
  const expected = await greyOfPng(RGB);
  for (const transferSyntax of [EXPLICIT, BIG_ENDIAN]) {
    assertEquals(await grey({ ...COLOUR, transferSyntax }), expected);
    const planar = { ...COLOUR, planar: 1, pixels: planes(RGB), transferSyntax };
    assertEquals(await grey(planar), expected);
  }
});

Deno.test("a compressed DICOM film in RGB has the grey of the same PNG", async () => {
  const expected = await greyOfPng(RGB);
  for (const transferSyntax of Object.values(LOSSLESS)) {
    assertEquals(await grey(await compress(COLOUR, transferSyntax)), expected, transferSyntax);
  }
  const pixels = encodeRle(RGB, { bytesPerSample: 1, samplesPerPixel: 3 });
  assertEquals(await grey({ ...COLOUR, transferSyntax: RLE, pixels }), expected);
});

Deno.test("a DICOM film in YBR_FULL and YBR_FULL_422 has the grey of its colours", async () => {
  const muted = RGB.map((value) => 64 + value / 2);
  const ybr = toYbr(muted);
  const film = { ...COLOUR, photometric: "YBR_FULL", pixels: ybr };
  assertClose(await grey(film), await greyOfPng(muted), 2);
  // Pairs of pixels with one colour: Y Y Cb Cr.
  const paired = muted.map((_, i) => muted[i - (Math.floor(i / 3) % 2) * 3]!);
  const pairs = toYbr(paired);
  const pixels = Uint8Array.from({ length: 2 * PIXELS }, (_, i) => {
    const pixel = 2 * Math.floor(i / 4);
    return [pairs[3 * pixel]!, pairs[3 * pixel + 3]!, pairs[3 * pixel + 1]!, pairs[3 * pixel + 2]!][
      i % 4
    ]!;
  });
  const halved = { ...COLOUR, photometric: "YBR_FULL_422", pixels };
  assertClose(await grey(halved), await greyOfPng(paired), 2);
  // Some write all colours and name the halved ones.
  assertEquals(await grey({ ...film, photometric: "YBR_FULL_422" }), await grey(film));
});

Deno.test("a DICOM film in JPEG has the grey of the same JPEG file", async () => {
  const raw = { width: 16, height: 16, channels: 3 } as const;
  const smooth = Uint8Array.from({ length: 768 }, (_, i) => (i % 3 * 40) + i / 6);
  for (const chromaSubsampling of ["4:4:4", "4:2:0"]) {
    const jpeg = new Uint8Array(
      await sharp(smooth, { raw }).jpeg({ quality: 95, chromaSubsampling }).toBuffer(),
    );
    const { pixels } = await decodeImage(jpeg, "film.jpg");
    const film = {
      rows: 16,
      columns: 16,
      samplesPerPixel: 3,
      photometric: "YBR_FULL_422",
      transferSyntax: "1.2.840.10008.1.2.4.50",
      pixels: jpeg,
    };
    assertClose(await grey(film), Array.from(pixels, (pixel) => pixel / 257), 2);
  }
});

Deno.test("a DICOM film in 16-bit RGB is stretched as the same PNG is", async () => {
  const rgb = Uint16Array.from({ length: 3 * PIXELS }, (_, i) => 1000 + i * 389 % 30000);
  const film = {
    ...COLOUR,
    bitsAllocated: 16,
    pixels: new Uint8Array(rgb.buffer),
  };
  const raw = { width: 8, height: 6, channels: 3 } as const;
  const png = await sharp(rgb, { raw }).toColourspace("rgb16").png().toBuffer();
  const { pixels } = await decodeImage(new Uint8Array(png), "film.png");
  assertClose(await grey(film), Array.from(pixels, (pixel) => pixel / 257), 0.05);
});

Deno.test("a DICOM film with a palette has the grey of its colours", async () => {
  const numbers = Uint8Array.from({ length: PIXELS }, (_, i) => i * 11 % 64);
  const channel = (step: number) => Array.from({ length: 50 }, (_, i) => i * step % 256);
  const colours = [channel(5), channel(3), channel(7)] as const;
  const rgb = Uint8Array.from({ length: 3 * PIXELS }, (_, i) => {
    // Numbers below the first and above the last entry get those.
    const number = Math.min(Math.max(numbers[Math.floor(i / 3)]! - 4, 0), 49);
    return colours[i % 3]![number]!;
  });
  const expected = await greyOfPng(rgb);
  const film = { ...SIZE, photometric: "PALETTE COLOR", pixels: numbers };
  for (const [bits, packed, scale] of [[8, true, 1], [8, false, 1], [16, false, 257]] as const) {
    const table = (entries: readonly number[]) => ({
      descriptor: [50, 4, bits] as const,
      entries: entries.map((entry) => entry * scale),
      packed,
    });
    const palette = [table(colours[0]), table(colours[1]), table(colours[2])] as const;
    for (const transferSyntax of [EXPLICIT, BIG_ENDIAN]) {
      assertEquals(await grey({ ...film, palette, transferSyntax }), expected);
    }
  }
  await assertRejects(() => grey(film), InputError, "its palette cannot be used");
});
