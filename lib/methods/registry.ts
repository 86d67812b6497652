/**
 * The methods: cohash and the peers it stands beside, a line for each.
 *
 * @module
 */
import { ahdl } from "./ahdl.ts";
import { classify } from "./classify.ts";
import { cohash } from "./cohash.ts";
import { crh } from "./crh.ts";
import { csq } from "./csq.ts";
import { dch } from "./dch.ts";
import { dpn } from "./dpn.ts";
import { dpsh } from "./dpsh.ts";
import { greedyhash } from "./greedyhash.ts";
import { hashnet } from "./hashnet.ts";
import { hyp2 } from "./hyp2.ts";
import { idhn } from "./idhn.ts";
import { itq } from "./itq.ts";
import { lsh } from "./lsh.ts";
import type { Method, MethodDefinition } from "./method.ts";
import { orthohash } from "./orthohash.ts";
import { osdh } from "./osdh.ts";
import type { MethodName } from "./names.ts";

/**
 * Every method: ours, then its peers by year, and what pre-trains a backbone. cohash's options are
 * sections of a configuration, another's are its section of `peers`.
 */
export const METHODS = [
  cohash,
  lsh,
  itq,
  dpsh,
  hashnet,
  dch,
  greedyhash,
  osdh,
  idhn,
  csq,
  dpn,
  orthohash,
  hyp2,
  ahdl,
  crh,
  classify,
] as const;

/** Every method by the name it has in tables: ours, then its peers by year, and `classify`. */
export const METHOD_NAMES: readonly MethodName[] = METHODS.map(({ name }) => name);

/** Those that make codes to be searched; `classify` makes a backbone for them. */
export const HASHING_METHODS: readonly MethodName[] = METHOD_NAMES.filter((name) =>
  name !== "classify"
);

/** The method of this name, before its options are known. */
export function methodNamed(name: MethodName): MethodDefinition {
  return METHODS.find((method) => method.name === name)!;
}

/**
 * A method with its options; those left out have their defaults.
 *
 * @throws {z.ZodError} if it has no such options
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createMethod } from "@cohash/cohash/methods";
 *
 * assertEquals(createMethod("csq", { lambda: 0.001 }).kind, "targets");
 * ```
 */
export function createMethod(name: MethodName, options?: unknown): Method {
  return methodNamed(name).create(options);
}
