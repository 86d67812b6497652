/**
 * A process that reads films, one at a time. A film that crashes it, or keeps it busy for too long,
 * costs that process and nothing else.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { InputError } from "../base/errors.ts";
import type { EncoderState, FilmAnswers, FilmJob, FilmMessage } from "./film_jobs.ts";
import type { SandboxedCommand } from "./security/sandbox.ts";

/** What a process is started with. */
export interface FilmProcessOptions {
  /** What is run. */
  readonly command: SandboxedCommand;
  /** The longest that a job may take, in milliseconds. */
  readonly timeout: number;
  /** The longest that a process may take to be ready, in milliseconds. */
  readonly startTime: number;
}

/** A film that cannot be read, or not in time. */
export class FilmError extends InputError {
  /** What a printed error begins with. */
  override name = "FilmError";
  /** What users are not told: the fault that reading it came upon, if it is one of the program's. */
  readonly fault: string | undefined;

  /** @param message What users are told */
  constructor(message: string, fault?: string) {
    super(message);
    this.fault = fault;
  }
}

/** One process, which does one job at a time. */
export class FilmProcess {
  /** Settles when jobs can be given. */
  readonly ready: Promise<EncoderState>;
  /** Why the process is of no further use; undefined while it is. */
  lost: string | undefined;
  readonly #child: ChildProcess;
  readonly #timeout: number;
  readonly #exit: Promise<void>;
  #hear: (message: FilmMessage) => void = () => {};

  /** @param expected The encoder that it must have; default: any */
  constructor({ command, timeout, startTime }: FilmProcessOptions, expected?: EncoderState) {
    this.#timeout = timeout;
    this.#child = spawn(command.program, command.args, {
      env: command.env,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      serialization: "advanced",
    });
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
    if (this.lost === undefined) {
      throw new FilmError(reasonOf(message), "fault" in message ? message.fault : undefined);
    }
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

/** Whether both have the same encoder, or both none. */
export function isSame(one: EncoderState, other: EncoderState): boolean {
  const model = (state: EncoderState) => "model" in state ? state.model : undefined;
  return model(one) === model(other);
}

/** Codes of another encoder would find anything but what is alike. */
export function changedEncoder(): FilmError {
  return new FilmError("Cannot read films: the encoder has changed; restart the viewer");
}

function reasonOf(message: FilmMessage): string {
  return "message" in message ? message.message : `unexpected message "${message.kind}"`;
}
