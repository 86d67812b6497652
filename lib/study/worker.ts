/**
 * A worker process of a study: reads jobs from its input, one a line, brings each run to its end
 * and reports on its output. One process does many runs, which saves starting up, and keeps the
 * films of the last run, since runs with one seed have the same.
 *
 * @module
 */
import { messageOf } from "../base/errors.ts";
import process from "node:process";
import type { Dataset } from "../data/dataset.ts";
import { loadFilms } from "../run/films.ts";
import type { Config } from "../config/config.ts";
import { filmsKey } from "../config/trained_network.ts";
import { finishRun } from "./complete_study.ts";
import type { FailedStage } from "./shared_fault.ts";
import { linesOf, type WorkerJob, type WorkerMessage } from "./worker_messages.ts";

let films: { readonly key: string; readonly dataset: Dataset } | undefined;

/** Works until the input ends, which also stops the run at hand; it can be resumed. */
async function work(): Promise<void> {
  const stop = new AbortController();
  // Ctrl-C reaches every process of a terminal; the study decides what it means.
  Deno.addSignalListener("SIGINT", () => {});
  let working = Promise.resolve();
  for await (const line of linesOf(Deno.stdin.readable)) {
    const job: WorkerJob = JSON.parse(line);
    working = working.then(async () => tell(await finish(job, stop.signal)));
  }
  stop.abort();
  await working;
}

/** How the run of a job ended. */
async function finish(job: WorkerJob, signal: AbortSignal): Promise<WorkerMessage> {
  let stage: FailedStage = "setup";
  const load = async (config: Config) => {
    stage = "films";
    const dataset = await filmsOf(config);
    stage = "setup";
    return dataset;
  };
  try {
    await finishRun(job, load, {
      signal,
      onStep: () => {
        if (stage !== "training") tell({ kind: "trains" });
        stage = "training";
      },
      onEpoch: ({ epoch }) => tell({ kind: "epoch", epoch, epochs: job.config.train?.epochs ?? 0 }),
    });
    return { kind: "done" };
  } catch (error) {
    if (signal.aborted) return { kind: "stopped" };
    const message = messageOf(error);
    return { kind: "failed", message, stage };
  }
}

async function filmsOf(config: Config): Promise<Dataset> {
  const { data, backbone, seed } = config;
  const key = JSON.stringify([data, filmsKey(backbone), seed]);
  if (films?.key !== key) {
    const onWarning = (message: string) => tell({ kind: "warning", message });
    films = { key, dataset: await loadFilms(config, { onWarning }) };
  }
  return films.dataset;
}

function tell(message: WorkerMessage): void {
  process.stdout.write(JSON.stringify(message) + "\n");
}

if (import.meta.main) {
  await work();
  Deno.exit(0);
}
