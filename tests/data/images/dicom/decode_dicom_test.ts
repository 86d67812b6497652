import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { decodeFilm } from "../../../../lib/data/images/decode.ts";
import {
  decodeDicom,
  decodeWholeDicom,
  readDicomFacts,
} from "../../../../lib/data/images/dicom/mod.ts";
import { InputError } from "../../../../lib/base/errors.ts";
import { testWithSharedData } from "../../../helpers/shared_data.ts";
import { type DicomFilm, EXPLICIT, IMPLICIT, writeDicom } from "./dicom_writer.ts";

const JPEG = "1.2.840.10008.1.2.4.50";
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

for (
  const [what, changes, message] of [
    ["colours of print", { photometric: "CMYK" }, 'photometric interpretation is "CMYK"'],
    ["a colour with one sample", { photometric: "RGB" }, "it has 1 samples per pixel; RGB has 3"],
    ["a mask", { bitsAllocated: 1, bitsStored: 1 }, "its samples take 1 bit, as those of a mask"],
    ["a slope of nothing", { slope: "0" }, "its rescale slope is 0"],
    ["a decimal comma", { intercept: "-1,5" }, 'its element 0028,1052 is "-1,5", no number'],
    [
      "a modality table that is not whole",
      { modalityLut: { descriptor: [9, 0, 16], entries: [1, 2, 3] } },
      "its modality table (0028,3000) cannot be used: it has 3 entries; its descriptor promises 9",
    ],
    ["a film in frames", { frames: "30" }, "it holds 30 frames"],
    ["too few pixels", { rows: 3 }, "its pixel data has 4 bytes; expected 12"],
    ["no rows", { rows: 0 }, "its number of rows is 0"],
    ["more pixels than memory", { rows: 65535, columns: 65535 }, "more than any film"],
    ["samples of 32 bits", { bitsAllocated: 32, bitsStored: 12 }, "its samples take 32 bits"],
    ["more bits than room", { bitsStored: 12 }, "its number of bits stored is 12; expected 1 to 8"],
    ["a slope that is a word", { slope: "steep" }, 'its element 0028,1053 is "steep", no number'],
    [
      "a video",
      { transferSyntax: "1.2.840.10008.1.2.4.102" },
      "its transfer syntax is 1.2.840.10008.1.2.4.102, and RLE, JPEG, JPEG-LS and JPEG 2000 are",
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

Deno.test("readDicomFacts() reads patient, sex, age, view and date, as far as they are there", () => {
  const film = { ...ROW, pixels: new Uint8Array(4) };
  const facts = { patientId: "MRN 12", patientSex: "F", patientAge: "058Y", viewPosition: "LL" };
  const dates = { studyDate: "20170305", acquisitionDate: "20170306" };
  assertEquals(readDicomFacts(writeDicom({ ...film, ...facts, ...dates })), {
    patient: "MRN 12",
    sex: "F",
    age: 58,
    view: "LATERAL",
    date: "2017-03-05",
  });
  const nothing = { patient: "", sex: "", age: NaN, view: "", date: "" };
  assertEquals(readDicomFacts(writeDicom(film)), nothing);
  const acquired = writeDicom({ ...film, studyDate: "20170230", acquisitionDate: "2017.03.06" });
  assertEquals(readDicomFacts(acquired), { ...nothing, date: "2017-03-06" });
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
