import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { decodeDicom, decodeWholeDicom } from "../../../../lib/data/images/dicom/mod.ts";
import {
  BIG_ENDIAN,
  type DicomFilm,
  EXPLICIT,
  IMPLICIT,
  writeDicom,
  type WrittenTable,
} from "./dicom_writer.ts";

const FILE = { window: "file" } as const;

/** All values of 12 bits, or of 12 signed bits, in a row. */
function allValues(signed: boolean): DicomFilm {
  const words = Int16Array.from({ length: 4096 }, (_, i) => signed ? i - 2048 : i);
  return {
    rows: 64,
    columns: 64,
    bitsAllocated: 16,
    bitsStored: 12,
    signed,
    pixels: new Uint8Array(words.buffer),
  };
}

/** The stored values of {@linkcode allValues}. */
const storedValues = (signed: boolean) =>
  Array.from({ length: 4096 }, (_, i) => signed ? i - 2048 : i);

/** Brightness 0 … 1 as encode sees the film, and what is noted of it. */
async function encoded(film: DicomFilm, window: "file" | "full" = "file") {
  const notes: string[] = [];
  const options = { onNote: (note: string) => notes.push(note) };
  const { pixels } = await decodeDicom(writeDicom(film), { window }, options);
  return { shown: Array.from(pixels, (pixel) => pixel / 65535), notes };
}

/** Brightness 0 … 1 as the viewer shows the film. */
async function viewed(film: DicomFilm): Promise<number[]> {
  const { pixels, shown: { low, high } } = await decodeWholeDicom(writeDicom(film));
  return Array.from(pixels, (pixel) => {
    const part = pixel / 65535;
    if (part <= low) return 0;
    return part >= high ? 1 : (part - low) / (high - low);
  });
}

async function assertShows(film: DicomFilm, expected: readonly number[], tolerance = 1e-5) {
  const { shown } = await encoded(film);
  assertClose(shown, expected, tolerance);
}

function assertClose(values: readonly number[], expected: readonly number[], tolerance: number) {
  const worst = Math.max(...values.map((value, i) => Math.abs(value - expected[i]!)));
  assert(worst <= tolerance, `differs by ${worst}`);
}

/** PS3.3, C.11.2.1.2.1 and C.11.2.1.3, as they are written there, with y from 0 to 1. */
function windowFormula(x: number, c: number, w: number, shape: string): number {
  switch (shape) {
    case "LINEAR":
      if (x <= c - 0.5 - (w - 1) / 2) return 0;
      if (x > c - 0.5 + (w - 1) / 2) return 1;
      return (x - (c - 0.5)) / (w - 1) + 0.5;
    case "LINEAR_EXACT":
      if (x <= c - w / 2) return 0;
      if (x > c + w / 2) return 1;
      return (x - c) / w + 0.5;
    default:
      return 1 / (1 + Math.exp(-4 * (x - c) / w));
  }
}

const windows = fc.record({
  signed: fc.boolean(),
  slope: fc.constantFrom("1", "0.5", "2", "-1", "1.25"),
  intercept: fc.constantFrom("0", "-1024", "100.5"),
  center: fc.integer({ min: -3000, max: 5000 }),
  width: fc.integer({ min: 1, max: 6000 }),
  shape: fc.constantFrom("LINEAR", "LINEAR_EXACT", "SIGMOID"),
  photometric: fc.constantFrom("MONOCHROME1", "MONOCHROME2"),
});

