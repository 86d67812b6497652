/**
 * Adding a network read from an ONNX file to a graph, with weights that train.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { type Graph, Tensor } from "../graph.ts";
import { FOLDS, integerList } from "./fold.ts";
import { elementwiseImporters } from "./importers/elementwise.ts";
import type { Importers } from "./importers/importer.ts";
import { layerImporters, normalisedConvolution } from "./importers/layers.ts";
import { movementImporters } from "./importers/movement.ts";
import { nodesTo } from "./network_nodes.ts";
import { type Names, nodeError, NodeReader, type Value } from "./node_reader.ts";
import type { NodeProto } from "./onnx_pb.ts";
import { type OnnxFile, partsOf } from "./read.ts";
import type { Literal } from "./tensor_values.ts";

/** Options of {@linkcode addOnnx}. */
export interface AddOnnxOptions {
  /** What to compute: an output of the file, or any value inside; default: the first output. */
  readonly output?: string;
  /** Put before the names of weights, which are the file's. */
  readonly prefix: string;
  /** Which weights become parameters; the others are constants. */
  readonly isTrained: (weight: string) => boolean;
  /** Whether batch norm keeps the file's statistics, or takes the batch's while training. */
  readonly statistics: "frozen" | "batch";
}

const IMPORTERS: Importers = {
  ...elementwiseImporters,
  ...layerImporters,
  ...movementImporters,
};

/**
 * Adds a network to a graph and returns its output.
 *
 * @param input What the file's only input is fed with; its sizes decide all others
 * @throws {InputError} if the file has not one input, lacks the output, has operations that are not
 * known (all of them are named), or does not take such an input
 * @example A file with one weight, of which another graph gets the slope
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { addOnnx, createExecutor, Graph, gradients, mul, readOnnx, sum, toOnnx } from "@cohash/cohash/autodiff";
 *
 * const first = new Graph();
 * const weight = first.parameter("weight", [2], Float32Array.of(0, 0));
 * first.output("features", mul(first.input("films", [1, 2]), weight));
 * const bytes = toOnnx(first.toProgram(), { variables: { weight: Float32Array.of(3, 4) } });
 *
 * const graph = new Graph({ training: true });
 * const features = addOnnx(graph, readOnnx(bytes, "network.onnx"), graph.input("films", [1, 2]), {
 *   prefix: "backbone.",
 *   isTrained: () => true,
 *   statistics: "frozen",
 * });
 * const [slope] = gradients(sum(features), graph.parameters());
 * graph.output("slope", slope!);
 * const session = await (await createExecutor("reference")).load(graph.toProgram());
 * assertEquals((await session.run({ films: Float32Array.of(5, 6) })).slope, Float32Array.of(5, 6));
 * ```
 */
export function addOnnx(
  graph: Graph,
  file: OnnxFile,
  input: Tensor,
  options: AddOnnxOptions,
): Tensor {
  return new Network(graph, file, options).build(input);
}

/** A network while it is added. */
class Network implements Names {
  readonly graph: Graph;
  readonly file: string;
  readonly opset: number;
  readonly statistics: "frozen" | "batch";
  readonly #onnx: OnnxFile;
  readonly #options: AddOnnxOptions;
  readonly #output: string;
  readonly #literals: ReadonlyMap<string, Literal>;
  readonly #values = new Map<string, Value>();
  readonly #states = new Set<string>();

  constructor(graph: Graph, file: OnnxFile, options: AddOnnxOptions) {
    this.graph = graph;
    this.file = file.name;
    this.opset = file.opset;
    this.statistics = graph.training ? options.statistics : "frozen";
    this.#onnx = file;
    this.#literals = partsOf(file).literals;
    this.#options = options;
    this.#output = options.output ?? file.outputs[0]!;
  }

