// @ts-types="./codec_encoders.d.ts"
import createCharls from "@cornerstonejs/codec-charls/wasmjs";
// @ts-types="./codec_encoders.d.ts"
import createOpenJpeg from "@cornerstonejs/codec-openjpeg/wasmjs";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import sharp from "sharp";
import { decodeFilm } from "../../../../lib/data/images/decode.ts";
import {
  decodeDicom,
  decodeWholeDicom,
  readDicomFacts,
} from "../../../../lib/data/images/dicom/mod.ts";
import { InputError } from "../../../../lib/base/errors.ts";
import { testWithSharedData } from "../../../helpers/shared_data.ts";
import { type DicomFilm, EXPLICIT, IMPLICIT, writeDicom } from "./dicom_writer.ts";
import { encodeJpegLossless } from "./jpeg_lossless_writer.ts";

const JPEG = "1.2.840.10008.1.2.4.50";
const JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";
const JPEG_LS = "1.2.840.10008.1.2.4.80";
const JPEG_2000 = "1.2.840.10008.1.2.4.90";

const FULL = { window: "full" } as const;
const FILE = { window: "file" } as const;

/** The shown pixels, 0 … 255, with the digits of 16 bits. */
async function show(film: DicomFilm, options: { window: "file" | "full" } = FULL) {
  const { pixels } = await decodeDicom(writeDicom(film), options);
  return Array.from(pixels, (pixel) => pixel / 257);
}

const words = (...values: number[]) => new Uint8Array(Int16Array.from(values).buffer);
const ROW = { rows: 1, columns: 4 };

Deno.test("decodeDicom() keeps the values of 8 bits", async () => {
  assertEquals(await show({ ...ROW, pixels: Uint8Array.of(0, 7, 100, 255) }), [0, 7, 100, 255]);
});

Deno.test("decodeDicom() inverts MONOCHROME1", async () => {
  const film = { ...ROW, pixels: Uint8Array.of(0, 7, 100, 255), photometric: "MONOCHROME1" };
  assertEquals(await show(film), [255, 248, 155, 0]);
});

Deno.test("decodeDicom() stretches 12 bits from the least to the greatest value", async () => {
  const film = { ...ROW, bitsAllocated: 16, bitsStored: 12, pixels: words(1000, 2000, 3000, 1500) };
  for (const transferSyntax of [EXPLICIT, IMPLICIT]) {
    assertEquals(await show({ ...film, transferSyntax }), [0, 32768 / 257, 255, 16384 / 257]);
  }
});

Deno.test("decodeDicom() reads signed samples and ignores bits that are not stored", async () => {
  const signed = { ...ROW, bitsAllocated: 16, bitsStored: 12, signed: true };
  assertEquals(await show({ ...signed, pixels: words(-2048, 2047, 0x17ff, 0x0800) }), [
    0,
    255,
    255,
    0,
  ]);
  const left = { ...ROW, bitsAllocated: 16, bitsStored: 12, highBit: 15 };
  assertEquals(await show({ ...left, pixels: words(0, 15, 4095 << 4, 2048 << 4) }), [
    0,
    0,
    255,
    32776 / 257,
  ]);
});

Deno.test("decodeDicom() applies rescaling and then the first window of the file", async () => {
  const film = {
    ...ROW,
    bitsAllocated: 16,
    pixels: words(0, 500, 550, 600),
    slope: "2",
    intercept: "-1000",
    windowCenter: "50.5\\900",
    windowWidth: "101\\7",
  };
  // Values are -1000, 0, 100 and 200; the window runs from 0 to 100.
  assertEquals(await show(film, FILE), [0, 0, 255, 255]);
  // Without the window, from -1000 to 200.
  assertEquals((await show(film, FULL)).map(Math.round), [0, 213, 234, 255]);
});

Deno.test("decodeDicom() knows the exact and the sigmoid window", async () => {
  const film = { ...ROW, pixels: Uint8Array.of(0, 50, 100, 200), windowCenter: "100" };
  const exact = { ...film, windowWidth: "200", voiLutFunction: "LINEAR_EXACT" };
  assertEquals((await show(exact, FILE)).map(Math.round), [0, 64, 128, 255]);
  const sigmoid = { ...film, windowWidth: "100", voiLutFunction: "SIGMOID" };
  assertEquals((await show(sigmoid, FILE)).map(Math.round), [5, 30, 128, 250]);
});

