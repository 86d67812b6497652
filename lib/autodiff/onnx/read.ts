/**
 * Reading an ONNX file that was not built here, so that its weights can be trained.
 *
 * @module
 */
import { create, fromBinary } from "@bufbuild/protobuf";
import { InputError, messageOf } from "../../base/errors.ts";
import type { Shape } from "../shape.ts";
import { type ModelProto, ModelProtoSchema, type NodeProto } from "./onnx_pb.ts";
import {
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  type ValueInfoProto,
} from "./onnx_pb.ts";
import { nodeError } from "./node_reader.ts";
import { dequantised, withoutRounding } from "./quantised.ts";
import { floatsOf, floatTensor, type Literal, literalOf } from "./tensor_values.ts";

/** A network read from an ONNX file. */
export interface OnnxFile {
  /** For messages. */
  readonly name: string;
  /** The version of the standard that it is written in. */
  readonly opset: number;
  /** What it is fed with. */
  readonly inputs: readonly OnnxInput[];
  /** The names of what it gives. */
  readonly outputs: readonly string[];
  /** Float tensors with axes, by name: what can be trained. */
  readonly weights: ReadonlyMap<string, OnnxWeight>;
}

/** What a file is fed with. */
export interface OnnxInput {
  /** The key under which it is fed. */
  readonly name: string;
  /** A name, such as "batch", where any size will do. */
  readonly shape: readonly (number | string)[];
}

/** What else is read of a file. */
export interface OnnxParts {
  /** Its operations, in an order in which they can run. */
  readonly nodes: readonly NodeProto[];
  /** The names of what its Constant operations make. */
  readonly constants: ReadonlySet<string>;
  /** The numbers that are no weights. */
  readonly literals: ReadonlyMap<string, Literal>;
  /** What is written back, but for weights that have changed. */
  readonly model: ModelProto;
}

/** Apart from the files themselves, so that who uses them need not know how ONNX is written. */
const PARTS = new WeakMap<OnnxFile, OnnxParts>();

/** What else was read of a file. */
export function partsOf(file: OnnxFile): OnnxParts {
  return PARTS.get(file)!;
}

/** A float tensor of a file. */
export interface OnnxWeight {
  /** Its sizes. */
  readonly shape: Shape;
  /** Row-major; read from the file anew at each call, as weights can be large. */
  readonly values: () => Float32Array;
}

/**
 * Reads an ONNX file. Quantised weights become floats; rounding between layers is left out, its
 * limits stay.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no ONNX model, or hold numbers that are not read
 */
export function readOnnx(bytes: Uint8Array, name: string): OnnxFile {
  const model = parse(bytes, name);
  const graph = model.graph!;
  const opset = opsetOf(model, name);
  const tensors = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  for (const node of graph.node) {
    const value = constantValue(node);
    if (value !== undefined) tensors.set(node.output[0]!, value);
  }
  const { nodes, added } = withoutRounding(graph.node, { tensors, opset, file: name });
  for (const tensor of added) tensors.set(tensor.name, tensor);

  const { weights, literals } = numbersOf(tensors, nodes, name);
  const file: OnnxFile = {
    name,
    opset,
    inputs: graph.input.filter((input) => !tensors.has(input.name)).map(inputOf),
    outputs: graph.output.map((output) => output.name),
    weights,
  };
  PARTS.set(file, {
    nodes: nodes.filter(({ output }) => !weights.has(output[0]!) && !literals.has(output[0]!)),
    constants: new Set(
      nodes.filter(({ opType }) => opType === "Constant").map(({ output }) => output[0]!),
    ),
    literals,
    model: {
      ...model,
      graph: { ...graph, node: [...nodes], initializer: [...graph.initializer, ...added] },
    },
  });
  return file;
}

/** The least version of the standard whose operators mean what they mean today. */
const LEAST_OPSET = 7;

function opsetOf({ opsetImport }: ModelProto, name: string): number {
  const standard = opsetImport.find(({ domain }) => domain === "" || domain === "ai.onnx");
  const opset = Number(standard?.version ?? 1n);
  if (opset >= LEAST_OPSET) return opset;
  throw new InputError(
    `Cannot use the model "${name}": it is written in version ${opset} of the operators, expected ` +
      `${LEAST_OPSET} or later; export it anew`,
  );
}

