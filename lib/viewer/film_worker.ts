/**
 * A process that reads films for the viewer: it decodes and encodes what users send, and may
 * neither write files nor use the network. See film_pool.ts, which starts and ends it.
 *
 * @module
 */
import process from "node:process";
import sharp from "sharp";
import { decodeImage, type DeepImage } from "../data/images/decode.ts";
import { InputError } from "../errors.ts";
import type { OcclusionMap } from "../search/explanation.ts";
import type { FilmEncoder } from "../search/film_encoder.ts";
import type { FilmAnswers, FilmFile, FilmJob, FilmMessage } from "./film_jobs.ts";

/** What the process needs beside the decoders. */
export interface WorkerEncoder extends FilmEncoder {
  occlusion(bytes: Uint8Array, name: string): Promise<OcclusionMap>;
}

/** Opens the encoder and does jobs until the process is ended. */
export async function serveFilms(open: () => Promise<WorkerEncoder>): Promise<void> {
  // Ctrl-C reaches every process of a terminal; the server ends this one.
  Deno.addSignalListener("SIGINT", () => {});
  process.on("disconnect", () => Deno.exit());
  try {
    const encoder = await open();
    process.on("message", async (job: FilmJob) => tell(await answer(job, encoder)));
    tell({ kind: "ready" });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell({ kind: "unfit", message: error.message });
  }
}

async function answer(job: FilmJob, encoder: WorkerEncoder): Promise<FilmMessage> {
  try {
    return { kind: "answer", answer: await done(job, encoder) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: "problem", message: error.message };
  }
}

async function done(
  job: FilmJob,
  encoder: WorkerEncoder,
): Promise<FilmAnswers[FilmJob["kind"]]> {
  const { bytes, name } = job.film;
  switch (job.kind) {
    case "encode":
      return await encoder.encode(bytes, name);
    case "pixels":
      return await wholeImage(job.film);
    case "picture":
      return await picture(await wholeImage(job.film), job.size);
    case "occlusion":
      return await encoder.occlusion(bytes, name);
  }
}

function wholeImage({ bytes, name }: FilmFile): Promise<DeepImage> {
  return decodeImage(bytes, name, { window: "file" });
}

async function picture({ width, height, pixels }: DeepImage, size: number): Promise<Uint8Array> {
  const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .resize(size, size, { fit: "inside", withoutEnlargement: true, kernel: "lanczos3" })
    .toColourspace("b-w").png({ compressionLevel: 6 }).toBuffer();
  return new Uint8Array(png);
}

function tell(message: FilmMessage): void {
  process.send!(message);
}
