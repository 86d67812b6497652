/**
 * The graph that operators are added to, and the tensors that stand for its values.
 *
 * @module
 */
import { type Attribute, type DataType, type Program, withoutDeadCode } from "./program.ts";
import type { Constant, Input, Node, Output } from "./program.ts";
import { formatShape, sameShape, type Shape, sizeOf } from "./shape.ts";

/**
 * How gradients flow back through an operation: from d(loss)/d(result) to d(loss)/d(input), one for
 * each input in order; none flows where the entry is undefined or missing.
 */
export type GradientRule = (gradient: Tensor) => readonly (Tensor | undefined)[];

/** The operation a tensor came from, as far as differentiation needs it. */
export interface Origin {
  /** The tensors that gradients flow back to. */
  readonly inputs: readonly Tensor[];
  /** One entry an input. */
  readonly gradient: GradientRule;
}

/** A value of a graph, known by its name and shape; it holds numbers only when the graph runs. */
export class Tensor {
  /** Made by {@linkcode Graph}'s methods and by operators. */
  constructor(
    readonly graph: Graph,
    readonly name: string,
    readonly shape: Shape,
    readonly type: DataType,
    readonly origin?: Origin,
  ) {}
}

/** What a new operation produces. */
export interface ResultOptions {
  /** Checked by nobody: the operator function must know it. */
  readonly shape: Shape;
  /** Default: "float32". */
  readonly type?: DataType;
}

/** What {@linkcode Graph.apply} needs beside the inputs. */
export interface ApplyOptions extends ResultOptions {
  /** By their names in the ONNX standard; default: none. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Without one, no gradient flows through the operation. */
  readonly gradient?: GradientRule;
}

/** A constant without its name. */
type Unnamed = Constant extends infer Kind ? Kind extends Constant ? Omit<Kind, "name"> : never
  : never;

interface GraphVariable {
  readonly kind: "parameter" | "state";
  readonly tensor: Tensor;
  readonly initial: Float32Array;
  next?: Tensor;
}

/**
 * A graph of ONNX operators with static shapes. Tensors are added by its methods and by the
 * operator functions; variables keep their values from run to run.
 *
 * @example A counter
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { add, createExecutor, Graph } from "@cohash/cohash/autodiff";
 *
 * const graph = new Graph();
 * const count = graph.state("count", [], Float32Array.of(0));
 * graph.assign(count, add(count, 1));
 * graph.output("count before", count);
 *
 * const session = await (await createExecutor("reference")).load(graph.toProgram());
 * await session.run();
 * assertEquals((await session.run())["count before"], Float32Array.of(1));
 * assertEquals((await session.readVariables())["count"], Float32Array.of(2));
 * ```
 */
export class Graph {
  /** Whether batch norm uses the batch's statistics and dropout-like choices are on. */
  readonly training: boolean;
  readonly #nodes: Node[] = [];
  readonly #constants: Constant[] = [];
  readonly #inputs: Input[] = [];
  readonly #variables = new Map<string, GraphVariable>();
  readonly #outputs: Output[] = [];
  readonly #differentiable: Tensor[] = [];
  readonly #scalars = new Map<number, Tensor>();
  readonly #integers = new Map<string, Tensor>();
  #values = 0;
  /** Where assignments are made, if not everywhere; see {@linkcode Graph.assignIf}. */
  #condition: Tensor | undefined;

  /** An empty graph. */
  constructor({ training = false }: { readonly training?: boolean } = {}) {
    this.training = training;
  }

  /** A value fed at every run. */
  input(name: string, shape: Shape, type: "float32" | "int32" = "float32"): Tensor {
    this.#claimName(name, "input");
    this.#inputs.push({ name, shape, type });
    return new Tensor(this, name, shape, type);
  }

  /** A variable that an optimiser trains. */
  parameter(name: string, shape: Shape, initial: Float32Array): Tensor {
    return this.#variable("parameter", name, shape, initial);
  }

  /** A variable that is carried from run to run but not trained, such as a running mean. */
  state(name: string, shape: Shape, initial: Float32Array): Tensor {
    return this.#variable("state", name, shape, initial);
  }

  /** Values that never change, nor may the array that holds them. */
  constant(shape: Shape, values: ArrayLike<number>): Tensor {
    checkLength("constant", shape, values.length);
    const floats = values instanceof Float32Array ? values : Float32Array.from(values);
    return this.#constant({ type: "float32", shape, values: floats });
  }

  /** A number that never changes. */
  scalar(value: number): Tensor {
    const known = this.#scalars.get(value);
    if (known !== undefined) return known;
    const tensor = this.constant([], [value]);
    this.#scalars.set(value, tensor);
    return tensor;
  }

  /** Whole numbers, as ONNX operators take axes and shapes. */
  integers(values: readonly number[]): Tensor {
    const key = values.join();
    const known = this.#integers.get(key);
    if (known !== undefined) return known;
    const tensor = this.#constant({ type: "int64", shape: [values.length], values: [...values] });
    this.#integers.set(key, tensor);
    return tensor;
  }

