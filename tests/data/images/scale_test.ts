import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import sharp from "sharp";
import { decodeImage } from "../../../lib/data/images/decode.ts";
import type { WholeImage } from "../../../lib/data/images/deep_image.ts";
import { type DicomFilm, writeDicom } from "./dicom/dicom_writer.ts";

/** A film of 16 bits with these stored values. */
function dicom(values: readonly number[], more: Partial<DicomFilm> = {}): DicomFilm {
  const words = Int16Array.from(values);
  const pixels = new Uint8Array(words.buffer);
  return { rows: 1, columns: values.length, bitsAllocated: 16, pixels, ...more };
}

const decoded = (film: DicomFilm) => decodeImage(writeDicom(film), "film.dcm");

/** The values that pixels stand for, by the scale. */
function valuesOf({ pixels, scale }: WholeImage): number[] {
  const { black, white, step } = scale!;
  return Array.from(pixels, (pixel) => {
    const value = (white - black) * pixel / 65535;
    return black + step * Math.round(value / step);
  });
}

Deno.test("decodeImage() tells the scale by which stored values can be had back", async () => {
  const stored = fc.uniqueArray(fc.integer({ min: -2048, max: 2047 }), {
    minLength: 2,
    maxLength: 20,
  });
  const lines = fc.record({
    slope: fc.constantFrom(undefined, "0.25", "2"),
    intercept: fc.constantFrom(undefined, "-1024", "7"),
  });
  const photometric = fc.constantFrom("MONOCHROME1", "MONOCHROME2");
  await fc.assert(
    fc.asyncProperty(stored, lines, photometric, async (values, line, photometric) => {
      const { slope, intercept } = line;
      const film = dicom(values, {
        bitsStored: 12,
        signed: true,
        photometric,
        ...slope && { slope },
        ...intercept && { intercept },
      });
      const image = await decoded(film);
      const meant = values.map((value) => value * Number(slope ?? 1) + Number(intercept ?? 0));
      assertEquals(valuesOf(image), meant);
      const { black, white } = image.scale!;
      assertEquals(black > white, photometric === "MONOCHROME1");
    }),
  );
});

Deno.test("decodeImage() names the unit of a film, and none where it is unspecified", async () => {
  const unitOf = async (more: Partial<DicomFilm>) =>
    (await decoded(dicom([0, 9], more))).scale?.unit;
  assertEquals(await unitOf({}), "");
  assertEquals(await unitOf({ slope: "1", intercept: "0", rescaleType: "HU" }), "HU");
  assertEquals(await unitOf({ slope: "1", intercept: "0", rescaleType: "US" }), "");
});

Deno.test("decodeImage() gives a film of one value a scale that is a line all the same", async () => {
  assertEquals(valuesOf(await decoded(dicom([700, 700]))), [700, 700]);
});

Deno.test("decodeImage() tells no scale where a curve or colours hide the values", async () => {
  const window = { windowCenter: "5", windowWidth: "4", voiLutFunction: "SIGMOID" };
  assertEquals((await decoded(dicom([0, 9], window))).scale, undefined);
  const colours = await sharp(Uint8Array.of(1, 2, 3), {
    raw: { width: 1, height: 1, channels: 3 },
  }).png().toBuffer();
  assertEquals((await decodeImage(colours, "film.png")).scale, undefined);
});

Deno.test("decodeImage() tells the values of grey pictures of 8 and of 16 bits", async () => {
  const png = async (values: Uint8Array | Uint16Array) =>
    await sharp(values, { raw: { width: values.length, height: 1, channels: 1 } })
      .toColourspace(values instanceof Uint8Array ? "b-w" : "grey16").png().toBuffer();
  for (const values of [Uint8Array.of(3, 200, 77), Uint16Array.of(900, 40_000, 901)]) {
    assertEquals(valuesOf(await decodeImage(await png(values), "film")), [...values]);
  }
});

Deno.test("decodeImage() tells how large a pixel is, and by which attribute", async () => {
  const spacingOf = async (more: Partial<DicomFilm>) =>
    (await decoded(dicom([0, 9], more))).spacing;
  assertEquals(await spacingOf({}), undefined);
  const imager = { row: 0.2, column: 0.1, source: "ImagerPixelSpacing" } as const;
  assertEquals(await spacingOf({ imagerPixelSpacing: "0.2\\0.1" }), imager);
  // Equal spacings: nothing was calibrated.
  const both = { imagerPixelSpacing: "0.2\\0.1", pixelSpacing: "0.20\\0.10" };
  assertEquals(await spacingOf(both), imager);
  const pixel = { row: 0.16, column: 0.16, source: "PixelSpacing" } as const;
  assertEquals(await spacingOf({ ...both, pixelSpacing: "0.16\\0.16" }), pixel);
  assertEquals(await spacingOf({ pixelSpacing: "0.16\\0.16", enhanced: true }), pixel);
});

Deno.test("decodeImage() passes over spacings that no film has", async () => {
  for (const pixelSpacing of ["0\\0", "-1\\1", "0.2", "a\\b", "", "1e999\\1"]) {
    const { spacing } = await decoded(dicom([0, 9], { pixelSpacing }));
    assert(spacing === undefined, pixelSpacing);
  }
});
