/**
 * What a result depends on beside configuration and seed: versions, executor and machine.
 *
 * @module
 */
import { cpus } from "node:os";
import ort from "onnxruntime-node/package.json" with { type: "json" };
import project from "../../deno.json" with { type: "json" };
import type { Executor } from "../autodiff/mod.ts";
import type { Config } from "../config/config.ts";
import { FILM_FORMAT } from "../data/images/cache.ts";
import { onnxOptions } from "../config/onnx_options.ts";
import type { Environment, RunFolder } from "./run_folder.ts";

/** The file of a run's environment. */
const FILE = "environment.json";

/** cohash's own version. */
export const VERSION: string = project.version;

/**
 * The environment of a run. It names no time and no place: the same machine writes the same bytes.
 *
 * @param executor What trains the run
 */
export function describeEnvironment(
  config: Pick<Config, "engine">,
  executor: Executor,
): Environment {
  return {
    cohash: VERSION,
    deno: Deno.version.deno,
    onnxruntime: ort.version,
    decoding: FILM_FORMAT,
    engine: executor.name,
    device: executor.device,
    threads: onnxOptions(config).threads,
    system: `${Deno.build.os} ${Deno.build.arch}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    repeats:
      "to the bit where all of this is the same; else last digits may differ, and with them " +
      "what training makes of them",
  };
}

/**
 * Writes the environment of a run. Of one that has been trained in another so far, it says what that
 * was.
 *
 * @param onNote Hears of a run that goes on in another environment
 */
export async function recordEnvironment(
  folder: RunFolder,
  now: Environment,
  onNote?: (message: string) => void,
): Promise<void> {
  const there = await folder.hasLearned() ? await folder.readJson(FILE) : undefined;
  if (!isEnvironment(there)) return await folder.writeJson(FILE, now);
  const { before: earlier, ...then } = there;
  const changed = Object.keys(now).filter((key) => key in then && then[key] !== now[key]);
  if (changed.length === 0) return;
  const facts = (environment: Environment) =>
    changed.map((key) => `${key} ${environment[key]}`).join(", ");
  const before = [...earlier === undefined ? [] : [earlier], facts(then)].join("; then ");
  await folder.writeJson(FILE, { ...now, before });
  onNote?.(
    `the run "${folder.path}" was begun with ${facts(then)} and goes on with ${facts(now)}: its ` +
      "last digits may differ from those of a run that stays where it is",
  );
}

function isEnvironment(value: unknown): value is Environment {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
