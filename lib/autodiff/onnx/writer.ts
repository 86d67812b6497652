/**
 * Writing a program as an ONNX model.
 *
 * `onnx_pb.ts` is generated from `onnx.proto` (onnx 1.12, Apache-2.0) by
 * `protoc --plugin=protoc-gen-es --es_out=. --es_opt=target=ts onnx.proto` with
 * `npm:@bufbuild/protoc-gen-es@2.17.0`.
 *
 * @module
 */
import { create, toBinary } from "@bufbuild/protobuf";
import { type Attribute, type Constant, type Node, type Program } from "../program.ts";
import { type Output, withoutDeadCode } from "../program.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./onnx_pb.ts";

/** How a program is written. */
export interface OnnxOptions {
  /**
   * Values to bake in, by variable: the model then only predicts. Without them, variables are
   * inputs, and outputs under {@linkcode nextName} where a run changes them.
   */
  readonly variables?: Readonly<Record<string, Float32Array>>;
  /** Whether axis 0 of inputs and outputs is named "batch" and may have any size. */
  readonly symbolicBatch?: boolean;
  /** Texts to keep in the model, such as its settings. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The name of the ONNX output that carries a variable's value after the run. */
export function nextName(variable: string): string {
  return `${variable}.next`;
}

/**
 * The bytes of an ONNX model (opset 18) that computes the program.
 *
 * @throws {RangeError} if a variable to bake in is missing or has the wrong number of values
 * @example A trained layer as a file for other programs
 * ```ts
 * import { assert } from "@std/assert";
 * import { Graph, matmul, toOnnx } from "@cohash/cohash/autodiff";
 *
 * const graph = new Graph();
 * const weights = graph.parameter("weights", [2, 1], Float32Array.of(0, 0));
 * graph.output("code", matmul(graph.input("features", [1, 2]), weights));
 *
 * const trained = { weights: Float32Array.of(3, 4) };
 * const model = toOnnx(graph.toProgram(), { variables: trained, symbolicBatch: true });
 * assert(model.length > 0);
 * ```
 */
export function toOnnx(program: Program, options: OnnxOptions = {}): Uint8Array {
  const { variables: baked, symbolicBatch = false, metadata = {} } = options;
  const { nodes, constants, inputs, variables, outputs } = baked === undefined
    ? program
    : withoutDeadCode(withoutAssignments(program));

  const results = [
    ...outputs,
    ...variables.flatMap(({ name, next, shape }) =>
      next === undefined ? [] : [{ name: nextName(name), value: next, shape }]
    ),
  ];
  const { renamed, copies } = nameResults(nodes, results);
  const batched = (shape: Shape) => symbolicBatch && shape.length > 0;

  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: "", version: 18n }, ...otherDomains(nodes)],
    producerName: "cohash",
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: "cohash",
      node: [...nodes, ...copies].map((node) => nodeProto(node, renamed)),
      initializer: [
        ...constants.map(constantProto),
        ...variables.filter(() => baked !== undefined)
          .map(({ name, shape }) => tensorProto(name, shape, valuesOf(baked!, name, shape))),
      ],
      input: [
        ...inputs.map(({ name, type, shape }) => valueInfo(name, shape, batched(shape), type)),
        ...variables.filter(() => baked === undefined)
          .map(({ name, shape }) => valueInfo(name, shape)),
      ],
      output: results.map(({ name, shape }) => valueInfo(name, shape, batched(shape))),
    },
  });
  return toBinary(ModelProtoSchema, model);
}

function withoutAssignments(program: Program): Program {
  const variables = program.variables.map(({ next: _, ...variable }) => variable);
  return { ...program, variables };
}

/**
 * Gives computed values the names under which they leave the model. A value that is no node's, or
 * leaves under a second name, is copied.
 */
function nameResults(
  nodes: readonly Node[],
  results: readonly Output[],
): { readonly renamed: ReadonlyMap<string, string>; readonly copies: readonly Node[] } {
  const computed = new Set(nodes.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const copies: Node[] = [];
  for (const { name, value, shape } of results) {
    if (computed.has(value) && !renamed.has(value)) renamed.set(value, name);
    else {
      copies.push({
        operator: "Identity",
        inputs: [value],
        outputs: [name],
        shapes: [shape],
        attributes: {},
      });
    }
  }
  return { renamed, copies };
}

function valuesOf(
  baked: Readonly<Record<string, Float32Array>>,
  name: string,
  shape: Shape,
): Float32Array {
  const values = baked[name];
  if (values === undefined || values.length !== sizeOf(shape)) {
    throw new RangeError(
      `Cannot write ONNX: variable "${name}" of shape ${formatShape(shape)} was given ${
        values === undefined ? "no values" : `${values.length} values`
      }`,
    );
  }
  return values;
}

/** What is not the standard's, in its first version. */
function otherDomains(nodes: readonly Node[]) {
  const domains = new Set(nodes.flatMap(({ domain }) => domain === undefined ? [] : [domain]));
  return [...domains].map((domain) => ({ domain, version: 1n }));
}

function nodeProto(node: Node, renamed: ReadonlyMap<string, string>): NodeProto {
  return create(NodeProtoSchema, {
    name: node.outputs[0]!,
    opType: node.operator,
    domain: node.domain ?? "",
    input: node.inputs.map((name) => renamed.get(name) ?? name),
    output: node.outputs.map((name) => renamed.get(name) ?? name),
    attribute: Object.entries(node.attributes).map(([name, value]) => attributeProto(name, value)),
  });
}

function attributeProto(name: string, value: Attribute): AttributeProto {
  const { INT, FLOAT, FLOATS, STRING, INTS } = AttributeProto_AttributeType;
  if (typeof value === "number") {
    return create(AttributeProtoSchema, { name, type: INT, i: BigInt(value) });
  }
  if (typeof value === "string") {
    return create(AttributeProtoSchema, { name, type: STRING, s: new TextEncoder().encode(value) });
  }
  if ("floats" in value) {
    return create(AttributeProtoSchema, { name, type: FLOATS, floats: [...value.floats] });
  }
  if ("float" in value) return create(AttributeProtoSchema, { name, type: FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: INTS, ints: value.map(BigInt) });
}

function constantProto({ name, shape, ...data }: Constant): TensorProto {
  return data.type === "float32"
    ? tensorProto(name, shape, data.values)
    : tensorProto(name, shape, BigInt64Array.from(data.values, BigInt));
}

function tensorProto(
  name: string,
  shape: Shape,
  values: Float32Array | BigInt64Array,
): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: values instanceof Float32Array
      ? TensorProto_DataType.FLOAT
      : TensorProto_DataType.INT64,
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  });
}

function valueInfo(
  name: string,
  shape: Shape,
  batched = false,
  type: "float32" | "int32" = "float32",
): ValueInfoProto {
  const dim = shape.map((size, axis) =>
    batched && axis === 0
      ? { value: { case: "dimParam" as const, value: "batch" } }
      : { value: { case: "dimValue" as const, value: BigInt(size) } }
  );
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: "tensorType",
        value: {
          elemType: type === "float32" ? TensorProto_DataType.FLOAT : TensorProto_DataType.INT32,
          shape: { dim },
        },
      },
    },
  });
}
