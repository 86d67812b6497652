import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import sharp from "sharp";
import { InputError } from "../../../lib/base/errors.ts";
import { decodeFilm, decodeImage } from "../../../lib/data/images/decode.ts";
import { testWithSharedData } from "../../helpers/shared_data.ts";
import {
  exifOrientation,
  greyProfileChunk,
  pngChunk,
  profileChunk,
  writePng,
} from "./png_writer.ts";

const FILM = { size: 8, fit: "squash", window: "file" } as const;

/** The grey values of a whole image, as its file stores them in 8 bits. */
async function values(bytes: Uint8Array) {
  const { width, height, pixels } = await decodeImage(bytes, "film");
  return { width, height, pixels: Array.from(pixels, (value) => value / 257) };
}

/** What EXIF's orientations 1 to 8 do to the place of a stored pixel (TIFF 6.0, tag 274). */
const SHOWN_AT: readonly ((x: number, y: number, w: number, h: number) => [number, number])[] = [
  (x, y) => [x, y],
  (x, y, w) => [w - 1 - x, y],
  (x, y, w, h) => [w - 1 - x, h - 1 - y],
  (x, y, _, h) => [x, h - 1 - y],
  (x, y) => [y, x],
  (x, y, _, h) => [h - 1 - y, x],
  (x, y, w, h) => [h - 1 - y, w - 1 - x],
  (x, y, w) => [y, w - 1 - x],
];

/** The pixels of an image as an orientation shows them. */
function upright(stored: readonly number[], width: number, orientation: number) {
  const height = stored.length / width;
  const shownWidth = orientation > 4 ? height : width;
  const shown = new Array<number>(stored.length);
  for (const [i, value] of stored.entries()) {
    const place = SHOWN_AT[orientation - 1]!;
    const [x, y] = place(i % width, Math.floor(i / width), width, height);
    shown[y * shownWidth + x] = value;
  }
  return { width: shownWidth, height: stored.length / shownWidth, pixels: shown };
}

for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
  Deno.test(`decodeImage() and decodeFilm() turn a PNG of orientation ${orientation}`, async () => {
    const samples = Array.from({ length: 15 }, (_, i) => 17 * i);
    const expected = upright(samples, 5, orientation);
    const plain = writePng({ width: expected.width, samples: expected.pixels });
    for (const isLittle of [true, false]) {
      const exif = pngChunk("eXIf", exifOrientation(orientation, isLittle));
      for (const place of ["before", "after"] as const) {
        const png = writePng({ width: 5, samples, [place]: [exif] });
        assertEquals(await values(png), expected, place);
        for (const fit of ["squash", "crop", "pad"] as const) {
          const settings = { ...FILM, fit };
          assertEquals(
            await decodeFilm(png, "film", settings),
            await decodeFilm(plain, "film", settings),
          );
        }
      }
    }
  });

  Deno.test(`decodeImage() and decodeFilm() turn a JPEG of orientation ${orientation}`, async () => {
    // Blocks of 16 pixels, so that compression leaves them nearly as they are.
    const blocks = [10, 60, 110, 160, 210, 250];
    const [width, height] = [48, 32];
    const stored = Array.from(
      { length: width * height },
      (_, i) => blocks[3 * Math.floor(i / width / 16) + Math.floor(i % width / 16)]!,
    );
    const raw = { raw: { width, height, channels: 1 } } as const;
    const jpeg = await sharp(Uint8Array.from(stored), raw).toColourspace("b-w")
      .withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer();
    const expected = upright(stored, width, orientation);
    const shown = await values(jpeg);
    assertEquals([shown.width, shown.height], [expected.width, expected.height]);
    assert(shown.pixels.every((value, i) => Math.abs(value - expected.pixels[i]!) <= 1));
    const film = await decodeFilm(jpeg, "film", FILM);
    const plain = writePng({ width: expected.width, samples: expected.pixels });
    const expectedFilm = await decodeFilm(plain, "film", FILM);
    assert(film.every((value, i) => Math.abs(value - expectedFilm[i]!) <= 3));
  });
}

Deno.test("decodeImage() shows a picture as it is stored whose orientation is none", async () => {
  for (const orientation of [0, 9, 4711]) {
    const exif = pngChunk("eXIf", exifOrientation(orientation, true));
    const { pixels } = await values(writePng({ width: 2, samples: [1, 2, 3, 4], before: [exif] }));
    assertEquals(pixels, [1, 2, 3, 4]);
  }
});

testWithSharedData(
  "decodeFilm() reads a photographed film like the upright one",
  ["reported/18-exif/phone.jpg", "reported/18-exif/upright.jpg"],
  async (paths) => {
    const settings = { ...FILM, size: 64 };
    const [phone, standing] = await Promise.all(
      paths.map(async (path) => await decodeFilm(await Deno.readFile(path), path, settings)),
    );
    const difference = phone!.reduce((sum, value, i) => sum + Math.abs(value - standing![i]!), 0);
    assert(difference / phone!.length < 1, `${difference / phone!.length}`);
  },
);

