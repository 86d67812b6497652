/**
 * Films read and changed on threads of their own, so that training does not wait for them: a step
 * keeps the main thread busy from its beginning to its end.
 *
 * @module
 */
import { Worker } from "node:worker_threads";
import { messageOf } from "../../base/errors.ts";
import type { FilmChange } from "../augment/change_film.ts";
import type { ImageInputs } from "../dataset.ts";
import { doFilmJob, type FilmAnswer, type FilmJob } from "./film_job.ts";

/** See the module. Threads last until it is closed. */
export class FilmReader implements AsyncDisposable {
  readonly #inputs: ImageInputs;
  readonly #workers: readonly FilmWorker[];
  #asked = 0;
  #films = 0;
  #milliseconds = 0;

  /** @param threads How many read; 0: films are read on this thread, when they are asked for */
  constructor(inputs: ImageInputs, threads: number) {
    this.#inputs = inputs;
    this.#workers = Array.from({ length: threads }, () => new FilmWorker());
  }

  /**
   * The films of these rows, `[rows, 1, size, size]` in 0 … 1.
   *
   * @param changes How each is changed; default: not at all
   * @throws {Error} if they cannot be read any more
   */
  async read(
    rows: Uint32Array,
    changes?: readonly FilmChange[],
  ): Promise<Float32Array<ArrayBuffer>> {
    const { size, stored } = this.#inputs;
    const start = performance.now();
    const films = stored?.(rows) ?? await this.#inputs.read(rows);
    const readHere = performance.now() - start;
    const job: FilmJob = { films, size, changes };
    const isDone = stored === undefined && changes === undefined;
    // Each worker in turn.
    const worker = isDone ? undefined : this.#workers[this.#asked++ % this.#workers.length];
    const answer = await worker?.ask(job) ?? doFilmJob(job);
    this.#films += rows.length;
    this.#milliseconds += readHere + answer.milliseconds;
    return answer.films;
  }

  /** Films a second that it can read, measured since the last call; undefined where it read none. */
  takeRate(): number | undefined {
    const seconds = this.#milliseconds / 1000 / Math.max(1, this.#workers.length);
    const rate = seconds > 0 ? this.#films / seconds : undefined;
    this.#films = 0;
    this.#milliseconds = 0;
    return rate;
  }

  /** Ends the threads; films that were asked for and have not come will not. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end()));
  }

  /** Ends the threads at the end of a block that says `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A thread that does one job after the other. */
class FilmWorker {
  readonly #worker = new Worker(new URL("film_thread.ts", import.meta.url));
  /** Who waits for an answer, in the order of the jobs. */
  readonly #waiting: PromiseWithResolvers<FilmAnswer>[] = [];

  /** Why it does nothing any more. */
  #fault: Error | undefined;

  constructor() {
    this.#worker.on("message", (answer: FilmAnswer | { readonly error: string }) => {
      const waiting = this.#waiting.shift();
      if ("error" in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer);
    });
    this.#worker.on("error", (error) => this.#stop(new Error(messageOf(error))));
    this.#worker.on("exit", () => this.#stop(new Error("Cannot read films: their thread ended")));
  }

  /** Gives it a job at once, so that it can go on to it while this thread is busy. */
  async ask(job: FilmJob): Promise<FilmAnswer> {
    if (this.#fault !== undefined) throw this.#fault;
    const waiting = Promise.withResolvers<FilmAnswer>();
    this.#waiting.push(waiting);
    this.#worker.postMessage(job);
    return await waiting.promise;
  }

  #stop(fault: Error): void {
    this.#fault ??= fault;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#fault);
  }

  async end(): Promise<void> {
    // Who still waits is not told that it ends, since it was closed on purpose.
    this.#waiting.length = 0;
    await this.#worker.terminate();
  }
}
