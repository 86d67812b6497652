// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * How fast DICOM films are read, whole and as films of 224 pixels, in each transfer syntax; beside
 * PNG of the same samples, and libvips' own reading of that PNG; and how soon a film that is cut in
 * half is refused.
 *
 * @module
 */
import { cpuUsage } from "node:process";
import { Command } from "commander";
import sharp from "sharp";
import { InputError } from "../lib/base/errors.ts";
import { decodeFilm } from "../lib/data/images/decode.ts";
import { decodeDicom, decodeWholeDicom } from "../lib/data/images/dicom/mod.ts";
import { COMPRESSIONS, dicomFile, filmSamples, type FilmShape } from "./dicom_films.ts";

const SMALL = { width: 1024, height: 1024 };
const FILM = { width: 4096, height: 3662 };
const LARGE = { width: 8192, height: 8100 };
const SETTINGS = { size: 224, fit: "squash", window: "file" } as const;
/** Each is measured as often; the least counts. */
const TIMES = 5;

/** The command and its options. */
export function command(): Command {
  return new Command("dicom")
    .description("Measures the reading of DICOM films in every transfer syntax.")
    .action(run);
}

/** Prints the figures. */
async function run(): Promise<void> {
  console.log("milliseconds on the clock (of the processor), megabytes of samples a second");
  for (const size of [SMALL, FILM]) {
    for (const bits of [8, 12]) await compareSyntaxes({ ...size, bits });
  }
  for (const size of [FILM, LARGE]) {
    for (const bits of [8, 16]) await measureWhole({ ...size, bits });
  }
  for (const bits of [8, 16]) await compareFolders({ ...SMALL, bits });
}

async function compareSyntaxes(shape: FilmShape): Promise<void> {
  const samples = filmSamples(shape);
  for (const compression of COMPRESSIONS) {
    const file = await dicomFile(samples, shape, compression);
    if (file === undefined) continue;
    const read = await least(() => decodeDicom(file, { window: "full" }));
    const half = file.subarray(0, file.length / 2);
    const refused = await least(() => refusal(half), 1);
    console.log(
      `${named(shape)} ${compression}: ${told(read, samples)}, cut in half ${ms(refused)}`,
    );
  }
}

async function measureWhole(shape: FilmShape): Promise<void> {
  const samples = filmSamples(shape);
  const file = (await dicomFile(samples, shape, "none"))!;
  const encoded = await least(() => decodeFilm(file, "film", SETTINGS));
  const whole = await least(() => decodeWholeDicom(file));
  console.log(`${named(shape)} to encode ${ms(encoded)}, to view ${ms(whole)}`);
}

/** Films of one shape one after another, as DICOM and as PNG, and libvips' own reading of the PNG. */
async function compareFolders(shape: FilmShape): Promise<void> {
  const { width, height, bits } = shape;
  const samples = filmSamples(shape);
  const dicom = (await dicomFile(samples, shape, "none"))!;
  const words = bits > 8 ? new Uint16Array(samples.buffer) : samples;
  const image = sharp(words, { raw: { width, height, channels: 1 } });
  const png = await image.toColourspace(bits > 8 ? "grey16" : "b-w").png().toBuffer();
  const vips = await least(() =>
    sharp(png).raw({ depth: bits > 8 ? "ushort" : "uchar" }).toBuffer()
  );
  const asPng = await least(() => decodeFilm(new Uint8Array(png), "film", SETTINGS));
  const asDicom = await least(() => decodeFilm(dicom, "film", SETTINGS));
  console.log(
    `${named(shape)} as DICOM ${told(asDicom, samples)}; as PNG ${told(asPng, samples)}; ` +
      `libvips alone, without resizing: ${told(vips, samples)}`,
  );
}

interface Time {
  readonly clock: number;
  readonly processor: number;
}

/** The least time of some runs, after one that is not counted. */
async function least(work: () => Promise<unknown>, times = TIMES): Promise<Time> {
  await work();
  let best: Time = { clock: Infinity, processor: Infinity };
  for (let n = 0; n < times; n++) {
    const used = cpuUsage();
    const started = performance.now();
    await work();
    const { user, system } = cpuUsage(used);
    const clock = Math.min(best.clock, performance.now() - started);
    best = { clock, processor: Math.min(best.processor, (user + system) / 1000) };
  }
  return best;
}

/** Reads a film that is to be refused. */
async function refusal(bytes: Uint8Array): Promise<void> {
  try {
    await decodeDicom(bytes, { window: "full" });
  } catch (error) {
    if (error instanceof InputError) return;
    throw error;
  }
  throw new Error("A film that is cut in half was read");
}

const named = ({ width, height, bits }: FilmShape) => `${width}×${height}, ${bits} bits:`;
const ms = ({ clock, processor }: Time) => `${clock.toFixed(1)} (${processor.toFixed(1)}) ms`;

function told(time: Time, { length }: Uint8Array): string {
  return `${ms(time)}, ${(length / 1000 / time.clock).toFixed(0)} MB/s`;
}
