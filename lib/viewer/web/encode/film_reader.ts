/**
 * Films that stay on the reader's machine: a worker of the page reads them, and only codes are sent.
 *
 * @module
 */
import { FilmPixels } from "../film/pixels.ts";
import { texts } from "../language.ts";
import { current, valueOf } from "../state.ts";
import type { ReadCode, ReaderAnswer, ReaderJob } from "./jobs.ts";

/** The worker's module, and the policy that lets the page start it and no other script. */
const WORKER = "/encode/worker.ts";
const POLICY = "film-reader";

/** Whether films that a user opens stay on this machine. */
export function filmsStay(): boolean {
  const { collection, staysHere } = current();
  return staysHere && valueOf(collection)?.encodesInPage === true;
}

/** The code of a film, made on this machine. */
export async function encodeHere(film: Blob, name: string, signal: AbortSignal): Promise<ReadCode> {
  const answer = await ask("encode", { film, name }, signal);
  if (answer.kind === "code") return answer.code;
  throw new TypeError(answer.kind);
}

/** The pixels of a film, read on this machine. */
export async function pixelsHere(
  film: Blob,
  name: string,
  signal: AbortSignal,
): Promise<FilmPixels> {
  const answer = await ask("pixels", { film, name }, signal);
  if (answer.kind === "pixels") {
    return new FilmPixels(answer.image.pixels, answer.image, answer.image);
  }
  throw new TypeError(answer.kind);
}

let worker: Worker | undefined;
let jobs = 0;

/** The worker, which starts with the first film. */
function startWorker(): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy(POLICY, { createScriptURL: () => WORKER });
  return new Worker((policy?.createScriptURL("") ?? WORKER) as string, { type: "module" });
}

/** What this module uses of Trusted Types, which Deno's types of a page lack. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL: (url: string) => unknown };
}

/** @throws {Error} with what the worker says, or if the signal is given up first */
async function ask(
  kind: ReaderJob["kind"],
  { film, name }: { readonly film: Blob; readonly name: string },
  signal: AbortSignal,
): Promise<Exclude<ReaderAnswer, { readonly kind: "failed" }>> {
  const bytes = new Uint8Array(await film.arrayBuffer());
  const reader = worker ??= startWorker();
  const id = ++jobs;
  const { promise, resolve, reject } = Promise.withResolvers<ReaderAnswer>();
  const hear = ({ data }: MessageEvent<ReaderAnswer>) => data.id === id && resolve(data);
  const fail = () => reject(new Error(texts().here.stopped));
  const leave = () => reject(signal.reason);
  reader.addEventListener("message", hear);
  reader.addEventListener("error", fail);
  signal.addEventListener("abort", leave);
  try {
    reader.postMessage({ id, kind, bytes, name } satisfies ReaderJob, [bytes.buffer]);
    const answer = await promise;
    if (answer.kind === "failed") throw new Error(answer.message);
    return answer;
  } finally {
    reader.removeEventListener("message", hear);
    reader.removeEventListener("error", fail);
    signal.removeEventListener("abort", leave);
  }
}
