/**
 * A checkpoint as a file: all variables under their names, as `numpy.load` reads them, with the
 * epoch and the target table beside.
 *
 * @module
 */
import { decodeNpz, encodeNpz } from "../base/npz.ts";
import type { NpyArray } from "../base/npy.ts";
import { InputError } from "../base/errors.ts";

/** A run between two epochs, as far as training on needs it. */
export interface Checkpoint {
  /** Epochs done; 0 for a method that needs none. */
  readonly epoch: number;
  /** Values of all variables by name. */
  readonly variables: Readonly<Record<string, Float32Array>>;
  /** The target table's values, `[C, bits]`; null where the method has none. */
  readonly targets: Float32Array | null;
}

/** Names of the arrays beside the variables. */
const EPOCH = "run.epoch";
const TARGETS = "run.targets";

/**
 * The bytes of an `.npz` file.
 *
 * @param shapes The variables' shapes, for readers in NumPy
 */
export function encodeCheckpoint(
  { epoch, variables, targets }: Checkpoint,
  shapes: ReadonlyMap<string, readonly number[]>,
): Uint8Array<ArrayBuffer> {
  const arrays = Object.entries(variables)
    .map(([name, data]) => [name, { shape: shapes.get(name) ?? [data.length], data }]);
  return encodeNpz({
    ...Object.fromEntries(arrays),
    [EPOCH]: { shape: [1], data: Int32Array.of(epoch) },
    ...targets && { [TARGETS]: { shape: [targets.length], data: targets } },
  });
}

/**
 * The checkpoint in an `.npz` file's bytes.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no checkpoint
 */
export function decodeCheckpoint(bytes: Uint8Array, name: string): Checkpoint {
  const { [EPOCH]: epoch, [TARGETS]: targets, ...rest } = decodeNpz(bytes, name);
  const floats = (array: NpyArray | undefined, arrayName: string): Float32Array => {
    if (array?.data instanceof Float32Array) return array.data;
    throw new InputError(`Cannot read "${name}": it has no float32 array "${arrayName}"`);
  };
  if (!(epoch?.data instanceof Int32Array && epoch.data[0]! >= 0)) {
    throw new InputError(`Cannot read "${name}": it does not say which epoch it is of`);
  }
  const variables = Object.entries(rest)
    .map(([variable, array]) => [variable, floats(array, variable)]);
  return {
    epoch: epoch.data[0]!,
    variables: Object.fromEntries(variables),
    targets: targets === undefined ? null : floats(targets, TARGETS),
  };
}
