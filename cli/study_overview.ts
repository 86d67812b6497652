/**
 * How a study goes, live: runs done, running and failed, and the time left.
 *
 * @module
 */
import { runName } from "../lib/study/results.ts";
import type { PoolEvents } from "../lib/study/pool.ts";
import type { StudyRun } from "../lib/study/grid.ts";
import { colour } from "./command_line.ts";
import { duration, type Progress } from "./progress.ts";

/** See the module. */
export class StudyOverview {
  readonly #progress: Progress;
  readonly #what: string;
  readonly #total: number;
  #done: number;
  #failed = 0;
  /** Of the runs at work: the share that is done, and when they began. */
  readonly #running = new Map<StudyRun, { share: number; readonly since: number }>();
  readonly #warnings = new Set<string>();
  /** Why runs failed, so far. */
  readonly #reasons = new Set<string>();

  /** `done` of `total` runs are finished already; `what` they are stands before the bar. */
  constructor(progress: Progress, what: string, done: number, total: number) {
    this.#progress = progress;
    this.#what = what;
    this.#done = done;
    this.#total = total;
    if (done > 0) progress.log(`${done} of ${total} runs are finished already.`);
  }

  /** What a pool is to call. */
  events(): Required<PoolEvents> {
    return {
      onStart: (run) => {
        this.#running.set(run, { share: 0, since: performance.now() });
        this.#show();
      },
      onEpoch: (run, epoch, epochs) => {
        this.#running.get(run)!.share = epoch / epochs;
        this.#show();
      },
      onDone: (run) => {
        const seconds = (performance.now() - this.#running.get(run)!.since) / 1000;
        this.#running.delete(run);
        this.#done++;
        this.#progress.log(colour("green", "done"), ` ${runName(run)} in ${duration(seconds)}`);
        this.#show();
      },
      onFailed: ({ run, message, isShared }) => {
        this.#running.delete(run);
        this.#failed++;
        // What ends all runs is said once, by the command.
        if (!isShared) this.#tellFailed(runName(run), message);
        this.#show();
      },
      onWarning: (message) => {
        if (this.#warnings.has(message)) return;
        this.#warnings.add(message);
        this.#progress.log(colour("yellow", "note"), `: ${message}`);
      },
    };
  }

  /** The same reason is not said again; all failures are listed with theirs at the end. */
  #tellFailed(name: string, message: string): void {
    const reason = this.#reasons.has(message) ? "for the same reason" : message;
    this.#reasons.add(message);
    this.#progress.log(colour("red", "failed"), ` ${name}: ${reason}`);
  }

  #show(): void {
    const shares = [...this.#running.values()].reduce((sum, { share }) => sum + share, 0);
    const failed = this.#failed === 0 ? "" : `, ${this.#failed} failed`;
    this.#progress.update(this.#what, {
      done: this.#done + this.#failed + shares,
      total: this.#total,
      note: `${this.#done} of ${this.#total} done, ${this.#running.size} running${failed}`,
    });
  }
}
