import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../../lib/base/errors.ts";
import { decodeDicom, readDicomFacts } from "../../../../lib/data/images/dicom/mod.ts";
import { compress, encodeRle, LOSSLESS } from "./codec_encoders.ts";
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

const VALUES = Uint16Array.from({ length: 12 * 16 }, (_, i) => i * 37 % 4096);
const DEEP = {
  rows: 12,
  columns: 16,
  bitsAllocated: 16,
  bitsStored: 12,
  pixels: new Uint8Array(VALUES.buffer),
};

/** A film in each transfer syntax, with every part that is read. */
async function films(): Promise<Uint8Array[]> {
  const table = { descriptor: [3, 5, 12], entries: [9, 4000, 70] } as const;
  const plain = [EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED].map((transferSyntax): DicomFilm => ({
    ...DEEP,
    transferSyntax,
    modalityLut: table,
    voiLut: table,
    padding: 3,
    delimited: true,
  }));
  const rle = encodeRle(DEEP.pixels, { bytesPerSample: 2 });
  const compressed: DicomFilm[] = [{ ...DEEP, transferSyntax: RLE, pixels: rle }];
  for (const syntax of Object.values(LOSSLESS)) compressed.push(await compress(DEEP, syntax));
  const bright = { ...DEEP, bitsAllocated: 8, bitsStored: 8, pixels: DEEP.pixels.subarray(192) };
  compressed.push(await compress(bright, "1.2.840.10008.1.2.4.50"));
  return [...plain, ...compressed].map(writeDicom);
}

/** The film, or undefined where it is refused; anything else than an InputError is thrown. */
async function filmOrRefusal(bytes: Uint8Array): Promise<Uint16Array | undefined> {
  try {
    return (await decodeDicom(bytes, { window: "file" })).pixels;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // No library's own words.
    assert(!/Error|::|undefined|NaN|wasm|Vips|dicomParser/.test(error.message), error.message);
    return undefined;
  }
}

Deno.test("decodeDicom() refuses a DICOM film that is cut off anywhere", async () => {
  for (const film of await films()) {
    const whole = await filmOrRefusal(film);
    assert(whole !== undefined);
    for (let length = 0; length < film.length; length++) {
      const read = await filmOrRefusal(film.subarray(0, length));
      // What is behind the last pixel may be missing.
      if (read !== undefined) assertEquals(read, whole);
    }
  }
});

Deno.test("decodeDicom() gives a film or an InputError for any change of a DICOM file's bytes", async () => {
  const changes = fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...await films()),
      changes,
      fc.option(fc.nat(10_000)),
      async (film, changes, cut) => {
        const bytes = film.slice();
        for (const [at, value] of changes) bytes[132 + at % (bytes.length - 132)] = value;
        const end = cut === null ? bytes.length : cut % bytes.length;
        const decoded = await filmOrRefusal(bytes.subarray(0, end));
        assert(decoded === undefined || decoded.length > 0);
      },
    ),
    { seed: 10, numRuns: 800 },
  );
});

Deno.test("readDicomFacts() gives facts or an InputError for any change of a file's bytes", async () => {
  const some = await films();
  const changes = fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...some), changes, (film, changes) => {
      const bytes = film.slice();
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      try {
        readDicomFacts(bytes);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }),
    { seed: 17, numRuns: 1000 },
  );
});

Deno.test("decodeDicom() refuses sequences nested without end", async () => {
  const pixelElement = 12 + DEEP.pixels.length;
  const film = writeDicom(DEEP);
  const open = Uint8Array.of(0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255);
  const item = Uint8Array.of(0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255);
  const nested = concat([
    film.subarray(0, film.length - pixelElement),
    ...Array.from({ length: 50_000 }, () => [open, item]).flat(),
    film.subarray(film.length - pixelElement),
  ]);
  assertEquals(await filmOrRefusal(nested), undefined);
});

Deno.test("decodeDicom() gives a film or an InputError for frames that end early", async () => {
  const large = { ...DEEP, rows: 256, columns: 256, pixels: new Uint8Array(2 * 256 * 256) };
  large.pixels.set(DEEP.pixels.map((byte, i) => byte ^ i * 31));
  for (const syntax of Object.values(LOSSLESS)) {
    const { pixels } = await compress(large, syntax);
    for (const part of [0.2, 0.5, 0.9]) {
      const cut = pixels.subarray(0, Math.floor(part * pixels.length));
      for (const tail of [[], [0xff, 0xd9]]) {
        const film = {
          ...large,
          transferSyntax: syntax,
          pixels: concat([cut, Uint8Array.from(tail)]),
        };
        await filmOrRefusal(writeDicom(film));
      }
    }
  }
});
