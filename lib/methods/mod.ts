/**
 * The methods by name: cohash and the peers it stands beside.
 *
 * @module
 */
export { lshDirections, lshProjections } from "./lsh.ts";
export {
  type Batch,
  type BatchMethod,
  type FeatureMethod,
  type LabelGraph,
  type LabelSmoothing,
  type Method,
  type MethodContext,
  type SetBatch,
  type SetLearning,
  type StandardisedFeatures,
  type TargetMethod,
  type TrainedMethod,
  type VariableValues,
} from "./method.ts";
export type { MethodName } from "./names.ts";
export { createMethod, HASHING_METHODS, METHOD_NAMES } from "./registry.ts";