const RAMP = Array.from({ length: 64 }, (_, i) => 4 * i);
const SRGB = pngChunk("sRGB", Uint8Array.of(0));
const GAMMA_1 = pngChunk("gAMA", Uint8Array.of(0, 1, 0x86, 0xa0));

Deno.test("decodeImage() and decodeFilm() keep stored values whatever colour space is named", async () => {
  for (const before of [[SRGB], [GAMMA_1], [greyProfileChunk(1)], [greyProfileChunk(2.2)]]) {
    const grey = writePng({ width: 8, samples: RAMP, before });
    assertEquals((await values(grey)).pixels, RAMP);
    assertEquals([...await decodeFilm(grey, "film", FILM)], RAMP);
    const deep = RAMP.map((value) => 1000 + 100 * value);
    const png = writePng({ width: 8, bitDepth: 16, samples: deep, before });
    assertEquals(
      [...await decodeFilm(png, "film", FILM)],
      RAMP.map((v) => Math.round(v / 252 * 255)),
    );
  }
});

Deno.test("decodeFilm() keeps the values of grey in RGB under an RGB profile", async () => {
  const { icc } = await sharp(
    await sharp({ create: { width: 1, height: 1, channels: 3, background: "red" } })
      .withIccProfile("p3").png().toBuffer(),
  ).metadata();
  const samples = RAMP.flatMap((value) => [value, value, value]);
  const before = [profileChunk(icc!)];
  const png = writePng({ width: 8, colourType: 2, samples, before });
  assertEquals([...await decodeFilm(png, "film", FILM)], RAMP);
});

const PALETTE = pngChunk("PLTE", Uint8Array.from(RAMP.flatMap((value) => [value, value, value])));

for (
  const [what, png, expected] of [
    ["1 bit", { bitDepth: 1, samples: [1, 0, 0, 1] }, [255, 0, 0, 255]],
    ["2 bits", { bitDepth: 2, samples: [0, 1, 2, 3] }, [0, 85, 170, 255]],
    ["4 bits", { bitDepth: 4, samples: [0, 1, 9, 15] }, [0, 17, 153, 255]],
    ["a palette", { colourType: 3, samples: [3, 63, 0, 20], before: [PALETTE] }, [12, 252, 0, 80]],
    ["a palette of 2 bits", {
      colourType: 3,
      bitDepth: 2,
      samples: [3, 1, 0, 2],
      before: [PALETTE],
    }, [12, 4, 0, 8]],
    ["a palette with alpha", {
      colourType: 3,
      samples: [3, 63, 0, 20],
      before: [PALETTE, pngChunk("tRNS", Uint8Array.of(0, 9))],
    }, [12, 252, 0, 80]],
    ["alpha", { colourType: 4, samples: [7, 0, 90, 255, 255, 9, 0, 100] }, [7, 90, 255, 0]],
    ["colours and alpha", {
      colourType: 6,
      samples: [7, 7, 7, 0, 90, 90, 90, 255, 255, 255, 255, 1, 0, 0, 0, 0],
    }, [7, 90, 255, 0]],
    ["16 bits", { bitDepth: 16, samples: [1000, 2000, 1500, 3040] }, [0, 125, 62.5, 255]],
    ["16 bits and colours", {
      bitDepth: 16,
      colourType: 2,
      samples: [1000, 2000, 1500, 3040].flatMap((value) => [value, value, value]),
    }, [0, 125, 62.5, 255]],
  ] as const
) {
  Deno.test(`decodeImage() gives the grey values of a PNG of ${what}`, async () => {
    const { pixels } = await values(writePng({ width: 2, ...png }));
    assert(pixels.every((value, i) => Math.abs(value - expected[i]!) < 0.01), `${pixels}`);
  });
}

Deno.test("decodeFilm() reads interlaced PNG and progressive JPEG like plain ones", async () => {
  const raw = { raw: { width: 8, height: 8, channels: 1 } } as const;
  const image = sharp(Uint8Array.from(RAMP), raw).toColourspace("b-w");
  const interlaced = await image.clone().png({ progressive: true }).toBuffer();
  assertEquals([...await decodeFilm(interlaced, "film", FILM)], RAMP);
  assertEquals(
    await decodeFilm(await image.clone().jpeg({ progressive: true }).toBuffer(), "film", FILM),
    await decodeFilm(await image.clone().jpeg().toBuffer(), "film", FILM),
  );
});

Deno.test("decodeFilm() refuses the colours of print, whose grey is not certain", async () => {
  const grey = sharp(Uint8Array.from(RAMP), { raw: { width: 8, height: 8, channels: 1 } });
  const cmyk = await grey.toColourspace("cmyk").jpeg().toBuffer();
  await assertRejects(() => decodeFilm(cmyk, "film", FILM), InputError, "print (CMYK)");
});

