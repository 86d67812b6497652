/**
 * A process that reads films for the viewer: it decodes and encodes what users send, and may
 * neither write files nor use the network. See film_pool.ts, which starts and ends it.
 *
 * @module
 */
import process from "node:process";
import sharp from "sharp";
import { decodeImage, type FilmSettings } from "../data/images/decode.ts";
import type { WholeImage } from "../data/images/deep_image.ts";
import { ramp, shadePixels } from "../data/images/shade.ts";
import { InputError } from "../base/errors.ts";
import type { Encoder } from "../run/encoder.ts";
import { occlusionOfFile } from "../search/explain/occlusion.ts";
import type { FilmAnswers, FilmCode, FilmFile, FilmJob, FilmMessage } from "./film_jobs.ts";

/** What encodes films. */
export type WorkerEncoder = Pick<Encoder, "identity" | "encode" | "encodeFile" | "filmSettings">;

/** Why there is no encoder of films. */
export interface MissingEncoder {
  readonly identity?: undefined;
  readonly problem: string;
}

/**
 * Opens the encoder and does jobs until the process is ended.
 *
 * @param open The encoder, or why the index has none; its films can be shown all the same
 */
export async function serveFilms(
  open: () => Promise<WorkerEncoder | MissingEncoder>,
): Promise<void> {
  // Ctrl-C reaches every process of a terminal; the server ends this one.
  Deno.addSignalListener("SIGINT", () => {});
  process.on("disconnect", () => Deno.exit());
  try {
    const encoder = await open();
    if (encoder.identity !== undefined) await warmUp(encoder);
    process.on("message", async (job: FilmJob) => tell(await answer(job, encoder)));
    const { identity: model } = encoder;
    tell({ kind: "ready", encoder: model === undefined ? encoder : { model } });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell({ kind: "unfit", message: error.message });
  }
}

/** Encodes a blank film: what a network does first takes far longer than what it does next. */
async function warmUp(encoder: WorkerEncoder): Promise<void> {
  await encoder.encode(new Float32Array(encoder.filmSettings.size ** 2));
}

async function answer(job: FilmJob, encoder: WorkerEncoder | MissingEncoder): Promise<FilmMessage> {
  try {
    return { kind: "answer", answer: await done(job, encoder) };
  } catch (error) {
    if (error instanceof InputError) return { kind: "problem", message: error.message };
    const message =
      `Cannot read the image "${job.film.name}": it is damaged, or of a kind that is ` +
      "not read";
    return { kind: "problem", message, fault: String(Object(error).stack ?? error) };
  }
}

async function done(
  job: FilmJob,
  encoder: WorkerEncoder | MissingEncoder,
): Promise<FilmAnswers[FilmJob["kind"]]> {
  const { bytes, name } = job.film;
  switch (job.kind) {
    case "encode":
      return await codeOf(job.film, usable(encoder));
    case "pixels":
      return await decodeImage(bytes, name, settingsOf(encoder));
    case "picture":
      return await picture(await decodeImage(bytes, name, settingsOf(encoder)), job.size);
    case "occlusion":
      return await occlusionOf(job.film, usable(encoder));
  }
}

async function codeOf({ bytes, name }: FilmFile, encoder: WorkerEncoder): Promise<FilmCode> {
  const notes: string[] = [];
  const onNote = (note: string) => notes.push(`Of "${name}" ${note}`);
  const { continuous, isFamiliar } = await encoder.encodeFile(bytes, name, { onNote });
  return { continuous, notes, isFamiliar };
}

/** How the encoder sees films, which people are to see alike. */
function settingsOf(encoder: WorkerEncoder | MissingEncoder): Partial<FilmSettings> {
  return encoder.identity === undefined ? {} : encoder.filmSettings;
}

function usable(encoder: WorkerEncoder | MissingEncoder): WorkerEncoder {
  if (encoder.identity !== undefined) return encoder;
  throw new InputError(`Cannot search for films: ${encoder.problem}`);
}

async function occlusionOf({ bytes, name }: FilmFile, encoder: WorkerEncoder) {
  return { ...await occlusionOfFile(bytes, name, encoder), fit: encoder.filmSettings.fit };
}

async function picture(image: WholeImage, size: number): Promise<Uint8Array> {
  const { width, height, pixels, shown } = image;
  const isAllShown = shown.low === 0 && shown.high === 1;
  const shade = ramp(65535 * shown.low, 65535 * shown.high);
  const png = await sharp(isAllShown ? pixels : shadePixels(pixels, shade), {
    raw: { width, height, channels: 1 },
  })
    .resize(size, size, { fit: "inside", withoutEnlargement: true, kernel: "lanczos3" })
    .toColourspace("b-w").png({ compressionLevel: 6 }).toBuffer();
  return new Uint8Array(png);
}

function tell(message: FilmMessage): void {
  process.send!(message);
}
