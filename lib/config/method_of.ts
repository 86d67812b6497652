/**
 * The method of a configuration, with its options.
 *
 * @module
 */
import { createMethod, type Method, type MethodName } from "../methods/mod.ts";
import type { Config, ConfigInput } from "./config.ts";

/** The method that `method` names: cohash's options are sections, a peer's are in `peers`. */
export function methodOf(
  { method, peers, graph, gcn, targets, loss }: Pick<
    Config,
    "method" | "peers" | "graph" | "gcn" | "targets" | "loss"
  >,
): Method {
  return createMethod(
    method,
    method === "cohash" ? { graph, gcn, targets, loss } : peers?.[method],
  );
}

/** What a configuration has to say for a method to have these options, which {@linkcode methodOf} reads. */
export function methodChanges(method: MethodName, options: object): Partial<ConfigInput> {
  return method === "cohash" ? options : { peers: { [method]: options } };
}