Deno.test("decodeFilm() and decodeImage() refuse what is cut off anywhere, or give all of it", async () => {
  const noise = Uint8Array.from({ length: 32 * 32 }, (_, i) => i * i * 7919 % 251);
  const image = sharp(noise, { raw: { width: 32, height: 32, channels: 1 } });
  const grey = image.clone().toColourspace("b-w");
  const files = [
    await grey.clone().png().toBuffer(),
    await grey.clone().png({ progressive: true }).toBuffer(),
    await image.clone().toColourspace("grey16").png().toBuffer(),
    await grey.clone().jpeg().toBuffer(),
    await grey.clone().jpeg({ progressive: true }).toBuffer(),
  ];
  const settings = { ...FILM, size: 32 };
  for (const [n, file] of files.entries()) {
    const whole = await decodeFilm(file, "film", settings);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: file.length - 1 }), async (length) => {
        const cut = file.subarray(0, length);
        try {
          assertEquals(await decodeFilm(cut, "film", settings), whole);
        } catch (error) {
          assert(error instanceof InputError, String(error));
          assert(error.message.endsWith(`it is a ${n < 3 ? "PNG" : "JPEG"} file that is cut off`));
          await assertRejects(() => decodeImage(cut, "film"), InputError, "cut off");
        }
      }),
      { seed: 5, numRuns: 40 },
    );
  }
});

const text = (characters: string) => new TextEncoder().encode(characters);

for (
  const [what, bytes] of [
    ["empty", new Uint8Array()],
    ["nothing but zero bytes", new Uint8Array(5000)],
    ["a web page (HTML)", text("\n<!DOCTYPE html><html><body>Please log in</body></html>")],
    ["an SVG drawing", text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["an XML text", text('<?xml version="1.0"?><Error>AccessDenied</Error>')],
    ["a text", text("file not found — no such key")],
    ["a Git LFS pointer", text("version https://git-lfs.github.com/spec/v1\noid sha256:00")],
    ["a GIF image", text("GIF89a\x01\0\x01\0")],
    ["a PDF document", text("%PDF-1.4\n")],
    ["a ZIP archive", text("PK\x03\x04\x14\0")],
    ["an HEIC image", text("\0\0\0\x18ftypheic\0\0\0\0")],
    ["an AVIF image", text("\0\0\0\x18ftypavif\0\0\0\0")],
    ["a WebP image", text("RIFF\x24\0\0\0WEBPVP8 ")],
    ["a TIFF image", text("II*\0\x08\0\0\0")],
    ["a NumPy array", Uint8Array.of(0x93, ...text("NUMPY"))],
    ["of no known kind", Uint8Array.of(1, 2, 3, 200, 201)],
  ] as const
) {
  Deno.test(`decodeFilm() and decodeImage() say of a file that it is ${what}`, async () => {
    for (
      const decode of [() => decodeFilm(bytes, "film", FILM), () => decodeImage(bytes, "film")]
    ) {
      const { message } = await assertRejects(decode, InputError);
      assert(message.startsWith(`Cannot read the image "film": it is ${what}`), message);
      assert(message.endsWith("; expected PNG, JPEG or DICOM"), message);
    }
  });
}

Deno.test("decodeFilm() says of a JPEG of 12 bits and of a lossless one what they are", async () => {
  const frame = (process: number, bits: number) =>
    Uint8Array.of(
      ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0],
      ...[0xff, process, 0, 11, bits, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xff, 0xd9],
    );
  const says = (bytes: Uint8Array, message: string) =>
    assertRejects(() => decodeFilm(bytes, "film", FILM), InputError, message);
  await says(frame(0xc1, 12), "it is a JPEG file of 12 bits");
  await says(frame(0xc3, 8), "it is a JPEG file of a rare kind (lossless");
});

Deno.test("decodeFilm() notes a film of one single value, also between black margins", async () => {
  const notesOf = async (
    samples: readonly number[],
    fit: "squash" | "crop" | "pad",
    bits: 8 | 16,
  ) => {
    const notes: string[] = [];
    const onNote = (note: string) => notes.push(note);
    const png = writePng({ width: 4, bitDepth: bits, samples });
    await decodeFilm(png, "film", { ...FILM, fit }, { onNote });
    return notes;
  };
  const flat = (value: number) => new Array<number>(8).fill(value);
  for (const fit of ["squash", "crop", "pad"] as const) {
    for (const value of [0, 90, 255]) {
      for (const bits of [8, 16] as const) {
        const [note, ...others] = await notesOf(flat(value), fit, bits);
        assert(note!.startsWith("all pixels have one value"));
        assertEquals(others, []);
      }
    }
    assertEquals(await notesOf([0, 90, 0, 90, 0, 90, 0, 90], fit, 8), []);
  }
});
