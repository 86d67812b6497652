/**
 * A thread of {@linkcode FilmReader}.
 *
 * @module
 */
import { parentPort } from "node:worker_threads";
import { messageOf } from "../../base/errors.ts";
import { doFilmJob, type FilmJob } from "./film_job.ts";

parentPort!.on("message", (job: FilmJob) => {
  try {
    const answer = doFilmJob(job);
    parentPort!.postMessage(answer, [answer.films.buffer]);
  } catch (error) {
    parentPort!.postMessage({ error: messageOf(error) });
  }
});
