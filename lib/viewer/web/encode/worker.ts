/// <reference lib="dom" />
/**
 * The worker that reads films on the reader's machine: decodes them with libvips and encodes them with
 * ONNX Runtime, both in WebAssembly. It sends nothing anywhere but the answers to its page.
 *
 * @module
 */
import { openOnnxModel } from "../../../autodiff/executors/onnx_model.ts";
import { messageOf } from "../../../base/errors.ts";
import { decodeFilm, decodeImage } from "../../../data/images/decode.ts";
import { unitFilms } from "../../../data/images/unit_films.ts";
import { type Familiarity, type FamiliarVectors, isFamiliar } from "../../../worth/familiarity.ts";
import { pictureOf } from "../../../worth/picture.ts";
import type { EncoderInPage, ListedVectors } from "../../encoder_in_page.ts";
import type { ReadCode, ReaderAnswer, ReaderJob } from "./jobs.ts";

/** A worker's own `postMessage`; the types of a page know only that of windows. */
const port = self as unknown as Pick<Worker, "postMessage">;

let encoder: ReturnType<typeof openEncoder> | undefined;

/** The encoder of the index, which is downloaded when the first film is to be encoded. */
async function openEncoder() {
  const [{ filmSettings, familiarity }, bytes] = await Promise.all([
    fetchCard(),
    fetchFile("encoder.onnx"),
  ]);
  const model = await openOnnxModel(bytes, { name: "encoder.onnx", runtime: "onnxruntime-web" });
  return { filmSettings, familiarity: familiarityOf(familiarity), model };
}

function familiarityOf(told: EncoderInPage["familiarity"]): Familiarity | undefined {
  if (told === null) return undefined;
  const { codes, pictures } = told;
  return { ...told, codes: vectorsOf(codes), pictures: pictures ? vectorsOf(pictures) : undefined };
}

function vectorsOf({ usual, gaussian: { mean, factor } }: ListedVectors): FamiliarVectors {
  return { usual, gaussian: { mean: Float64Array.from(mean), factor: Float64Array.from(factor) } };
}

let card: Promise<EncoderInPage> | undefined;

async function fetchCard(): Promise<EncoderInPage> {
  card ??= fetchFile("encoder.json").then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  return await card;
}

async function fetchFile(name: string): Promise<Uint8Array> {
  const answer = await fetch(name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function codeOf({ bytes, name }: ReaderJob): Promise<ReadCode> {
  const { filmSettings, familiarity, model } = await (encoder ??= openEncoder());
  const notes: string[] = [];
  const onNote = (note: string) => notes.push(`Of "${name}" ${note}`);
  const film = unitFilms([await decodeFilm(bytes, name, filmSettings, { onNote })]);
  const { size } = filmSettings;
  const { values: continuous } = await model.run(film, [1, 1, size, size]);
  const seen = { picture: pictureOf(film), continuous };
  return {
    continuous: Array.from(continuous),
    notes,
    isFamiliar: familiarity && isFamiliar(seen, familiarity),
  };
}

async function answer(job: ReaderJob): Promise<ReaderAnswer> {
  const { id } = job;
  try {
    if (job.kind === "encode") return { id, kind: "code", code: await codeOf(job) };
    const { filmSettings } = await fetchCard();
    return { id, kind: "pixels", image: await decodeImage(job.bytes, job.name, filmSettings) };
  } catch (error) {
    return { id, kind: "failed", message: messageOf(error) };
  }
}

addEventListener("message", async ({ data }: MessageEvent<ReaderJob>) => {
  const said = await answer(data);
  port.postMessage(said, said.kind === "pixels" ? [said.image.pixels.buffer] : []);
});