const SIZE = { rows: 12, columns: 16 };
const DEEP = Uint16Array.from({ length: 12 * 16 }, (_, i) => i * 37 % 4096);
const DEEP_BYTES = new Uint8Array(DEEP.buffer);
const DEEP_FILM = { ...SIZE, bitsAllocated: 16, bitsStored: 12 };

/** The test film, compressed without loss in each of the ways that are understood. */
async function compressedFilms(): Promise<DicomFilm[]> {
  const frame = { width: 16, height: 12, bitsPerSample: 12, componentCount: 1, isSigned: false };
  const quiet = () => ({ print: () => {}, printErr: () => {} });
  const charls = new (await createCharls(quiet())).JpegLSEncoder!();
  charls.getDecodedBuffer(frame).set(DEEP_BYTES);
  charls.encode();
  const openJpeg = new (await createOpenJpeg(quiet())).J2KEncoder!();
  openJpeg.getDecodedBuffer(frame).set(DEEP_BYTES);
  openJpeg.setQuality?.(true, 0);
  openJpeg.setDecompositions?.(1);
  openJpeg.encode();
  const lossless = encodeJpegLossless(DEEP, { ...SIZE, precision: 12 });
  return [
    { ...DEEP_FILM, transferSyntax: JPEG_LS, pixels: charls.getEncodedBuffer().slice() },
    { ...DEEP_FILM, transferSyntax: JPEG_2000, pixels: openJpeg.getEncodedBuffer().slice() },
    { ...DEEP_FILM, transferSyntax: JPEG_LOSSLESS, pixels: lossless },
  ];
}

Deno.test("decodeDicom() decodes lossless JPEG, JPEG-LS and JPEG 2000 to the same pixels", async () => {
  const plain = await show({ ...DEEP_FILM, pixels: DEEP_BYTES });
  for (const film of await compressedFilms()) {
    assertEquals(await show(film), plain, film.transferSyntax);
    assertEquals(await show({ ...film, fragmentLength: 100 }), plain, film.transferSyntax);
  }
});

Deno.test("decodeDicom() decodes JPEG of 8 bits", async () => {
  const gray = Uint8Array.from({ length: 12 * 16 }, (_, i) => 16 * (i % 16));
  const pixels = await sharp(gray, { raw: { width: 16, height: 12, channels: 1 } })
    .jpeg({ quality: 100 }).toColourspace("b-w").toBuffer();
  const shown = await show({ ...SIZE, transferSyntax: JPEG, pixels });
  assert(shown.every((value, i) => Math.abs(value - gray[i]!) <= 2));
});

for (
  const [what, changes, message] of [
    ["a colour film", { photometric: "RGB" }, 'photometric interpretation is "RGB"'],
    ["a film in frames", { frames: "30" }, "it holds 30 frames"],
    ["too few pixels", { rows: 3 }, "its pixel data has 4 bytes; expected 12"],
    ["no rows", { rows: 0 }, "its number of rows is 0"],
    ["more pixels than memory", { rows: 65535, columns: 65535 }, "more than any film"],
    ["samples of 32 bits", { bitsAllocated: 32, bitsStored: 12 }, "its samples take 32 bits"],
    ["more bits than room", { bitsStored: 12 }, "its number of bits stored is 12; expected 1 to 8"],
    ["a slope that is a word", { slope: "steep" }, 'its element 0028,1053 is "steep", no number'],
    ["a window without width", { windowCenter: "9", windowWidth: "0" }, "its window is 0 wide"],
    [
      "run-length pixel data",
      { transferSyntax: "1.2.840.10008.1.2.5" },
      "its transfer syntax is 1.2.840.10008.1.2.5, which is not supported",
    ],
    [
      "deflated content",
      { transferSyntax: "1.2.840.10008.1.2.1.99" },
      "its content is deflated, which is not read",
    ],
    [
      "a drawing instead of a JPEG",
      {
        transferSyntax: JPEG,
        pixels: new TextEncoder().encode(
          '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="1"/>',
        ),
      },
      "no frame header of the kind",
    ],
    ["no compressed frame", { transferSyntax: JPEG, pixels: new Uint8Array() }, "is empty"],
    ["a frame of another kind", { transferSyntax: JPEG_LS }, "no frame header of the kind"],
    ["no frame header", { transferSyntax: JPEG_2000 }, "no frame header of the kind"],
  ] as const
) {
  Deno.test(`decodeDicom() throws InputError when given ${what}`, async () => {
    const film = writeDicom({ ...ROW, pixels: Uint8Array.of(1, 2, 3, 4), ...changes });
    await assertRejects(() => decodeDicom(film, FILE), InputError, message);
  });
}

