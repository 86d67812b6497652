/**
 * A process that reads films for the viewer: it decodes and encodes what users send, and may
 * neither write files nor use the network. See film_pool.ts, which starts and ends it.
 *
 * @module
 */
import process from "node:process";
import sharp from "sharp";
import { decodeFilm, decodeImage, type DeepImage } from "../data/images/decode.ts";
import { unitFilms } from "../data/images/unit_films.ts";
import { InputError } from "../errors.ts";
import type { FilmEncoder } from "../search/film_encoder.ts";
import { occlusionMap } from "../search/occlusion.ts";
import type { FilmAnswers, FilmFile, FilmJob, FilmMessage } from "./film_jobs.ts";

/** What encodes films. */
export type WorkerEncoder = Pick<FilmEncoder, "model" | "encode" | "encodeFilms" | "settings">;

/**
 * Opens the encoder and does jobs until the process is ended. Without an encoder, as with codes of
 * features, films can still be shown.
 */
export async function serveFilms(open: () => Promise<WorkerEncoder>): Promise<void> {
  // Ctrl-C reaches every process of a terminal; the server ends this one.
  Deno.addSignalListener("SIGINT", () => {});
  process.on("disconnect", () => Deno.exit());
  let encoder: WorkerEncoder;
  try {
    encoder = await open();
    tell({ kind: "ready", encoder: { model: encoder.model } });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    encoder = brokenEncoder(error);
    tell({ kind: "ready", encoder: { problem: error.message } });
  }
  process.on("message", async (job: FilmJob) => tell(await answer(job, encoder)));
}

function brokenEncoder(error: InputError): WorkerEncoder {
  return {
    model: "",
    settings: { size: 1, fit: "squash", window: "file" },
    encode: () => Promise.reject(error),
    encodeFilms: () => Promise.reject(error),
  };
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
      return await occlusionOf(job.film, encoder);
  }
}

async function occlusionOf({ bytes, name }: FilmFile, encoder: WorkerEncoder) {
  const film = unitFilms([await decodeFilm(bytes, name, encoder.settings)]);
  return { ...await occlusionMap(film, encoder), fit: encoder.settings.fit };
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