  build(input: Tensor): Tensor {
    const [first, ...others] = this.#onnx.inputs;
    if (first === undefined || others.length > 0) {
      const names = this.#onnx.inputs.map(({ name }) => name).join(", ");
      throw this.#error(`it has ${this.#onnx.inputs.length} inputs (${names}), expected one`);
    }
    this.#values.set(first.name, input);
    const nodes = nodesTo(this.#onnx, this.#output);
    this.#requireKnown(nodes);
    const normOf = this.statistics === "frozen" ? this.#normsOfConvolutions(nodes) : new Map();
    const done = new Set<NodeProto>();
    for (const node of nodes) {
      if (done.has(node)) continue;
      const norm: NodeProto | undefined = normOf.get(node);
      const last = norm ?? node;
      done.add(last);
      for (const [i, value] of this.#run(node, norm).entries()) {
        if (last.output[i]) this.#values.set(last.output[i]!, value);
      }
    }
    const result = this.value(this.#output);
    if (result instanceof Tensor) return result;
    throw this.#error(`"${this.#output}" does not depend on its input`);
  }

  value(name: string): Value {
    const value = this.#values.get(name) ?? this.#literals.get(name);
    if (value !== undefined) return value;
    const weight = this.#onnx.weights.get(name);
    if (weight === undefined) throw this.#error(`it takes a value "${name}" that nothing makes`);
    const { prefix, isTrained } = this.#options;
    const tensor = isTrained(name)
      ? this.graph.parameter(`${prefix}${name}`, weight.shape, weight.values())
      : this.graph.constant(weight.shape, weight.values());
    this.#values.set(name, tensor);
    return tensor;
  }

  known(name: string): Literal | undefined {
    const weight = this.#onnx.weights.get(name);
    if (weight !== undefined) {
      return { type: "float32", shape: weight.shape, data: Float64Array.from(weight.values()) };
    }
    return this.#literal(name);
  }

  state(name: string): Tensor {
    const weight = this.#onnx.weights.get(name);
    if (weight === undefined || this.#states.has(name) || this.#values.has(name)) {
      throw this.#error(
        `the statistics "${name}" belong to several batch norms; use ` +
          "backbone.train.statistics=frozen",
      );
    }
    this.#states.add(name);
    return this.graph.state(`${this.#options.prefix}${name}`, weight.shape, weight.values());
  }

  /** The results of a node: known ones where all it takes is known. */
  #run(node: NodeProto, norm: NodeProto | undefined): readonly Value[] {
    const reader = new NodeReader(node, this);
    const inputs = node.input.map((name) => name === "" ? undefined : this.#literal(name));
    const isKnown = node.input.every((name, i) => name === "" || inputs[i] !== undefined);
    const fold = FOLDS[node.opType];
    try {
      if (norm) return [normalisedConvolution(reader, new NodeReader(norm, this))];
      if (node.opType === "Shape") return [this.#shapeOf(reader)];
      if (isKnown && fold) return [fold({ inputs, attributes: reader.attributes })].flat();
      const importer = IMPORTERS[node.opType];
      return importer ? [importer(reader)].flat() : reader.fail("it cannot depend on the input");
    } catch (error) {
      if (error instanceof RangeError) throw nodeError(this.file, node, error.message);
      throw error;
    }
  }

  #shapeOf(node: NodeReader): Literal {
    const { shape } = node.literal(0) ?? node.tensor(0);
    const end = node.integer("end", shape.length);
    return integerList(shape.slice(node.integer("start", 0), end));
  }

  /** What is known of a value without its being a weight. */
  #literal(name: string): Literal | undefined {
    const value = this.#values.get(name) ?? this.#literals.get(name);
    return value instanceof Tensor ? undefined : value;
  }

  /** For each convolution whose result nothing but a batch norm takes, that batch norm. */
  #normsOfConvolutions(nodes: readonly NodeProto[]): ReadonlyMap<NodeProto, NodeProto> {
    const users = Map.groupBy(
      nodes.flatMap((node) => node.input.map((name) => ({ name, node }))),
      ({ name }) => name,
    );
    return new Map(nodes.flatMap((node): [NodeProto, NodeProto][] => {
      const [result = ""] = node.output;
      const [user, ...others] = users.get(result) ?? [];
      const isAlone = node.opType === "Conv" && others.length === 0 && result !== this.#output;
      const isNorm = user?.node.opType === "BatchNormalization" && user.node.input[0] === result &&
        user.node.input.slice(1).every((name) => this.#onnx.weights.has(name));
      return isAlone && isNorm ? [[node, user.node]] : [];
    }));
  }

  /** One error for all operations that are not known. */
  #requireKnown(nodes: readonly NodeProto[]): void {
    const unknown = Map.groupBy(
      nodes.filter(({ opType }) =>
        !(opType in IMPORTERS) && !(opType in FOLDS) && opType !== "Shape"
      ),
      ({ opType, domain }) => domain === "" ? opType : `${domain}.${opType}`,
    );
    if (unknown.size === 0) return;
    const list = Array.from(
      unknown,
      ([operator, all]) =>
        `${operator} (${all.map(({ name, output }) => `"${name || output[0]}"`).join(", ")})`,
    );
    throw this.#error(
      `these operations are not known: ${list.join("; ")}; export it with operators that are, ` +
        "or use it frozen (backbone.train=none)",
    );
  }

  #error(reason: string): InputError {
    return new InputError(`Cannot train the model "${this.file}": ${reason}`);
  }
}
