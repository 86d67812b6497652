/**
 * How a run's events look on the screen.
 *
 * @module
 */
import { scoreTitle } from "../lib/charts/score_columns.ts";
import type { FilmContext } from "../lib/run/films.ts";
import type { RunProgress } from "../lib/study/complete_run.ts";
import type { EpochMetrics, TargetState } from "../lib/run/run_folder.ts";
import type { EpochRates } from "../lib/train/train.ts";
import { colour, type Styled } from "./command_line.ts";
import type { Progress } from "./progress.ts";

/** What is said when Ctrl-C ends training. */
export const STOPPING = "Stopping; the same command goes on from the last epoch.";

/**
 * Callbacks that show loading, training and scoring as progress, and each epoch as a line.
 *
 * @param signal Ends whatever goes on at its next progress
 */
export function runEvents(progress: Progress, signal?: AbortSignal): FilmContext & RunProgress {
  return {
    ...signal && { signal },
    onProgress: (done, total, what) => {
      signal?.throwIfAborted();
      progress.update(what, { done, total, unit: what === "fetching" ? "studies" : "films" });
    },
    onWarning: (message) => progress.note(colour("yellow", "note"), `: ${message}`),
    onStep: ({ epoch, epochs, step, steps, batchSize, loss }) =>
      progress.update("training", {
        done: step * batchSize,
        total: steps * batchSize,
        unit: "films",
        note: `epoch ${epoch}/${epochs}  loss ${loss.toFixed(3)}`,
      }),
    onEpoch: (metrics, rates) => progress.log(...epochLine(metrics), ratesPart(rates)),
  };
}

/** One epoch as an aligned line. */
function epochLine({ epoch, loss, validation, targets }: EpochMetrics): (string | Styled)[] {
  const scores = [
    `epoch ${String(epoch).padStart(3)}`,
    `loss ${loss.toFixed(4)}`,
    ...Object.entries(validation ?? {}).map(([name, value]) =>
      `${scoreTitle(name)} ${value?.toFixed(3) ?? "–"}`
    ),
  ].join("  ");
  return targets === null ? [scores] : [`${scores}  `, targetsPart(targets)];
}

/** Films a second that were trained, and that could be read: nobody waits for films where these are more. */
function ratesPart({ trained, read }: EpochRates): string {
  return `  films/s: ${rate(trained)} trained${read === undefined ? "" : `, ${rate(read)} read`}`;
}

function rate(films: number): string {
  return films < 10 ? films.toFixed(1) : Math.round(films).toLocaleString("en");
}

function targetsPart({ leastDistance, flips }: TargetState): string | Styled {
  return leastDistance === 0
    ? colour("red", "targets collapsed: two labels share one code")
    : `targets apart by ${leastDistance}+ bits, ${flips} flips`;
}
