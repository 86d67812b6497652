/**
 * What a study and its worker processes tell each other: JSON, one message a line.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { FailedStage } from "./shared_fault.ts";

/** To a worker: bring this run to its end. */
export interface WorkerJob {
  /** The run's folder. */
  readonly folder: string;
  readonly config: Config;
}

/** From a worker: how its run goes. Every job ends with one of the last three. */
export type WorkerMessage =
  | { readonly kind: "trains" }
  | { readonly kind: "epoch"; readonly epoch: number; readonly epochs: number }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string; readonly stage: FailedStage }
  | { readonly kind: "stopped" };

/** The lines of a stream of bytes, without their ends; a last line may lack its end. */
export async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}
