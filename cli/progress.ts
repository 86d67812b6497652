/**
 * Progress of long work on the error stream: a bar with the time left on a terminal, a line now
 * and then elsewhere.
 *
 * @module
 */
import process from "node:process";
import { SingleBar } from "cli-progress";
import { printableName } from "../lib/base/printable.ts";
import { say, type Styled } from "./command_line.ts";

/** Seconds between two lines where there is no terminal. */
const LINE_INTERVAL = 15;

/** One piece of work after another, each with a bar of its own. */
export class Progress {
  readonly #quiet: boolean;
  #bar: SingleBar | undefined;
  #what = "";
  #started = 0;
  #lastLine = 0;
  #startedAt = 0;

  /** Shows nothing at all if `quiet`. */
  constructor({ quiet = false }: { readonly quiet?: boolean } = {}) {
    this.#quiet = quiet;
  }

  /**
   * Shows that `done` of `total` is done; a new `what` starts a new bar, a finished one ends it.
   *
   * @param note Shown behind the bar, such as the loss
   */
  update(what: string, { done, total, note = "", unit = "" }: {
    readonly done: number;
    readonly total: number;
    readonly note?: string;
    /** What is counted, for the rate, such as "films". */
    readonly unit?: string;
  }): void {
    if (this.#quiet) return;
    if (what !== this.#what) this.#start(what, done);
    const seconds = (performance.now() - this.#started) / 1000;
    const rate = (done - this.#startedAt) / Math.max(seconds, 1e-3);
    const text = {
      note: printableName(note),
      rate: unit === "" ? "" : `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} ${unit}/s`,
      left: rate > 0 ? duration((total - done) / rate) : "…",
    };
    if (process.stderr.isTTY) this.#draw(done, total, text);
    else this.#line(what, done, total, text);
    if (done >= total) this.end();
  }

  /** Writes a line above the bar, unless quiet. */
  log(...line: readonly (string | Styled)[]): void {
    if (!this.#quiet) this.note(...line);
  }

  /** Writes a line that matters, quiet or not, such as films that are left out. */
  note(...line: readonly (string | Styled)[]): void {
    this.#hide();
    say(...line);
  }

  /** Ends the work at hand and takes its bar off the screen. */
  end(): void {
    this.#hide();
    this.#what = "";
  }

  /** Takes the bar off the screen; the next update draws it again. */
  #hide(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #start(what: string, done: number): void {
    this.end();
    this.#what = what;
    this.#started = this.#lastLine = performance.now();
    this.#startedAt = done;
  }

  #draw(done: number, total: number, text: Readonly<Record<string, string>>): void {
    if (!this.#bar) {
      this.#bar = new SingleBar({
        format: `${printableName(this.#what)} {bar} {percentage} % | {left} left | {rate} {note}`,
        barCompleteChar: "█",
        barIncompleteChar: "░",
        barsize: 24,
        hideCursor: true,
        clearOnComplete: true,
        stream: process.stderr,
      });
      this.#bar.start(total, done, text);
    }
    this.#bar.update(done, text);
  }

  #line(
    what: string,
    done: number,
    total: number,
    { note, rate, left }: Readonly<Record<string, string>>,
  ): void {
    const now = performance.now();
    if (now - this.#lastLine < LINE_INTERVAL * 1000) return;
    this.#lastLine = now;
    const share = Math.floor(100 * done / total);
    say([what, `${share} %`, `${left} left`, rate, note].filter((part) => part !== "").join("  "));
  }
}

/** Seconds for people: `40 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
}
