/**
 * The processes that read films, and the queue before them.
 *
 * Clients take turns. Films that say that they are large, and work that takes as long, get a part of
 * the processes only, so that whoever sends another film waits for such as that.
 *
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { declaredPixels } from "../data/images/declared_pixels.ts";
import { BusyError } from "./busy_error.ts";
import { FairQueue, type Waiting } from "./fair_queue.ts";
import type { EncoderState, FilmAnswers, FilmJob } from "./film_jobs.ts";
import { changedEncoder, FilmProcess, type FilmProcessOptions, isSame } from "./film_process.ts";
import { filmRights } from "./security/film_rights.ts";
import { hasBubblewrap, sandboxed } from "./security/sandbox.ts";
import { shareOf, tooMany } from "./security/shares.ts";

/** Options of {@linkcode FilmPool}. */
export interface FilmPoolOptions extends Omit<FilmProcessOptions, "command"> {
  /** The folder of the index whose encoder is used. */
  readonly index: string;
  /** The module that a process runs; default: main_worker.ts. */
  readonly module?: string;
  /** Whether processes get namespaces of their own; default: where the system can. */
  readonly bubblewrap?: boolean;
  /** Processes. */
  readonly processes: number;
  /** Jobs that may wait for a process; more are refused. */
  readonly waiting: number;
  /** The part of `waiting` that one client may take. */
  readonly share: number;
  /** The most pixels of a film that is not large. */
  readonly largePixels: number;
  /** A process ended in the middle of a job. */
  readonly onLost?: (reason: string) => void;
}

/** Whose job it is, and what calls it off. */
export interface JobOptions {
  /** Whoever waits for it, see {@linkcode FairQueue}; default: nobody in particular. */
  readonly client?: string;
  /** Takes the job out of the queue again. */
  readonly signal?: AbortSignal;
}

/** Those that someone waits for come first; lower is sooner. */
const URGENCY: Readonly<Record<FilmJob["kind"], number>> = {
  encode: 0,
  pixels: 1,
  picture: 2,
  occlusion: 3,
};

/** What a process runs. */
const MAIN_WORKER = fileURLToPath(new URL("./main_worker.ts", import.meta.url));

/** The part of the processes that may be at work on what is long. */
const LONG_SHARE = 0.5;

interface WaitingJob extends Waiting {
  readonly job: FilmJob;
  /** Whether it takes far longer than others, or far more memory. */
  readonly isLong: boolean;
  readonly resolve: (answer: FilmAnswers[FilmJob["kind"]]) => void;
  readonly reject: (reason: unknown) => void;
}

/** A fixed number of processes and a queue of bounded length. */
export class FilmPool {
  /** What films are encoded with. */
  readonly encoder: EncoderState;
  readonly #options: FilmPoolOptions & FilmProcessOptions;
  readonly #idle: FilmProcess[] = [];
  readonly #working = new Map<FilmProcess, WaitingJob>();
  readonly #queue = new FairQueue<WaitingJob>();
  #closed = false;

  private constructor(
    options: FilmPoolOptions & FilmProcessOptions,
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
  static async open(wanted: FilmPoolOptions): Promise<FilmPool> {
    const { module = MAIN_WORKER, bubblewrap = await hasBubblewrap() } = wanted;
    // The process may be started in another folder.
    const index = resolve(wanted.index);
    const rights = await filmRights(index, module);
    const options = { ...wanted, command: sandboxed([module, index], rights, { bubblewrap }) };
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
   * @throws {FilmError} if the film cannot be read, or not in time
   * @throws {BusyError} if too many jobs wait, or it is called off
   */
  run<K extends FilmJob["kind"]>(
    job: FilmJob & { readonly kind: K },
    { client = "", signal }: JobOptions = {},
  ): Promise<FilmAnswers[K]> {
    if (signal?.aborted) return Promise.reject(calledOff());
    const { waiting, share, largePixels } = this.#options;
    const isFull = this.#queue.length >= waiting ||
      this.#queue.lengthOf(client) >= shareOf(waiting, share);
    if (this.#closed || isFull) return Promise.reject(tooMany("films waiting to be read"));
    return new Promise((resolve, reject) => {
      const item: WaitingJob = {
        client,
        urgency: URGENCY[job.kind],
        job,
        isLong: job.kind === "occlusion" || declaredPixels(job.film.bytes) > largePixels,
        resolve: resolve as WaitingJob["resolve"],
        reject,
      };
      this.#queue.add(item);
      signal?.addEventListener("abort", () => {
        this.#queue.remove(item);
        reject(calledOff());
      }, { once: true });
      this.#start();
    });
  }

  /** Ends all processes; jobs in work or waiting are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#queue.clear()) reject(new BusyError("the viewer is closing"));
    await Promise.all([...this.#idle, ...this.#working.keys()].map((one) => one.end()));
  }

  /** Gives waiting jobs to idle processes. */
  #start(): void {
    while (!this.#closed && this.#working.size < this.#options.processes) {
      const item = this.#queue.next(({ isLong }) => !isLong || this.#hasRoomForLong());
      if (item === undefined) return;
      void this.#work(this.#free(), item);
    }
  }

  #hasRoomForLong(): boolean {
    const long = this.#working.values().filter(({ isLong }) => isLong).toArray().length;
    return long < shareOf(this.#options.processes, LONG_SHARE);
  }

  /** An idle process, or a new one in place of a lost one. */
  #free(): FilmProcess {
    while (this.#idle.length > 0) {
      const process = this.#idle.pop()!;
      if (process.lost === undefined) return process;
    }
    return new FilmProcess(this.#options, this.encoder);
  }

  async #work(process: FilmProcess, item: WaitingJob): Promise<void> {
    this.#working.set(process, item);
    try {
      item.resolve(await process.work(item.job));
    } catch (error) {
      item.reject(error);
    }
    this.#working.delete(process);
    if (process.lost === undefined) this.#idle.push(process);
    else if (!this.#closed) this.#options.onLost?.(process.lost);
    this.#start();
  }
}

function calledOff(): BusyError {
  return new BusyError("the request was broken off");
}