function parse(bytes: Uint8Array, name: string): ModelProto {
  try {
    const model = fromBinary(ModelProtoSchema, bytes);
    if (model.graph !== undefined && model.graph.node.length > 0) return model;
  } catch (error) {
    throw new InputError(
      `Cannot use the model "${name}": it is no ONNX file (${messageOf(error)})`,
    );
  }
  throw new InputError(`Cannot use the model "${name}": it is no ONNX file, or an empty one`);
}

/** The tensor of a Constant node, whichever form it has; texts and sparse ones are none. */
function constantValue({ opType, attribute }: NodeProto): TensorProto | undefined {
  if (opType !== "Constant") return undefined;
  const whole = (dims: bigint[], int64Data: bigint[]) =>
    create(TensorProtoSchema, { dims, dataType: TensorProto_DataType.INT64, int64Data });
  for (const { name, t, f, floats, i, ints } of attribute) {
    switch (name) {
      case "value":
        return t;
      case "value_float":
        return floatTensor("", [], Float32Array.of(f));
      case "value_floats":
        return floatTensor("", [floats.length], Float32Array.from(floats));
      case "value_int":
        return whole([], [i]);
      case "value_ints":
        return whole([BigInt(ints.length)], ints);
    }
  }
  return undefined;
}

/**
 * Sorts the file's tensors: floats with axes are weights, all others are known numbers. A weight
 * that is dequantised, or copied by Identity because it had the same values as another when it was
 * exported, is a weight of its own.
 */
function numbersOf(
  tensors: ReadonlyMap<string, TensorProto>,
  nodes: readonly NodeProto[],
  file: string,
) {
  const weights = new Map<string, OnnxWeight>();
  const literals = new Map<string, Literal>();
  for (const [name, tensor] of tensors) {
    if (tensor.dims.length > 0 && tensor.dataType === TensorProto_DataType.FLOAT) {
      const values = () => floatsOf(tensor, file);
      weights.set(name, { shape: tensor.dims.map(Number), values });
    } else {
      literals.set(name, literalOf(tensor, file));
    }
  }
  const add = (name: string, literal: Literal) => {
    if (literal.shape.length === 0) literals.set(name, literal);
    else {
      const { shape, data } = literal;
      weights.set(name, { shape, values: () => Float32Array.from(data) });
    }
  };
  for (const node of nodes) {
    const [input = "", scaleName = "", zeroName = ""] = node.input;
    const [output = ""] = node.output;
    if (node.opType === "Identity" && weights.has(input)) weights.set(output, weights.get(input)!);
    if (node.opType !== "DequantizeLinear") continue;
    const [integers, scale] = [literals.get(input), literalNamed(scaleName)];
    if (integers === undefined || scale === undefined) continue;
    const axis = Number(attributeOf(node, "axis") ?? 1n);
    if (Number(attributeOf(node, "block_size") ?? 0n) > 0) {
      throw nodeError(file, node, "scales for blocks of a weight are not known");
    }
    add(output, dequantised(integers, { scale, zeroPoint: literals.get(zeroName), axis }));
  }
  return { weights, literals };

  function literalNamed(name: string): Literal | undefined {
    const weight = weights.get(name);
    if (weight === undefined) return literals.get(name);
    return { type: "float32", shape: weight.shape, data: Float64Array.from(weight.values()) };
  }
}

/** An attribute that is a whole number. */
function attributeOf({ attribute }: NodeProto, wanted: string): bigint | undefined {
  return attribute.find(({ name }) => name === wanted)?.i;
}

function inputOf({ name, type }: ValueInfoProto): OnnxInput {
  const shape = type?.value.case === "tensorType" ? type.value.value.shape : undefined;
  const sizes = shape?.dim ?? [];
  return {
    name,
    shape: sizes.map(({ value }) =>
      value.case === "dimValue"
        ? Number(value.value)
        : value.case === "dimParam"
        ? value.value
        : "?"
    ),
  };
}
