/**
 * The methods by name: cohash and the peers it stands beside.
 *
 * @module
 */
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
import type { Method } from "./method.ts";
import { orthohash } from "./orthohash.ts";
import type { MethodName } from "../config/peers.ts";

export { lshDirections, lshProjections } from "./lsh.ts";
export type {
  Batch,
  BatchMethod,
  FeatureMethod,
  Method,
  MethodContext,
  StandardisedFeatures,
  TargetMethod,
  TrainedMethod,
  VariableValues,
} from "./method.ts";
export { METHOD_NAMES, type MethodName } from "../config/peers.ts";

const METHODS: Readonly<Record<MethodName, Method>> = {
  cohash,
  lsh,
  itq,
  dpsh,
  hashnet,
  dch,
  greedyhash,
  idhn,
  csq,
  dpn,
  orthohash,
  hyp2,
  crh,
};

/** The method of this name, as the configuration key `method` has it. */
export function methodOf({ method }: { readonly method: MethodName }): Method {
  return METHODS[method];
}
