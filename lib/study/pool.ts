/**
 * Worker processes that share out the runs of a study. A run that fails, or takes its process down
 * with it, is reported and does not stop the others, unless what ended it would end them all.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { StudyRun } from "./grid.ts";
import { type FailedStage, SharedFaultWatch } from "./shared_fault.ts";
import { linesOf, type WorkerJob, type WorkerMessage } from "./worker_messages.ts";

/** Whom a pool tells what. */
export interface PoolEvents {
  /** A worker takes on the run. */
  readonly onStart?: (run: StudyRun) => void;
  /** The run has done this many of its epochs. */
  readonly onEpoch?: (run: StudyRun, epoch: number, epochs: number) => void;
  /** The run is finished. */
  readonly onDone?: (run: StudyRun) => void;
  readonly onFailed?: (failure: Failure) => void;
  /** Something about the films of a run that a user should know. */
  readonly onWarning?: (message: string) => void;
}

/** A run that could not be brought to its end. */
export interface Failure {
  readonly run: StudyRun;
  readonly message: string;
  /** Whether it would end every other run too, so that no more were begun. */
  readonly isShared: boolean;
}

/** Options of {@linkcode runPool}. */
export interface PoolOptions extends PoolEvents {
  /** Processes at once. */
  readonly workers: number;
  /** Stops the runs between two steps; they can be resumed. */
  readonly signal?: AbortSignal;
  /** The module that a process runs; default: worker.ts. */
  readonly module?: string;
}

/** The end of a crashed worker's error output that a failure quotes, in characters. */
const QUOTED = 500;

/** Brings runs to their end and returns those that failed, in the order in which they did. */
export async function runPool(
  runs: readonly StudyRun[],
  { workers, ...options }: PoolOptions,
): Promise<Failure[]> {
  const waiting = [...runs];
  const failures: Failure[] = [];
  const watch = new SharedFaultWatch(runs);
  const fail = (run: StudyRun, message: string, stage: FailedStage) => {
    const failure = { run, message, isShared: watch.isShared(run, message, stage) };
    if (failure.isShared) waiting.length = 0;
    failures.push(failure);
    options.onFailed?.(failure);
  };
  const loop = async () => {
    while (waiting.length > 0 && !options.signal?.aborted) {
      const worker = new WorkerProcess(options, watch);
      try {
        await worker.work(waiting, fail);
      } finally {
        await worker.end();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, runs.length) }, loop));
  return failures;
}

/** One process. */
class WorkerProcess {
  readonly #events: PoolEvents;
  readonly #signal: AbortSignal | undefined;
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #messages: AsyncGenerator<string>;
  readonly #errors: Promise<string>;
  readonly #watch: SharedFaultWatch;
  #isOpen = true;
  readonly #stop = () => void this.#closeInput();

  constructor(
    { signal, module, ...events }: Omit<PoolOptions, "workers">,
    watch: SharedFaultWatch,
  ) {
    this.#events = events;
    this.#watch = watch;
    this.#signal = signal;
    const path = module ?? fileURLToPath(new URL("./worker.ts", import.meta.url));
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", path],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#messages = linesOf(this.#process.stdout);
    this.#errors = new Response(this.#process.stderr).text();
    signal?.addEventListener("abort", this.#stop);
  }

  /** Takes one waiting run after the other until there are none, or the process ends. */
  async work(
    waiting: StudyRun[],
    fail: (run: StudyRun, message: string, stage: FailedStage) => void,
  ): Promise<void> {
    while (!this.#signal?.aborted) {
      const run = waiting.shift();
      if (run === undefined) return;
      this.#events.onStart?.(run);
      const end = await this.#finish(run);
      if (end?.kind === "stopped") return;
      if (end?.kind === "done") {
        this.#watch.seeTraining();
        this.#events.onDone?.(run);
      } else if (end?.kind === "failed") fail(run, end.message, end.stage);
      else return fail(run, await this.#lastWords(), "training");
    }
  }

  /** Ends the process and waits for it. */
  async end(): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#stop);
    await this.#closeInput();
    await this.#process.status;
    await this.#errors;
    await this.#messages.return(undefined);
  }

  /** The last message about a run; undefined if the process ended without one. */
  async #finish(run: StudyRun): Promise<WorkerMessage | undefined> {
    const job: WorkerJob = { folder: run.folder, config: run.config };
    // A process that is gone already shows itself by its missing answer.
    await this.#input.write(new TextEncoder().encode(JSON.stringify(job) + "\n")).catch(() => {});
    while (true) {
      const { value, done } = await this.#messages.next();
      if (done) return undefined;
      const message: WorkerMessage = JSON.parse(value);
      if (message.kind === "trains") this.#watch.seeTraining();
      else if (message.kind === "epoch") {
        this.#events.onEpoch?.(run, message.epoch, message.epochs);
      } else if (message.kind === "warning") this.#events.onWarning?.(message.message);
      else return message;
    }
  }

  async #lastWords(): Promise<string> {
    const { code, signal } = await this.#process.status;
    const words = (await this.#errors).trim().slice(-QUOTED);
    const how = signal === null ? `with exit status ${code}` : `by ${signal}`;
    return `its process ended ${how}${words === "" ? "" : `: ${words}`}`;
  }

  async #closeInput(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#input.close().catch(() => {});
  }
}
