/**
 * Telling what would end every run of a study, such as films that are not there, from what ends one
 * setting, such as a learning rate, so that a study of fifty runs need not fail fifty times.
 *
 * @module
 */
import type { StudyRun } from "./grid.ts";

/** Where a run was when it failed: at its films, elsewhere before its first step, or after it. */
export type FailedStage = "films" | "setup" | "training";

/** Watches the runs of one study. */
export class SharedFaultWatch {
  /** Whether all runs load the same films, but for the split, which goes by the seed. */
  readonly #haveSameFilms: boolean;
  readonly #failed: { readonly run: StudyRun; readonly message: string }[] = [];
  #trains = false;

  /** Watches these runs, those that are still to be done. */
  constructor(runs: readonly StudyRun[]) {
    const films = runs.map(({ config: { data, backbone } }) => JSON.stringify([data, backbone]));
    this.#haveSameFilms = new Set(films).size === 1;
  }

  /** To be called once a run does its first step, or is done: others can, too. */
  seeTraining(): void {
    this.#trains = true;
  }

  /**
   * Whether what ended a run would end every other one: no run has come as far as training, and
   * either its films cannot be loaded, which are those of all, or a run of another setting failed
   * before it in the same words.
   */
  isShared(run: StudyRun, message: string, stage: FailedStage): boolean {
    if (this.#trains || stage === "training") return false;
    const isRepeated = this.#failed.some((other) =>
      other.message === message && (other.run.row !== run.row || other.run.column !== run.column)
    );
    this.#failed.push({ run, message });
    return isRepeated || (stage === "films" && this.#haveSameFilms);
  }
}
