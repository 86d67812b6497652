/**
 * What runs programs.
 *
 * @module
 */
import type { Program, Variable } from "../program.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";

/** Numbers fed to a run, by input. */
export type Feeds = Readonly<Record<string, Float32Array | Int32Array>>;

/** Numbers by name: outputs of a run, or values of variables. */
export type Values = Record<string, Float32Array>;

/** Settings of {@linkcode Executor.load}. */
export interface LoadOptions {
  /** Threads that share the work of one operator; default: 1. More threads, other bits. */
  readonly threads?: number;
}

/** Settings of {@linkcode Session.writeVariables}. */
export interface WriteOptions {
  /** Whether names that the program does not have are passed over instead of an error. */
  readonly ignoreUnknown?: boolean;
}

/** A way to run programs. */
export interface Executor {
  /** Such as "onnxruntime". */
  readonly name: string;
  /** What it computes with, such as "cpu" or "tfjs-core 4.22.0, webgpu: NVIDIA H100". */
  readonly device: string;
  /** Gets a program ready to run, its variables at their initial values. */
  load(program: Program, options?: LoadOptions): Promise<Session>;
}

/** A program that is ready to run, with the current values of its variables. */
export interface Session {
  /**
   * Runs the program once and advances its variables. One run at a time.
   *
   * @returns The outputs by name
   * @throws {RangeError} if a feed is missing, unknown or of the wrong length
   */
  run(feeds?: Feeds): Promise<Values>;
  /** Copies of all variables' values. */
  readVariables(): Promise<Values>;
  /**
   * Sets all variables, to resume training or to use trained weights.
   *
   * @throws {RangeError} if a variable is missing, unknown or of the wrong length
   */
  writeVariables(values: Readonly<Values>, options?: WriteOptions): void;
  /** Frees the program; the session cannot be used after. */
  dispose(): Promise<void>;
}

/**
 * Checks that the feeds are exactly the program's inputs.
 *
 * @throws {RangeError} if one is missing, unknown or of the wrong length
 * @throws {TypeError} if one holds numbers of the wrong type
 */
export function checkFeeds(program: Program, feeds: Feeds): void {
  const unknown = Object.keys(feeds).find((name) => !program.inputs.some((i) => i.name === name));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot run: there is no input "${unknown}"; the inputs are ${listNames(program.inputs)}`,
    );
  }
  for (const { name, shape, type } of program.inputs) {
    const values = feeds[name];
    checkValues(`Cannot run: input "${name}"`, shape, values);
    const expected = type === "float32" ? Float32Array : Int32Array;
    if (!(values instanceof expected)) {
      throw new TypeError(`Cannot run: input "${name}" must be a ${expected.name}`);
    }
  }
}

/**
 * Checks that there is a value for each variable, and no other.
 *
 * @throws {RangeError} if one is missing, unknown or of the wrong length
 */
export function checkVariables(
  variables: readonly Variable[],
  values: Readonly<Values>,
  { ignoreUnknown = false }: WriteOptions,
): void {
  const unknown = Object.keys(values).find((name) => !variables.some((v) => v.name === name));
  if (unknown !== undefined && !ignoreUnknown) {
    throw new RangeError(
      `Cannot write variables: there is no variable "${unknown}"; ` +
        `the variables are ${listNames(variables)}`,
    );
  }
  for (const { name, shape } of variables) {
    checkValues(`Cannot write variables: "${name}"`, shape, values[name]);
  }
}

function checkValues(what: string, shape: Shape, values: ArrayLike<number> | undefined): void {
  const expected = `${sizeOf(shape)} numbers of shape ${formatShape(shape)}`;
  if (values === undefined) throw new RangeError(`${what} is missing, expected ${expected}`);
  if (values.length !== sizeOf(shape)) {
    throw new RangeError(`${what} has ${values.length} numbers, expected ${expected}`);
  }
}

function listNames(items: readonly { readonly name: string }[]): string {
  return items.map(({ name }) => `"${name}"`).join(", ");
}