Deno.test("decodeDicom() and decodeWholeDicom() show any window by DICOM's formulas", async () => {
  await fc.assert(
    fc.asyncProperty(windows, async (options) => {
      const { signed, slope, intercept, center, width, shape, photometric } = options;
      const film = {
        ...allValues(signed),
        slope,
        intercept,
        photometric,
        windowCenter: `${center}\\7`,
        windowWidth: `${width}\\9`,
        voiLutFunction: shape,
      };
      const expected = storedValues(signed).map((stored) => {
        const x = Number(slope) * stored + Number(intercept);
        const y = windowFormula(x, center, width, shape);
        return photometric === "MONOCHROME1" ? 1 - y : y;
      });
      await assertShows(film, expected);
      // The viewer's 65536 steps lie over all values, of which a window may show a few.
      const isStep = width < 3;
      if (!isStep) assertClose(await viewed(film), expected, Math.max(1e-4, 0.2 / width));
    }),
    { seed: 11, numRuns: 60 },
  );
});

/** A table of any form, rising, falling or neither. */
const tables = fc.record({
  first: fc.integer({ min: -2500, max: 4000 }),
  length: fc.integer({ min: 1, max: 3000 }),
  bits: fc.oneof(fc.constant(8), fc.integer({ min: 8, max: 16 })),
  form: fc.constantFrom("rising", "falling", "mixed"),
  packed: fc.boolean(),
}).map(({ first, length, bits, form, packed }): WrittenTable => {
  const top = 2 ** bits - 1;
  const entries = Array.from({ length }, (_, i) => {
    const rising = Math.round(top * i / Math.max(1, length - 1));
    if (form === "mixed") return i * 7919 % (top + 1);
    return form === "rising" ? rising : top - rising;
  });
  return { descriptor: [length, first, bits], entries, packed: packed && bits === 8 };
});

/** The entry for a value: PS3.3, C.11.1.1.1. */
function lookUp({ descriptor: [, first], entries }: WrittenTable, value: number): number {
  if (value <= first) return entries[0]!;
  if (value >= first + entries.length - 1) return entries.at(-1)!;
  return entries[value - first]!;
}

Deno.test("decodeDicom() and decodeWholeDicom() show by any VOI table, in any encoding", async () => {
  const options = fc.record({
    voiLut: tables,
    signed: fc.boolean(),
    delimited: fc.boolean(),
    transferSyntax: fc.constantFrom(EXPLICIT, IMPLICIT, BIG_ENDIAN),
  });
  await fc.assert(
    fc.asyncProperty(options, async ({ voiLut, ...film }) => {
      const [length, first, bits] = voiLut.descriptor;
      // The first value is signed if the samples are.
      const start = film.signed ? first : Math.abs(first);
      const table = { ...voiLut, descriptor: [length, start, bits] as const };
      const written = { ...allValues(film.signed), ...film, voiLut: table };
      const expected = storedValues(film.signed).map((x) => lookUp(table, x) / (2 ** bits - 1));
      await assertShows(written, expected);
      assertClose(await viewed(written), expected, 1e-4);
    }),
    { seed: 12, numRuns: 60 },
  );
});

Deno.test("decodeDicom() applies the modality table before window and VOI table", async () => {
  await fc.assert(
    fc.asyncProperty(tables, tables, fc.boolean(), async (modality, voi, signed) => {
      const [length, first, bits] = modality.descriptor;
      const start = signed ? first : Math.abs(first);
      const modalityLut = { ...modality, descriptor: [length, start, bits] as const };
      const [voiLength, voiFirst, voiBits] = voi.descriptor;
      const voiLut = { ...voi, descriptor: [voiLength, Math.abs(voiFirst), voiBits] as const };
      const film = { ...allValues(signed), modalityLut, slope: "3" };
      const values = storedValues(signed).map((stored) => lookUp(modalityLut, stored));
      const byTable = values.map((x) => lookUp(voiLut, x) / (2 ** voiBits - 1));
      await assertShows({ ...film, voiLut }, byTable);
      // The table is taken where there is a window too.
      const window = { windowCenter: "500", windowWidth: "400" };
      await assertShows({ ...film, voiLut, ...window }, byTable);
      const byWindow = values.map((x) => windowFormula(x, 500, 400, "LINEAR"));
      await assertShows({ ...film, ...window }, byWindow);
    }),
    { seed: 13, numRuns: 40 },
  );
});

