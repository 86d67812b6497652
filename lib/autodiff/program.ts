/**
 * A finished graph as plain data: what executors run and what is written as ONNX.
 *
 * @module
 */
import type { Shape } from "./shape.ts";

/** Element types. Models compute in float32; the others serve indices, shapes and masks. */
export type DataType = "float32" | "int32" | "int64" | "bool";

/**
 * A node attribute. ONNX tells integers from floats, so floats are marked: `{ float: 0.2 }`,
 * `{ floats: [0, 6] }`.
 */
export type Attribute =
  | number
  | readonly number[]
  | string
  | { readonly float: number }
  | { readonly floats: readonly number[] };

/** One operation: an operator of the ONNX standard (opset 18) between named values. */
export interface Node {
  /** The operator's name in the standard, such as "Gemm". */
  readonly operator: string;
  /** Whose operator it is, where it is not the standard's but one that an executor has. */
  readonly domain?: string;
  /** The values it takes, by name, in the operator's order. */
  readonly inputs: readonly string[];
  /** The values it makes; no other node makes one of them. */
  readonly outputs: readonly string[];
  /** The shapes of these values. */
  readonly shapes: readonly Shape[];
  /** By their names in the standard, such as `transB`. */
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A value that never changes. */
export type Constant =
  & {
    /** The value's name inside the program. */
    readonly name: string;
    /** `[]` for a scalar. */
    readonly shape: Shape;
  }
  & (
    /** Row-major. */
    | { readonly type: "float32"; readonly values: Float32Array }
    /** Axes, shapes and indices, row-major. */
    | { readonly type: "int64"; readonly values: readonly number[] }
  );

/** A value fed at every run. */
export interface Input {
  /** The key under which it is fed. */
  readonly name: string;
  /** Decides whether a Float32Array or an Int32Array is fed. */
  readonly type: "float32" | "int32";
  /** The same at every run. */
  readonly shape: Shape;
}

/** A value carried from run to run. */
export interface Variable {
  /** The key under which it is read and written, such as "head.weight". */
  readonly name: string;
  /** Parameters are what an optimiser trains; states are everything else. */
  readonly kind: "parameter" | "state";
  /** Of the value before and after a run. */
  readonly shape: Shape;
  /** The value before the first run, row-major. */
  readonly initial: Float32Array;
  /** The value it takes after a run; without one it stays as it is. */
  readonly next?: string;
}

/** A named result of a run. */
export interface Output {
  /** The key under which a run returns it. */
  readonly name: string;
  /** The value's name inside the program. */
  readonly value: string;
  /** The same at every run. */
  readonly shape: Shape;
}

/** A graph of operators in an order in which they can run. */
export interface Program {
  /** Each after the nodes whose outputs it takes. */
  readonly nodes: readonly Node[];
  /** Values that are part of the program. */
  readonly constants: readonly Constant[];
  /** All of them must be fed, and nothing else. */
  readonly inputs: readonly Input[];
  /** Weights, running statistics and optimiser moments. */
  readonly variables: readonly Variable[];
  /** What a run returns. */
  readonly outputs: readonly Output[];
}

/** The program without the nodes and values that no output and no variable's next value needs. */
export function withoutDeadCode(program: Program): Program {
  const { outputs } = program;
  const needed = new Set(outputs.map((output) => output.value));
  for (const { next } of program.variables) if (next !== undefined) needed.add(next);

  const nodes: Node[] = [];
  for (const node of program.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    nodes.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  return {
    nodes: nodes.reverse(),
    constants: program.constants.filter(({ name }) => needed.has(name)),
    inputs: program.inputs.filter(({ name }) => needed.has(name)),
    variables: program.variables.filter(({ name, next }) => next !== undefined || needed.has(name)),
    outputs,
  };
}
