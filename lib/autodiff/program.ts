/**
 * A finished graph as plain data: what executors run and what is written as ONNX.
 *
 * @module
 */
import type { Shape } from "./shape.ts";

/** Element types. Models compute in float32; the others serve indices, shapes and masks. */
export type DataType = "float32" | "int32" | "int64" | "bool";

/** A node attribute. ONNX tells integers from floats, so floats are marked: `{ float: 0.2 }`. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** One operation: an operator of the ONNX standard (opset 18) between named values. */
export interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A value that never changes. */
export interface Constant {
  readonly name: string;
  readonly type: "float32" | "int64";
  readonly shape: Shape;
  readonly values: readonly number[];
}

/** A value fed at every run. */
export interface Input {
  readonly name: string;
  readonly type: "float32" | "int32";
  readonly shape: Shape;
}

/** A value carried from run to run. */
export interface Variable {
  readonly name: string;
  /** Parameters are what an optimiser trains; states are everything else. */
  readonly kind: "parameter" | "state";
  readonly shape: Shape;
  readonly initial: Float32Array;
  /** The value it takes after a run; without one it stays as it is. */
  readonly next?: string;
}

/** A named result of a run. */
export interface Output {
  readonly name: string;
  /** The value's name inside the program. */
  readonly value: string;
  readonly shape: Shape;
}

/** A graph of operators in an order in which they can run. */
export interface Program {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly Input[];
  readonly variables: readonly Variable[];
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
