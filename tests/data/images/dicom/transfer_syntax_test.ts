import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import sharp from "sharp";
import { InputError } from "../../../../lib/base/errors.ts";
import { decodeDicom } from "../../../../lib/data/images/dicom/mod.ts";
import { compress, encodeRle, LOSSLESS, type PlainFilm } from "./codec_encoders.ts";
import {
  BIG_ENDIAN,
  concat,
  DEFLATED,
  type DicomFilm,
  EXPLICIT,
  IMPLICIT,
  RLE,
  writeDicom,
} from "./dicom_writer.ts";
import { encodeJpegExtended } from "./jpeg_extended_writer.ts";
import { encodeJpegLossless } from "./jpeg_lossless_writer.ts";

const JPEG = "1.2.840.10008.1.2.4.50";
const SIZE = { rows: 12, columns: 16 };
const VALUES = Uint16Array.from({ length: 12 * 16 }, (_, i) => i * 37 % 4096);
const DEEP: PlainFilm = {
  ...SIZE,
  bitsAllocated: 16,
  bitsStored: 12,
  pixels: new Uint8Array(VALUES.buffer),
};

async function show(film: DicomFilm): Promise<Uint16Array> {
  return (await decodeDicom(writeDicom(film), { window: "full" })).pixels;
}

/** A frame as each kind of encoder writes it. */
async function compressedFilms(plain = DEEP): Promise<DicomFilm[]> {
  const films = [];
  for (const syntax of Object.values(LOSSLESS)) films.push(await compress(plain, syntax));
  const bytesPerSample = plain.bitsAllocated === 16 ? 2 : 1;
  return [
    ...films,
    { ...plain, transferSyntax: RLE, pixels: encodeRle(plain.pixels, { bytesPerSample }) },
  ];
}

Deno.test("decodeDicom() decodes every transfer syntax without loss to the same pixels", async () => {
  const plain = await show(DEEP);
  for (const transferSyntax of [EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED]) {
    assertEquals(await show({ ...DEEP, transferSyntax }), plain, transferSyntax);
  }
  const inItems = { ...DEEP, transferSyntax: "1.2.840.10008.1.2.1.98" };
  for (const film of [inItems, ...await compressedFilms()]) {
    assertEquals(await show(film), plain, film.transferSyntax);
    assertEquals(await show({ ...film, fragmentLength: 100 }), plain, film.transferSyntax);
  }
  const own = encodeJpegLossless(VALUES, { ...SIZE, precision: 12 });
  const film = { ...DEEP, transferSyntax: LOSSLESS["JPEG lossless"], pixels: own };
  assertEquals(await show(film), plain);
});

Deno.test("decodeDicom() gives back random samples of any depth from any lossless syntax", async () => {
  const films = fc.record({
    rows: fc.integer({ min: 2, max: 9 }),
    columns: fc.integer({ min: 2, max: 9 }),
    bitsStored: fc.integer({ min: 9, max: 16 }),
    seed: fc.integer({ min: 1, max: 99 }),
  });
  await fc.assert(
    fc.asyncProperty(films, async ({ rows, columns, bitsStored, seed }) => {
      const top = 2 ** bitsStored - 1;
      const values = Uint16Array.from(
        { length: rows * columns },
        (_, i) => (i * i * seed * 7919 + i) % (top + 1),
      );
      const plain = {
        rows,
        columns,
        bitsStored,
        bitsAllocated: 16,
        pixels: new Uint8Array(values.buffer),
      };
      const expected = await show(plain);
      for (const film of await compressedFilms(plain)) {
        assertEquals(await show(film), expected, film.transferSyntax);
      }
      const big = { ...plain, transferSyntax: BIG_ENDIAN };
      assertEquals(await show(big), expected);
    }),
    { seed: 10, numRuns: 30 },
  );
});

Deno.test("decodeDicom() reads samples of 8 bits whose words are big endian", async () => {
  const pixels = Uint8Array.of(0, 7, 100, 255, 3, 9);
  const film = { rows: 1, columns: 6, pixels, transferSyntax: BIG_ENDIAN };
  for (const pixelVr of ["OW", "OB"] as const) {
    assertEquals(
      Array.from(await show({ ...film, pixelVr }), (v) => v / 257),
      [...pixels],
      pixelVr,
    );
  }
});

Deno.test("decodeDicom() decodes JPEG of 8 bits", async () => {
  const gray = Uint8Array.from({ length: 12 * 16 }, (_, i) => 16 * (i % 16));
  const pixels = await sharp(gray, { raw: { width: 16, height: 12, channels: 1 } })
    .jpeg({ quality: 100 }).toColourspace("b-w").toBuffer();
  const shown = await show({ ...SIZE, transferSyntax: JPEG, pixels });
  assert(shown.every((value, i) => Math.abs(value / 257 - gray[i]!) <= 2));
});

