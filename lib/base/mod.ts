/**
 * What every part uses: errors that a user can act on, seeded random numbers, NumPy's files.
 *
 * @module
 */
export { InputError } from "./errors.ts";
export { decodeNpy, encodeNpy, type NpyArray, type NpyData } from "./npy.ts";
export { decodeNpz, encodeNpz } from "./npz.ts";
export { Random } from "./random.ts";
