import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../../lib/base/errors.ts";
import { filmKind } from "../../../../lib/data/images/file_kind.ts";
import { decodeDicom, isDicom, readDicomFacts } from "../../../../lib/data/images/dicom/mod.ts";
import {
  BIG_ENDIAN,
  concat,
  DEFLATED,
  type DicomFilm,
  EXPLICIT,
  IMPLICIT,
  writeDicom,
} from "./dicom_writer.ts";

const FILM: DicomFilm = {
  rows: 1,
  columns: 4,
  pixels: Uint8Array.of(0, 7, 100, 255),
  patientId: "MRN 12",
  patientSex: "F",
  patientAge: "058Y",
  viewPosition: "LL",
};

Deno.test("a film and its facts are read whatever stands before its data set", async () => {
  for (const start of ["whole", "no syntax", "no preamble", "nothing"] as const) {
    for (const transferSyntax of [EXPLICIT, IMPLICIT, BIG_ENDIAN]) {
      const file = writeDicom({ ...FILM, start, transferSyntax });
      assert(isDicom(file), `${start} ${transferSyntax}`);
      assertEquals(filmKind(file.subarray(0, 4096)), "dicom");
      const { pixels } = await decodeDicom(file, { window: "file" });
      assertEquals(Array.from(pixels, (pixel) => pixel / 257), [0, 7, 100, 255]);
      const facts = { patient: "MRN 12", sex: "F", age: 58, view: "LATERAL", date: "" };
      assertEquals(readDicomFacts(file), facts);
    }
  }
});

Deno.test("readDicomFacts() reads facts of deflated files and letters of UTF-8", () => {
  const film = { ...FILM, patientId: "Ångström", characterSet: "ISO_IR 192" };
  for (const transferSyntax of [EXPLICIT, DEFLATED]) {
    assertEquals(readDicomFacts(writeDicom({ ...film, transferSyntax })).patient, "Ångström");
  }
  assertThrows(() => readDicomFacts(new Uint8Array(200)), InputError, "damaged DICOM file");
});

Deno.test("isDicom() takes no text and no random bytes for DICOM", () => {
  const strings = fc.oneof(fc.string({ unit: "binary", maxLength: 600 }), fc.lorem());
  fc.assert(
    fc.property(strings, (text) => assertEquals(isDicom(new TextEncoder().encode(text)), false)),
    { seed: 15, numRuns: 500 },
  );
  const bytes = fc.uint8Array({ minLength: 0, maxLength: 400 });
  fc.assert(fc.property(bytes, (bytes) => assertEquals(isDicom(bytes), false)), {
    seed: 16,
    numRuns: 2000,
  });
  for (const filler of [0, 8, 255]) assertEquals(isDicom(new Uint8Array(5000).fill(filler)), false);
});

Deno.test("decodeDicom() refuses what inflates to more than a film", async () => {
  const film = { ...FILM, rows: 16384, columns: 16384, transferSyntax: DEFLATED };
  const file = writeDicom({ ...film, pixels: new Uint8Array(16384 * 16384) });
  assert(file.length < 1 << 20);
  await assertRejects(
    () => decodeDicom(file, { window: "file" }),
    InputError,
    "its deflated content is larger than that of any film",
  );
});

/** A data set of these elements, explicit little endian, behind meta information. */
function fileOf(objectClass: string, modality: string): Uint8Array {
  const film = writeDicom(FILM);
  // Everything up to the first element of the data set.
  const end = film.findIndex((_, i) => i > 132 && film[i] === 8 && film[i + 2] === 0x16) - 0;
  const element = (tag: number, vr: string, value: string) => {
    const text = new TextEncoder().encode(value.length % 2 ? `${value}\0` : value);
    return concat([
      Uint8Array.of(tag >> 16 & 255, tag >> 24, tag & 255, tag >> 8 & 255),
      new TextEncoder().encode(vr),
      Uint8Array.of(text.length, 0),
      text,
    ]);
  };
  return concat([
    film.subarray(0, end),
    element(0x00080016, "UI", objectClass),
    element(0x00080060, "CS", modality),
    element(0x00100020, "LO", "MRN 12"),
  ]);
}

for (
  const [objectClass, name] of [
    ["1.2.840.10008.1.3.10", "it is a directory of DICOM files (DICOMDIR)"],
    ["1.2.840.10008.5.1.4.1.1.88.11", "it is a structured report (SR)"],
    ["1.2.840.10008.5.1.4.1.1.88.67", "it is a structured report of radiation dose"],
    ["1.2.840.10008.5.1.4.1.1.481.5", "it is a radiotherapy plan (RT plan)"],
    ["1.2.840.10008.5.1.4.1.1.104.1", "it is a document (encapsulated PDF)"],
    ["1.2.840.10008.5.1.4.1.1.11.1", "it is a presentation state"],
    ["1.2.840.10008.5.1.4.1.1.9.1.1", "it is a waveform (such as an ECG)"],
    ["1.2.3.4", "it holds no image"],
  ] as const
) {
  Deno.test(`decodeDicom() says of an object of class ${objectClass} what it is`, async () => {
    const file = fileOf(objectClass, "OT");
    await assertRejects(() => decodeDicom(file, { window: "file" }), InputError, name);
    await assertRejects(() => decodeDicom(file, { window: "file" }), InputError, "holds no image");
  });
}

Deno.test("decodeDicom() says of files that are cut off where they end", async () => {
  const file = writeDicom({ ...FILM, rows: 8, columns: 8, pixels: new Uint8Array(64) });
  const reading = (length: number) => () =>
    decodeDicom(file.subarray(0, file.length - length), { window: "file" });
  await assertRejects(
    reading(1),
    InputError,
    "ends within its pixel data: 63 of 64 bytes are there",
  );
  await assertRejects(reading(90), InputError, "it ends within its header or is damaged");
});
