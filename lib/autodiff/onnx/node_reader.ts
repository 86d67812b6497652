/**
 * One operation of an ONNX file while it is added to a graph: its inputs as tensors or as known
 * numbers, and its attributes.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { float, integer, integers } from "../executors/attributes.ts";
import { type Graph, Tensor } from "../graph.ts";
import type { Attribute } from "../program.ts";
import { AttributeProto_AttributeType, type NodeProto } from "./onnx_pb.ts";
import { type Literal, literalOf } from "./tensor_values.ts";

/** What a name stands for while a network is read. */
export type Value = Tensor | Literal;

/** What {@linkcode NodeReader} looks names up in. */
export interface Names {
  /** The graph that is added to. */
  readonly graph: Graph;
  /** The version of the standard that the file is written in. */
  readonly opset: number;
  /** Its name, for messages. */
  readonly file: string;
  /** Whether batch norm takes its statistics from the batch. */
  readonly statistics: "frozen" | "batch";
  /** The value of a name; weights become parameters or constants here. */
  readonly value: (name: string) => Value;
  /** The numbers of a name that is a weight or known, undefined for what is computed. */
  readonly known: (name: string) => Literal | undefined;
  /** A weight that is carried from run to run without being trained: a running statistic. */
  readonly state: (name: string) => Tensor;
}

/** See the module. */
export class NodeReader {
  readonly #node: NodeProto;
  readonly #names: Names;
  /** By name. */
  readonly attributes: Readonly<Record<string, Attribute | Literal>>;

  /** Of this operation. */
  constructor(node: NodeProto, names: Names) {
    this.#node = node;
    this.#names = names;
    this.attributes = attributesOf(node, names.file);
  }

  /** The graph that is added to. */
  get graph(): Graph {
    return this.#names.graph;
  }

  /** The version of the standard that the file is written in. */
  get opset(): number {
    return this.#names.opset;
  }

  /** Whether batch norm takes its statistics from the batch. */
  get statistics(): "frozen" | "batch" {
    return this.#names.statistics;
  }

  /** The number of inputs, those left out among them. */
  get inputs(): number {
    return this.#node.input.length;
  }

  /** The number of results that the operation names. */
  get outputs(): number {
    return this.#node.output.length;
  }

  /** Whether an optional input is there. */
  has(i: number): boolean {
    return (this.#node.input[i] ?? "") !== "";
  }

  /** An input as a tensor of the graph; known numbers become a constant. */
  tensor(i: number): Tensor {
    const value = this.#names.value(this.#name(i));
    return value instanceof Tensor ? value : this.graph.constant(value.shape, value.data);
  }

  /** The same, or undefined where the input is left out. */
  optional(i: number): Tensor | undefined {
    return this.has(i) ? this.tensor(i) : undefined;
  }

  /** A running statistic that stays as it is, however its weight is trained elsewhere. */
  kept(i: number): Tensor {
    const literal = this.graph.training ? this.literal(i) : undefined;
    return literal ? this.graph.constant(literal.shape, literal.data) : this.tensor(i);
  }

  /** A running statistic that moves. */
  state(i: number): Tensor {
    return this.#names.state(this.#name(i));
  }

  /** The numbers of an input, undefined where it is left out or computed from films. */
  literal(i: number): Literal | undefined {
    return this.has(i) ? this.#names.known(this.#name(i)) : undefined;
  }

  /**
   * The numbers of an input.
   *
   * @throws {InputError} if they are computed from films
   */
  known(i: number, what: string): readonly number[] {
    return [...this.literal(i)?.data ?? this.fail(`its ${what} must be known before it runs`)];
  }

  /** The only number of an input, undefined where the input is left out. */
  number(i: number, what: string): number | undefined {
    return this.has(i) ? this.known(i, what)[0] : undefined;
  }

  /** Axes, sizes or the like, which old versions of the standard give as an attribute. */
  list(i: number, attribute: string, what = attribute): readonly number[] | undefined {
    if (this.has(i)) return this.known(i, what);
    const value = this.attributes[attribute];
    return value === undefined ? undefined : this.integers(attribute, []);
  }

  /** An attribute that is a whole number. */
  integer(name: string, otherwise: number): number {
    return integer(this.#attribute(name), otherwise);
  }

  /** An attribute that is a list of whole numbers. */
  integers(name: string, otherwise: readonly number[]): readonly number[] {
    return integers(this.#attribute(name), otherwise);
  }

  /** An attribute that is a float. */
  float(name: string, otherwise: number): number {
    return float(this.#attribute(name), otherwise);
  }

  /** An attribute that is a text. */
  text(name: string, otherwise: string): string {
    const value = this.#attribute(name);
    return typeof value === "string" ? value : otherwise;
  }

  /** Throws an error that names the operation. */
  fail(reason: string): never {
    throw nodeError(this.#names.file, this.#node, reason);
  }

  #name(i: number): string {
    return this.#node.input[i] || this.fail(`input ${i} is missing`);
  }

  #attribute(name: string): Attribute | undefined {
    const value = this.attributes[name];
    return typeof value === "object" && "data" in value ? undefined : value;
  }
}

/** An error about one operation of a file. */
export function nodeError(file: string, { opType, name, output }: NodeProto, reason: string) {
  return new InputError(
    `Cannot train the model "${file}": ${opType} "${name || output[0]}": ${reason}`,
  );
}

function attributesOf(
  { attribute }: NodeProto,
  file: string,
): Readonly<Record<string, Attribute | Literal>> {
  const { INT, FLOAT, STRING, INTS, FLOATS, TENSOR } = AttributeProto_AttributeType;
  const entries = attribute.flatMap((each): [string, Attribute | Literal][] => {
    switch (each.type) {
      case INT:
        return [[each.name, Number(each.i)]];
      case FLOAT:
        return [[each.name, { float: each.f }]];
      case STRING:
        return [[each.name, new TextDecoder().decode(each.s)]];
      case INTS:
        return [[each.name, each.ints.map(Number)]];
      case FLOATS:
        return [[each.name, each.floats]];
      case TENSOR:
        return each.t ? [[each.name, literalOf(each.t, file)]] : [];
      default:
        return [];
    }
  });
  return Object.fromEntries(entries);
}