Deno.test("decodeDicom() decodes JPEG of 12 bits", async () => {
  const blocks = [0, 100, 2048, 4095, 1234, 3000];
  const pixels = encodeJpegExtended(blocks, { rows: 2, columns: 3 });
  const size = { rows: 16, columns: 24, bitsAllocated: 16, bitsStored: 12 };
  const shown = await show({ ...size, transferSyntax: "1.2.840.10008.1.2.4.51", pixels });
  for (const [i, value] of shown.entries()) {
    const block = blocks[3 * Math.floor(i / 24 / 8) + Math.floor(i % 24 / 8)]!;
    assertEquals(value, Math.round(65535 * block / 4095));
  }
});

Deno.test("decodeDicom() believes the pixel data more than the transfer syntax", async () => {
  const plain = await show(DEEP);
  const films = await compressedFilms();
  for (const { pixels } of films) {
    for (const { transferSyntax } of films) {
      assertEquals(await show({ ...DEEP, pixels, transferSyntax: transferSyntax! }), plain);
    }
  }
  const encodings = ["explicit", "implicit", "big endian"] as const;
  for (const transferSyntax of [EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED]) {
    for (const encoding of encodings) {
      assertEquals(await show({ ...DEEP, transferSyntax, encoding }), plain);
      assertEquals(await show({ ...DEEP, transferSyntax, encoding, deflated: false }), plain);
    }
  }
});

Deno.test("decodeDicom() does without the table of offsets, with a wrong one, and with tails", async () => {
  const plain = await show(DEEP);
  for (const film of await compressedFilms()) {
    const isRle = film.transferSyntax === RLE;
    const wrong = { ...film, offsets: Uint8Array.of(9, 9, 9, 9) };
    assertEquals(await show(wrong), plain, film.transferSyntax);
    if (!isRle) assertEquals(await show({ ...film, offsets: "none" }), plain, film.transferSyntax);
    for (const tail of [new Uint8Array(7), Uint8Array.of(1, 2, 3, 0xff, 0x52, 0, 9)]) {
      const pixels = concat([film.pixels, tail]);
      assertEquals(await show({ ...film, pixels }), plain, film.transferSyntax);
    }
  }
});

Deno.test("decodeDicom() reads JPEG 2000 in the boxes of a JP2 file", async () => {
  const film = await compress(DEEP, LOSSLESS["JPEG 2000"]);
  const box = (type: string, content: Uint8Array) => {
    const header = new Uint8Array(8);
    new DataView(header.buffer).setUint32(0, content.length + 8);
    header.set(new TextEncoder().encode(type), 4);
    return concat([header, content]);
  };
  const start = [
    box("jP  ", Uint8Array.of(0x0d, 0x0a, 0x87, 0x0a)),
    box("ftyp", new TextEncoder().encode("jp2 \0\0\0\0jp2 ")),
  ];
  const boxed = concat([...start, box("jp2c", film.pixels)]);
  assertEquals(await show({ ...film, pixels: boxed }), await show(DEEP));
  // A box that says nothing of its length is the last.
  const open = concat([...start, box("jp2c", film.pixels)]);
  new DataView(open.buffer).setUint32(start[0]!.length + start[1]!.length, 0);
  assertEquals(await show({ ...film, pixels: open }), await show(DEEP));
});

Deno.test("decodeDicom() throws InputError when a compressed frame has another size", async () => {
  for (const film of await compressedFilms()) {
    if (film.transferSyntax === RLE) continue;
    await assertRejects(
      () => show({ ...film, rows: 24 }),
      InputError,
      "its compressed frame is 16×12 with 1 channels; its header promises 16×24 with 1",
    );
  }
});

Deno.test("decodeDicom() throws InputError when a compressed frame is cut off", async () => {
  for (const film of await compressedFilms()) {
    const cut = { ...film, pixels: film.pixels.subarray(0, -20) };
    await assertRejects(() => show(cut), InputError, "cut off");
  }
});

Deno.test("decodeDicom() takes a high bit for what it can be", async () => {
  const values = Uint16Array.of(0, 4095, 40000, 65535);
  const pixels = new Uint8Array(values.buffer);
  const film = { rows: 1, columns: 4, bitsAllocated: 16, pixels };
  // 11 leaves no room for 16 bits.
  const odd = await show({ ...film, bitsStored: 16, highBit: 11 });
  assertEquals([...odd], [...values]);
  const high = Uint16Array.from([0, 9, 2000, 4095], (value) => value << 4 | 7);
  const shifted = { ...film, pixels: new Uint8Array(high.buffer), bitsStored: 12 };
  const expected = Array.from([0, 9, 2000, 4095], (value) => Math.round(65535 * value / 4095));
  assertEquals([...await show({ ...shifted, highBit: 15 })], expected);
});

Deno.test("decodeDicom() takes 0 frames for one", async () => {
  const film = { rows: 1, columns: 2, pixels: Uint8Array.of(0, 255) };
  for (const frames of ["0", "1", ""]) {
    assertEquals([...await show({ ...film, frames })], [0, 65535]);
  }
});