  /**
   * Sets the value that a variable takes after each run. During the run it still has the old one.
   *
   * @throws {TypeError} if the tensor is no variable of this graph or is assigned already
   * @throws {RangeError} if the shapes differ
   */
  assign(variable: Tensor, next: Tensor): void {
    const entry = this.#entry(variable);
    if (entry.next !== undefined) {
      throw new TypeError(`Cannot assign "${variable.name}": it has a next value already`);
    }
    if (!sameShape(variable.shape, next.shape)) {
      throw new RangeError(
        `Cannot assign "${variable.name}": its shape is ${formatShape(variable.shape)}, ` +
          `the next value's ${formatShape(next.shape)}`,
      );
    }
    entry.next = this.#condition === undefined
      ? next
      : this.apply("Where", [this.#condition, next, variable], { shape: variable.shape });
  }

  /**
   * Adds assignments that hold only in runs in which a condition does; in others the variables keep
   * their values.
   *
   * @param condition A scalar of the type bool
   * @param add Makes the assignments
   */
  assignIf(condition: Tensor, add: () => void): void {
    const outer = this.#condition;
    this.#condition = condition;
    add();
    this.#condition = outer;
  }

  /** The value that a variable takes after each run, as far as it is assigned yet; else its own. */
  next(variable: Tensor): Tensor {
    return this.#entry(variable).next ?? variable;
  }

  /** The value that a variable has before the first run, row-major. */
  initial(variable: Tensor): Float32Array {
    return this.#entry(variable).initial;
  }

  /** Names a result of every run. */
  output(name: string, tensor: Tensor): void {
    if (this.#outputs.some((output) => output.name === name)) {
      throw new TypeError(`Cannot add output "${name}": there is one already`);
    }
    this.#outputs.push({ name, value: tensor.name, shape: tensor.shape });
  }

  /** The trained variables, in the order they were added. */
  parameters(): readonly Tensor[] {
    return this.variables().filter(({ name }) => this.#variables.get(name)!.kind === "parameter");
  }

  /** All variables, in the order they were added. */
  variables(): readonly Tensor[] {
    return [...this.#variables.values()].map(({ tensor }) => tensor);
  }

  /** The results of differentiable operations, each after the tensors it was made from. */
  differentiableTensors(): readonly Tensor[] {
    return [...this.#differentiable];
  }

  /**
   * Adds an ONNX operator with one result: what operator functions are made of.
   *
   * @throws {TypeError} if inputs belong to other graphs
   */
  apply(operator: string, inputs: readonly Tensor[], options: ApplyOptions): Tensor {
    const [tensor] = this.applyMany(operator, inputs, { ...options, results: [options] });
    return tensor!;
  }

  /** Adds an ONNX operator with several results; a gradient rule is for the first one. */
  applyMany(
    operator: string,
    inputs: readonly Tensor[],
    { results, attributes = {}, gradient }: Omit<ApplyOptions, "shape" | "type"> & {
      readonly results: readonly ResultOptions[];
    },
  ): readonly Tensor[] {
    if (inputs.some((input) => input.graph !== this)) {
      throw new TypeError(`Cannot add ${operator}: its inputs belong to different graphs`);
    }
    const tensors = results.map(({ shape, type = "float32" }, i) => {
      const origin = gradient !== undefined && i === 0 ? { inputs, gradient } : undefined;
      return new Tensor(this, this.#newName(operator), shape, type, origin);
    });
    this.#nodes.push({
      operator,
      inputs: inputs.map((input) => input.name),
      outputs: tensors.map((tensor) => tensor.name),
      shapes: tensors.map((tensor) => tensor.shape),
      attributes,
    });
    if (gradient !== undefined) this.#differentiable.push(tensors[0]!);
    return tensors;
  }

  /**
   * The same value with a gradient rule of its own: differentiation goes straight to the given
   * inputs and not through the operations that computed the value.
   */
  withGradient(value: Tensor, inputs: readonly Tensor[], gradient: GradientRule): Tensor {
    const tensor = new Tensor(this, value.name, value.shape, value.type, { inputs, gradient });
    this.#differentiable.push(tensor);
    return tensor;
  }

  /** The graph as plain data, with only what outputs and assignments need. */
  toProgram(): Program {
    return withoutDeadCode({
      nodes: this.#nodes,
      constants: this.#constants,
      inputs: this.#inputs,
      variables: [...this.#variables.values()].map(({ kind, tensor, initial, next }) => ({
        name: tensor.name,
        kind,
        shape: tensor.shape,
        initial,
        ...(next === undefined ? {} : { next: next.name }),
      })),
      outputs: this.#outputs,
    });
  }

  /** @throws {TypeError} if the tensor is no variable of this graph */
  #entry(variable: Tensor): GraphVariable {
    const entry = this.#variables.get(variable.name);
    if (entry !== undefined && variable.graph === this) return entry;
    throw new TypeError(`Cannot assign "${variable.name}": it is no variable of this graph`);
  }

  #variable(
    kind: "parameter" | "state",
    name: string,
    shape: Shape,
    initial: Float32Array,
  ): Tensor {
    this.#claimName(name, kind);
    checkLength(`${kind} "${name}"`, shape, initial.length);
    const tensor = new Tensor(this, name, shape, "float32");
    this.#variables.set(name, { kind, tensor, initial: initial.slice() });
    return tensor;
  }

  #constant(data: Unnamed): Tensor {
    const name = this.#newName("constant");
    this.#constants.push({ name, ...data });
    return new Tensor(this, name, data.shape, data.type);
  }

  #claimName(name: string, kind: string): void {
    if (this.#variables.has(name) || this.#inputs.some((input) => input.name === name)) {
      throw new TypeError(`Cannot add ${kind} "${name}": the name is taken`);
    }
  }

  #newName(operator: string): string {
    return `${operator}:${this.#values++}`;
  }
}

function checkLength(what: string, shape: Shape, length: number): void {
  if (sizeOf(shape) !== length) {
    throw new RangeError(
      `Cannot add ${what}: shape ${formatShape(shape)} has ${sizeOf(shape)} elements, ` +
        `but ${length} values were given`,
    );
  }
}
