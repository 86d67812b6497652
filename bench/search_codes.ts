/**
 * Made-up codes for `deno task bench search`, and an index of them with made-up cases.
 *
 * @module
 */
import type { Random } from "../lib/base/random.ts";
import { CaseTable } from "../lib/store/memory/case_table.ts";
import { writeIndex } from "../lib/store/memory/index_files.ts";
import { Lazy, NumberColumn } from "../lib/store/memory/columns.ts";
import { TextColumn } from "../lib/store/memory/text_column.ts";

/** How codes are spread: evenly, or around centres as those of a trained network are. */
export type Spread = "uniform" | "clustered";

/** Codes around one centre. */
const CLUSTER = 1000;
/** A clustered code differs from its centre in fewer bits than this. */
const FLIPS = 10;
const LABELS = 14;

/** Codes and queries `[n, bytes]` that are spread alike. */
export function spreadCodes(
  { spread, width, codes, queries }: {
    readonly spread: Spread;
    /** Bytes of a code. */
    readonly width: number;
    readonly codes: number;
    readonly queries: number;
  },
  random: Random,
): { readonly codes: Uint8Array; readonly queries: Uint8Array } {
  if (spread === "uniform") {
    return { codes: evenCodes(codes * width, random), queries: evenCodes(queries * width, random) };
  }
  const centres = evenCodes(Math.ceil(codes / CLUSTER) * width, random);
  return {
    codes: codesAround(centres, { count: codes, width }, random),
    queries: codesAround(centres, { count: queries, width }, random),
  };
}

function evenCodes(bytes: number, random: Random): Uint8Array {
  const words = Uint32Array.from({ length: Math.ceil(bytes / 4) }, () => random.below(2 ** 32));
  return new Uint8Array(words.buffer, 0, bytes);
}

function codesAround(
  centres: Uint8Array,
  { count, width }: { readonly count: number; readonly width: number },
  random: Random,
): Uint8Array {
  const codes = new Uint8Array(count * width);
  for (let start = 0; start < codes.length; start += width) {
    const centre = random.below(centres.length / width) * width;
    codes.set(centres.subarray(centre, centre + width), start);
    for (let flips = random.below(FLIPS); flips > 0; flips--) {
      const bit = random.below(8 * width);
      codes[start + (bit >> 3)]! ^= 1 << (bit & 7);
    }
  }
  return codes;
}

/** Writes an index of the codes, each with a case of its own. */
export async function writeSyntheticIndex(
  folder: string,
  codes: Uint8Array,
  width: number,
): Promise<void> {
  const cases = codes.length / width;
  const labelNames = Array.from({ length: LABELS }, (_, n) => `finding ${n}`);
  const patients = Math.ceil(cases / 4);
  const table = new CaseTable(labelNames, {
    ids: numberedTexts("film ", cases),
    images: new TextColumn(cases, Lazy.of(emptyTexts(cases))),
    labels: new NumberColumn(new Uint32Array(cases).map((_, n) => n % 2 ** LABELS)),
    unknown: new NumberColumn(new Uint32Array(cases)),
    patients: new NumberColumn(new Uint32Array(cases).map((_, n) => n % patients)),
    patientNames: numberedTexts("patient ", patients),
    sexes: new NumberColumn(new Uint8Array(cases).map((_, n) => n % 2)),
    sexNames: ["F", "M"],
    views: new NumberColumn(new Uint8Array(cases).map((_, n) => n % 3 % 2)),
    viewNames: ["PA", "AP"],
    ages: new NumberColumn(new Float64Array(cases).map((_, n) => n % 90)),
    dates: new NumberColumn(new Uint32Array(cases)),
    visits: new NumberColumn(new Float64Array(cases).fill(NaN)),
    reports: new TextColumn(cases, Lazy.of(emptyTexts(cases))),
    numbers: new NumberColumn(new Uint32Array(cases).map((_, n) => n)),
  }, cases);
  await writeIndex(folder, { info: { bits: 8 * width, model: "", labelNames }, table, codes });
}

/** Texts that differ in eight digits. */
function numberedTexts(start: string, count: number): TextColumn {
  const width = start.length + 8;
  const bytes = new Uint8Array(count * width);
  const ends = new Uint32Array(count).map((_, n) => (n + 1) * width);
  const letters = new TextEncoder().encode(start);
  for (let n = 0; n < count; n++) {
    bytes.set(letters, n * width);
    for (let digit = width - 1, rest = n; digit >= letters.length; digit--) {
      bytes[n * width + digit] = 48 + rest % 10;
      rest = Math.floor(rest / 10);
    }
  }
  return new TextColumn(count, Lazy.of({ bytes, ends }));
}

function emptyTexts(count: number) {
  return { bytes: new Uint8Array(), ends: new Uint32Array(count) };
}
