// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * How fast pictures are read: a folder of PNG films of 1024 pixels into the cache, beside what
 * libvips alone takes to read and resize the same files, and single large films, to encode and to
 * view.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { cpuUsage } from "node:process";
import { Command } from "commander";
import sharp from "sharp";
import { wholeNumber } from "../cli/command_line.ts";
import { mapConcurrently } from "../lib/base/concurrency.ts";
import { cacheFilms } from "../lib/data/images/cache.ts";
import { decodeFilm, decodeImage } from "../lib/data/images/decode.ts";
import { filmSamples } from "./dicom_films.ts";

const SIDE = 1024;
const LARGE = [[4288, 3520], [8192, 8056]] as const;
const SETTINGS = { size: 224, fit: "squash", window: "file" } as const;

/** The command and its options. */
export function command(): Command {
  return new Command("films")
    .description("Measures the reading of PNG and JPEG films, beside libvips alone.")
    .option("--films <n>", "how many in the folder", wholeNumber("--films", 1), 100)
    .action(run);
}

/** Prints the figures. */
async function run({ films }: { readonly films: number }): Promise<void> {
  console.log("milliseconds on the clock (of the processor), megabytes of pixels a second");
  const folder = await Deno.makeTempDir();
  try {
    await compareFolder(folder, films);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  for (const [width, height] of LARGE) await measureLarge(width, height);
}

async function compareFolder(folder: string, films: number): Promise<void> {
  const png = await picture(SIDE, SIDE).png().toBuffer();
  const paths = Array.from({ length: films }, (_, n) => join(folder, `${n}.png`));
  // The cache would know equal files again.
  for (const [n, path] of paths.entries()) {
    await Deno.writeFile(path, new Uint8Array([...png, n & 255, n >> 8]));
  }
  const { size } = SETTINGS;
  const pixels = films * SIDE * SIDE;
  const read = (resized: boolean) =>
    mapConcurrently(paths, availableParallelism() + 1, async (path) => {
      const image = sharp(await Deno.readFile(path));
      await (resized ? image.resize(size, size, { fit: "fill" }) : image).raw().toBuffer();
    });
  console.log(`${films} PNG of ${SIDE}×${SIDE} pixels`);
  tell("libvips alone, whole", await timed(() => read(false)), pixels);
  tell("libvips alone, resized", await timed(() => read(true)), pixels);
  let run = 0;
  const cached = () => cacheFilms(paths, { ...SETTINGS, directory: join(folder, `cache${run++}`) });
  tell("into the cache", await timed(cached), pixels);
}

async function measureLarge(width: number, height: number): Promise<void> {
  const image = picture(width, height);
  const name = `${width}×${height}`;
  for (
    const [kind, bytes] of [
      ["PNG", await image.clone().png({ compressionLevel: 1 }).toBuffer()],
      ["JPEG", await image.clone().jpeg().toBuffer()],
    ] as const
  ) {
    const alone = () => sharp(bytes, { limitInputPixels: false }).raw().toBuffer();
    tell(`${name} ${kind}, libvips alone`, await timed(alone), width * height);
    const film = () => decodeFilm(bytes, name, SETTINGS);
    tell(`${name} ${kind}, to encode`, await timed(film), width * height);
    tell(`${name} ${kind}, to view`, await timed(() => decodeImage(bytes, name)), width * height);
  }
}

/** A grey picture of 8 bits with the grain of a film. */
function picture(width: number, height: number) {
  return sharp(filmSamples({ width, height, bits: 8 }), { raw: { width, height, channels: 1 } })
    .toColourspace("b-w");
}

/** The least time of three runs, in milliseconds on the clock and of the processor. */
async function timed(work: () => Promise<unknown>): Promise<readonly [number, number]> {
  let [clock, processor] = [Infinity, Infinity];
  for (let n = 0; n < 3; n++) {
    const used = cpuUsage();
    const started = performance.now();
    await work();
    clock = Math.min(clock, performance.now() - started);
    const { user, system } = cpuUsage(used);
    processor = Math.min(processor, (user + system) / 1000);
  }
  return [clock, processor];
}

function tell(what: string, [clock, processor]: readonly [number, number], pixels: number): void {
  const rate = (pixels / 1000 / clock).toFixed(0);
  console.log(`${what}: ${clock.toFixed(0)} (${processor.toFixed(0)}) ms, ${rate} MB/s`);
}
