/**
 * The method of a configuration, with its options.
 *
 * @module
 */
import { createMethod, type Method } from "../methods/mod.ts";
import type { Config } from "./config.ts";

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