Deno.test("decodeDicom() reads a table of 65536 entries, whose number is written as 0", async () => {
  const entries = Array.from({ length: 65536 }, (_, i) => 65535 - i);
  const film = { ...allValues(false), voiLut: { descriptor: [0, 0, 16], entries } as const };
  await assertShows(film, storedValues(false).map((x) => (65535 - x) / 65535));
});

Deno.test("decodeDicom() takes a VOI table's first value for signed where values may be negative", async () => {
  const voiLut = {
    descriptor: [2000, -1000, 8],
    entries: Array.from({ length: 2000 }, (_, i) => i >> 3),
  };
  const film = {
    ...allValues(false),
    intercept: "-1024",
    voiLut: voiLut as unknown as WrittenTable,
  };
  const expected = storedValues(false).map((x) => lookUp(film.voiLut, x - 1024) / 255);
  for (const transferSyntax of [EXPLICIT, IMPLICIT]) {
    await assertShows({ ...film, transferSyntax }, expected);
  }
});

Deno.test("decodeDicom() finds window and rescaling in functional groups", async () => {
  const line = { slope: "2", intercept: "-1000" };
  const window = { windowCenter: "1200", windowWidth: "900" };
  const film = { ...allValues(true), ...line, ...window };
  for (const transferSyntax of [EXPLICIT, IMPLICIT, BIG_ENDIAN]) {
    const { shown } = await encoded({ ...film, enhanced: true, transferSyntax });
    assertEquals(shown, (await encoded(film)).shown);
  }
});

for (
  const [what, window] of [
    ["zero", { windowCenter: "0", windowWidth: "0" }],
    ["negative", { windowCenter: "2048", windowWidth: "-4096" }],
    ["a decimal comma", { windowCenter: "20,8", windowWidth: "4096" }],
    ["NaN", { windowCenter: "NaN", windowWidth: "100" }],
    ["without width", { windowCenter: "2048" }],
    ["without centre", { windowWidth: "100" }],
    ["narrower than a linear one can be", { windowCenter: "0.5", windowWidth: "0.9" }],
    ["of no width", { windowCenter: "0.5", windowWidth: "0", voiLutFunction: "LINEAR_EXACT" }],
  ] as const
) {
  Deno.test(`decodeDicom() passes over a window that is ${what}, with a note`, async () => {
    const film = allValues(false);
    const plain = await encoded(film);
    const odd = await encoded({ ...film, ...window });
    assertEquals(odd.shown, plain.shown);
    assertEquals(await viewed({ ...film, ...window }), await viewed(film));
    assertEquals([plain.notes.length, odd.notes.length], [0, 1]);
    assert(odd.notes[0]!.startsWith("the window (center "), odd.notes[0]);
  });
}

Deno.test("decodeDicom() passes over a VOI table that is not whole, for the window", async () => {
  const window = { windowCenter: "2000", windowWidth: "1000" };
  const broken = { descriptor: [9, 0, 16], entries: [1, 2, 3] } as const;
  const film = { ...allValues(false), ...window };
  const odd = await encoded({ ...film, voiLut: broken });
  assertEquals(odd.shown, (await encoded(film)).shown);
  assertEquals(odd.notes, [
    "the VOI table (0028,3010) cannot be used and is passed over: it has 3 entries; its descriptor " +
    "promises 9",
  ]);
});

