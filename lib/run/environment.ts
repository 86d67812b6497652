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
import { onnxOptions } from "../config/onnx_options.ts";
import type { Environment } from "./run_folder.ts";

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
    engine: executor.name,
    device: executor.device,
    threads: onnxOptions(config).threads,
    system: `${Deno.build.os} ${Deno.build.arch}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
  };
}
