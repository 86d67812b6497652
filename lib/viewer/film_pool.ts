/**
 * The processes that read films. A film that crashes its process, or keeps it busy for too long,
 * costs that process and nothing else: the next job gets a new one.
 *
 * @module
 */
import { type ChildProcess, fork, type ForkOptions } from "node:child_process";
import { fileURLToPath } from "node:url";
import { InputError } from "../base/errors.ts";
import type { EncoderState, FilmAnswers, FilmJob, FilmMessage } from "./film_jobs.ts";

/** Options of {@linkcode FilmPool}. */
export interface FilmPoolOptions {
  /** The folder of the index whose encoder is used. */
  readonly index: string;
  /** Processes. */
  readonly processes: number;
  /** Jobs that may wait for a process; more are refused. */
  readonly waiting: number;
  /** The longest that a job may take, in milliseconds. */
  readonly timeout: number;
  /** The longest that a process may take to be ready, in milliseconds. */
  readonly startTime: number;
  /** The module that a process runs; default: main_worker.ts. */
  readonly module?: string;
  /** A process ended in the middle of a job. */
  readonly onLost?: (reason: string) => void;
}

/** A film that cannot be read, or not in time. */
export class FilmError extends InputError {
  /** What a printed error begins with. */
  override name = "FilmError";
}

/** More is asked than can be done at the moment; it may be asked again. */
export class BusyError extends Error {
  /** What a printed error begins with. */
  override name = "BusyError";
}

/** Those that someone waits for come first; lower is sooner. */
const URGENCY: Readonly<Record<FilmJob["kind"], number>> = {
  encode: 0,
  pixels: 1,
  picture: 2,
  occlusion: 3,
};

/** What a process may do: no writing, no network, no other programs. FFI is for sharp and ONNX Runtime. */
const PERMISSIONS = ["--allow-read", "--allow-env", "--allow-sys", "--allow-ffi"];

interface WaitingJob {
  readonly job: FilmJob;
  readonly resolve: (answer: FilmAnswers[FilmJob["kind"]]) => void;
  readonly reject: (reason: unknown) => void;
}

/** A fixed number of processes and a queue of bounded length. */
export class FilmPool {
  /** What films are encoded with. */
  readonly encoder: EncoderState;
  readonly #options: FilmPoolOptions;
  readonly #idle: FilmProcess[] = [];
  readonly #working = new Set<FilmProcess>();
  #queue: WaitingJob[] = [];
  #closed = false;

  private constructor(
    options: FilmPoolOptions,
    started: readonly FilmProcess[],
    encoder: EncoderState,
  ) {
    this.#options = options;
    this.#idle.push(...started);
    this.encoder = encoder;
  }

  /**
   * Starts the processes.
   *
   * @throws {InputError} if they cannot open the encoder, or do not start
   */
  static async open(options: FilmPoolOptions): Promise<FilmPool> {
    const started = Array.from({ length: options.processes }, () => new FilmProcess(options));
    try {
      const encoders = await Promise.all(started.map((one) => one.ready));
      const encoder = encoders[0]!;
      if (!encoders.every((other) => isSame(other, encoder))) throw changedEncoder();
      return new FilmPool(options, started, encoder);
    } catch (error) {
      await Promise.all(started.map((one) => one.end()));
      throw error;
    }
  }

  /** Jobs that wait for a process. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Jobs in work. */
  get working(): number {
    return this.#working.size;
  }

  /**
   * Does a job, when its turn comes.
   *
   * @param signal Takes the job out of the queue again
   * @throws {FilmError} if the film cannot be read, or not in time
   * @throws {BusyError} if too many jobs wait, or it is taken out
   */
  run<K extends FilmJob["kind"]>(
    job: FilmJob & { readonly kind: K },
    signal?: AbortSignal,
  ): Promise<FilmAnswers[K]> {
    if (signal?.aborted) return Promise.reject(new BusyError("the request was broken off"));
    if (this.#closed || this.#queue.length >= this.#options.waiting) {
      return Promise.reject(new BusyError("too many films are waiting to be read; try again soon"));
    }
    return new Promise((resolve, reject) => {
      const waiting = { job, resolve: resolve as WaitingJob["resolve"], reject };
      const place = this.#queue.findIndex((other) => URGENCY[other.job.kind] > URGENCY[job.kind]);
      this.#queue.splice(place < 0 ? this.#queue.length : place, 0, waiting);
      signal?.addEventListener("abort", () => {
        this.#queue = this.#queue.filter((other) => other !== waiting);
        reject(new BusyError("the request was broken off"));
      }, { once: true });
      this.#start();
    });
  }