Deno.test("decodeDicom() throws InputError when a compressed frame has another size", async () => {
  for (const film of await compressedFilms()) {
    const larger = writeDicom({ ...film, rows: 24 });
    await assertRejects(
      () => decodeDicom(larger, FULL),
      InputError,
      "its compressed frame is 16×12 with 1 channels; its header promises 16×24 with 1",
    );
  }
});

Deno.test("decodeDicom() throws InputError when a compressed frame is cut off", async () => {
  for (const film of await compressedFilms()) {
    const cut = writeDicom({ ...film, pixels: film.pixels.subarray(0, -20) });
    await assertRejects(() => decodeDicom(cut, FULL), InputError, "is cut off");
  }
});

Deno.test("decodeFilm() gives a film or an InputError for any change of a DICOM file's bytes", async () => {
  const films = [{ ...DEEP_FILM, pixels: DEEP_BYTES }, ...await compressedFilms()].map(writeDicom);
  const settings = { size: 8, fit: "squash", window: "file" } as const;
  const changes = fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...films),
      changes,
      fc.option(fc.nat(10_000)),
      async (film, changes, cut) => {
        const bytes = film.slice();
        for (const [at, value] of changes) bytes[132 + at % (bytes.length - 132)] = value;
        const end = cut === null ? bytes.length : cut % bytes.length;
        try {
          const decoded = await decodeFilm(bytes.subarray(0, end), "film.dcm", settings);
          assertEquals(decoded.length, 64);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      },
    ),
    { seed: 10, numRuns: 400 },
  );
});

testWithSharedData(
  "decodeFilm() shows MONOCHROME1 and MONOCHROME2 alike on real films",
  ["dicom/rsna.dcm", "dicom/monochrome1.dcm"],
  async (paths) => {
    const settings = { size: 64, fit: "squash", window: "file" } as const;
    const [film, other] = await Promise.all(
      paths.map(async (path) => await decodeFilm(await Deno.readFile(path), path, settings)),
    );
    // The second file is the first with its other interpretation.
    assert(film!.every((value, i) => Math.abs(value - (255 - other![i]!)) <= 1));
    const mean = film!.reduce((sum, value) => sum + value, 0) / film!.length;
    assert(mean > 60 && mean < 200, `mean ${mean}`);
  },
);

Deno.test("readDicomFacts() reads patient, sex, age and view, as far as they are there", () => {
  const film = { ...ROW, pixels: new Uint8Array(4) };
  const facts = { patientId: "MRN 12", patientSex: "F", patientAge: "058Y", viewPosition: "LL" };
  assertEquals(readDicomFacts(writeDicom({ ...film, ...facts })), {
    patient: "MRN 12",
    sex: "F",
    age: 58,
    view: "LATERAL",
  });
  assertEquals(readDicomFacts(writeDicom(film)), { patient: "", sex: "", age: NaN, view: "" });
  assertThrows(() => readDicomFacts(new Uint8Array(200)), InputError, "damaged DICOM file");
});

Deno.test("decodeWholeDicom() keeps all values and tells which of them the window shows", async () => {
  const film = {
    rows: 1,
    columns: 3,
    pixels: Uint8Array.of(0, 0, 0xe8, 3, 0xa0, 0xf),
    bitsAllocated: 16,
    bitsStored: 12,
    windowCenter: "1500",
    windowWidth: "1000",
    voiLutFunction: "LINEAR_EXACT",
  };
  const whole = await decodeWholeDicom(writeDicom(film));
  assertEquals(whole.pixels, Uint16Array.of(0, 16384, 65535));
  assertEquals(whole.shown, { low: 0.25, high: 0.5 });
  const inverted = await decodeWholeDicom(writeDicom({ ...film, photometric: "MONOCHROME1" }));
  assertEquals(inverted.pixels, Uint16Array.of(65535, 49151, 0));
  assertEquals(inverted.shown, { low: 0.5, high: 0.75 });
  const { windowCenter: _, windowWidth: __, ...without } = film;
  assertEquals((await decodeWholeDicom(writeDicom(without))).shown, { low: 0, high: 1 });
  const constant = { ...without, pixels: Uint8Array.of(7, 0, 7, 0, 7, 0) };
  assertEquals((await decodeWholeDicom(writeDicom(constant))).shown, { low: 0, high: 1 });
});
