// deno-lint-ignore-file no-console -- a process of `deno task bench start`
/**
 * Trains as `cohash train` does, to the first step, and prints as JSON when each phase ended, in
 * milliseconds since 1970.
 *
 * @module
 */
import { parseArgs } from "node:util";

const ends: Record<string, number> = {};
/** Says that a phase ends here. */
const ended = (phase: string) => ends[phase] = Date.now();

ended("Deno alone");
await import("../cli/train.ts");
ended("modules of train");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: "string", multiple: true, default: [] },
    out: { type: "string" },
    fresh: { type: "boolean" },
  },
});
const { configOf } = await import("../cli/shipped.ts");
const { RunFolder } = await import("../lib/run/run_folder.ts");
const config = await configOf(positionals[0]!, values.set);
const folder = new RunFolder(values.out!);
if (values.fresh) await folder.remove();
await folder.open(config);
ended("configuration");

const { loadFilms } = await import("../lib/run/films.ts");
const films = await loadFilms(config);
ended("films");

const { createExecutor } = await import("../lib/autodiff/mod.ts");
await createExecutor(config.engine.kind);
ended("engine");

const { completeRun } = await import("../lib/study/complete_run.ts");
await completeRun(config, films, {
  folder,
  onStep: () => {
    ended("graph, session, first step");
    console.log(JSON.stringify(ends));
    Deno.exit(0);
  },
});