  /** Ends all processes; jobs in work or waiting are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#queue.splice(0)) reject(new BusyError("the viewer is closing"));
    await Promise.all([...this.#idle, ...this.#working].map((one) => one.end()));
  }

  /** Gives waiting jobs to idle processes. */
  #start(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const process = this.#free();
      if (process === undefined) return;
      void this.#work(process, this.#queue.shift()!);
    }
  }

  /** An idle process, or a new one in place of a lost one. */
  #free(): FilmProcess | undefined {
    while (this.#idle.length > 0) {
      const process = this.#idle.pop()!;
      if (process.lost === undefined) return process;
    }
    if (this.#working.size >= this.#options.processes) return undefined;
    return new FilmProcess(this.#options, this.encoder);
  }

  async #work(process: FilmProcess, { job, resolve, reject }: WaitingJob): Promise<void> {
    this.#working.add(process);
    try {
      resolve(await process.work(job));
    } catch (error) {
      reject(error);
    }
    this.#working.delete(process);
    if (process.lost === undefined) this.#idle.push(process);
    else if (!this.#closed) this.#options.onLost?.(process.lost);
    this.#start();
  }
}

/** One process, which does one job at a time. */
class FilmProcess {
  /** Settles when jobs can be given. */
  readonly ready: Promise<EncoderState>;
  /** Why the process is of no further use; undefined while it is. */
  lost: string | undefined;
  readonly #child: ChildProcess;
  readonly #timeout: number;
  readonly #exit: Promise<void>;
  #hear: (message: FilmMessage) => void = () => {};

  /** @param expected The encoder that it must have; default: any */
  constructor({ index, module, timeout, startTime }: FilmPoolOptions, expected?: EncoderState) {
    this.#timeout = timeout;
    const options: ForkOptions = {
      serialization: "advanced",
      execArgv: ["run", "--no-prompt", "--cached-only", ...PERMISSIONS],
      env: { ...openVariables(), NO_COLOR: "1" },
    };
    const path = module ?? fileURLToPath(new URL("./main_worker.ts", import.meta.url));
    this.#child = fork(path, [index], options);
    this.#child.on("message", (message: FilmMessage) => this.#hear(message));
    this.#exit = new Promise((resolve) => {
      this.#child.once("exit", () => {
        this.lost ??= "its process ended";
        this.#hear({ kind: "problem", message: this.lost });
        resolve();
      });
    });
    this.ready = this.#begin(startTime, expected);
    this.ready.catch(() => {});
  }

  /** Waits for its first words. What a replacement lacks was there before, so it was changed. */
  async #begin(startTime: number, expected: EncoderState | undefined): Promise<EncoderState> {
    const late = `it was not ready within ${startTime / 1000} s`;
    const timer = setTimeout(() => this.#lose(late), startTime);
    const first = await this.#next();
    clearTimeout(timer);
    if (this.lost !== undefined) throw new FilmError(`Cannot read films: ${this.lost}`);
    if (first.kind === "ready" && isSame(first.encoder, expected ?? first.encoder)) {
      return first.encoder;
    }
    if (expected === undefined) throw new InputError(reasonOf(first));
    this.#lose("the encoder has changed");
    throw changedEncoder();
  }

  /**
   * Does a job.
   *
   * @throws {FilmError} if it cannot; `lost` tells whether the process can go on
   */
  async work(job: FilmJob): Promise<FilmAnswers[FilmJob["kind"]]> {
    await this.ready;
    const seconds = this.#timeout / 1000;
    const timer = setTimeout(() => this.#lose(`it took longer than ${seconds} s`), this.#timeout);
    const next = this.#next();
    this.#child.send(job);
    const message = await next;
    clearTimeout(timer);
    if (message.kind === "answer") return message.answer;
    if (this.lost === undefined) throw new FilmError(reasonOf(message));
    throw new FilmError(`Cannot read the image "${job.film.name}": ${this.lost}`);
  }

  /** Ends the process and waits until it is gone. */
  async end(): Promise<void> {
    this.#lose("the viewer is closing");
    await this.#exit;
  }

  /** What the process says next, which may be that it is gone. */
  #next(): Promise<FilmMessage> {
    return new Promise((resolve) => this.#hear = resolve);
  }

  #lose(reason: string): void {
    this.lost ??= reason;
    this.#child.kill("SIGKILL");
  }
}

function isSame(one: EncoderState, other: EncoderState): boolean {
  const model = (state: EncoderState) => "model" in state ? state.model : undefined;
  return model(one) === model(other);
}

/** Codes of another encoder would find anything but what is alike. */
function changedEncoder(): FilmError {
  return new FilmError("Cannot read films: the encoder has changed; restart the viewer");
}

/** The environment without what is nobody's business, least of all a decoder's of foreign files. */
function openVariables(): Record<string, string> {
  const variables = Object.entries(Deno.env.toObject());
  return Object.fromEntries(
    variables.filter(([name]) => !/TOKEN|PASSWORD|SECRET|CREDENTIAL|_KEY$/i.test(name)),
  );
}

function reasonOf(message: FilmMessage): string {
  return "message" in message ? message.message : `unexpected message "${message.kind}"`;
}