Deno.test("decodeDicom() leaves padding out of the range and shows it black", async () => {
  const options = fc.record({
    signed: fc.boolean(),
    photometric: fc.constantFrom("MONOCHROME1", "MONOCHROME2"),
    bitsStored: fc.constantFrom(12, 16),
    padding: fc.constantFrom(0, -2000, 4095, -1, 32767),
    span: fc.integer({ min: -30, max: 30 }),
    hasWindow: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(options, async ({ span, padding, hasWindow, ...options }) => {
      const { signed, bitsStored, photometric } = options;
      const low = signed ? -(2 ** (bitsStored - 1)) : 0;
      const high = low + 2 ** bitsStored - 1;
      const clamp = (value: number) => Math.min(Math.max(value, low), high);
      const [value, limit] = [clamp(padding), clamp(padding + span)];
      const isPadding = (x: number) => x >= Math.min(value, limit) && x <= Math.max(value, limit);
      const image = Array.from({ length: 200 }, (_, i) => 300 + 5 * i).filter((x) => !isPadding(x));
      const values = [value, limit, ...image, value];
      const film = {
        ...options,
        rows: 1,
        columns: values.length,
        bitsAllocated: 16,
        pixels: new Uint8Array(Int16Array.from(values).buffer),
        padding: value,
        ...span !== 0 && { paddingLimit: limit },
        ...hasWindow && { windowCenter: "800", windowWidth: "500" },
      };
      const [least, greatest] = [Math.min(...image), Math.max(...image)];
      const expected = values.map((x) => {
        if (isPadding(x)) return 0;
        const y = hasWindow
          ? windowFormula(x, 800, 500, "LINEAR")
          : (x - least) / (greatest - least);
        return photometric === "MONOCHROME1" ? 1 - y : y;
      });
      await assertShows(film, expected);
      assertClose(await viewed(film), expected, 1e-3);
    }),
    { seed: 14, numRuns: 100 },
  );
});

Deno.test("decodeDicom() knows padding in words that have more bits than its values", async () => {
  const film = {
    rows: 1,
    columns: 4,
    bitsAllocated: 16,
    bitsStored: 12,
    padding: 0xf830,
    pixels: new Uint8Array(Uint16Array.of(0xf830, 100, 0x0830, 3100).buffer),
  };
  assertEquals((await encoded(film)).shown.map((y) => Math.round(1000 * y)), [0, 0, 665, 1000]);
});

Deno.test("decodeDicom() shows a film of nothing but padding as black", async () => {
  const film = { rows: 1, columns: 2, bitsAllocated: 16, padding: 7 };
  const pixels = new Uint8Array(Uint16Array.of(7, 7).buffer);
  assertEquals((await encoded({ ...film, pixels })).shown, [0, 0]);
});

Deno.test("decodeDicom() follows the Presentation LUT Shape, with a note where it contradicts", async () => {
  const film = { rows: 1, columns: 3, pixels: Uint8Array.of(0, 51, 255) };
  const upright = [0, 0.2, 1];
  const inverse = [1, 0.8, 0];
  for (
    const [photometric, presentationShape, expected, notes] of [
      ["MONOCHROME2", "IDENTITY", upright, 0],
      ["MONOCHROME2", "INVERSE", inverse, 1],
      ["MONOCHROME1", "INVERSE", inverse, 0],
      ["MONOCHROME1", "IDENTITY", upright, 1],
      ["MONOCHROME1", "LIN OD", inverse, 0],
    ] as const
  ) {
    const result = await encoded({ ...film, photometric, presentationShape });
    assertEquals(result.shown, [...expected]);
    assertEquals(result.notes.length, notes);
    assertEquals(await viewed({ ...film, photometric, presentationShape }), [...expected]);
  }
});

Deno.test("decodeDicom() stretches over percentiles where the range says so", async () => {
  const words = Uint16Array.from({ length: 1000 }, (_, i) => i === 0 ? 60000 : 1000 + i);
  const film = {
    rows: 1,
    columns: 1000,
    bitsAllocated: 16,
    pixels: new Uint8Array(words.buffer),
  };
  const range = { kind: "percentiles", low: 0, high: 99.9 } as const;
  const { pixels } = await decodeDicom(writeDicom(film), { ...FILE, range });
  assertEquals([pixels[0], pixels[1], pixels[999]], [65535, 0, 65535]);
  const whole = await decodeWholeDicom(writeDicom(film), range);
  assert(whole.shown.high < 0.02 && whole.shown.low === 0);
});
