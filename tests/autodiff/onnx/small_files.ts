/**
 * Small ONNX files, as other programs would write them.
 *
 * @module
 */
import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from "../../../lib/autodiff/onnx/onnx_pb.ts";

/** An operation: attributes are whole numbers, lists of them, texts or `{ float }`. */
export interface SmallNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly attributes?: Readonly<
    Record<string, number | string | readonly number[] | { readonly float: number } | TensorProto>
  >;
}

/** What {@linkcode smallFile} writes. */
export interface SmallFile {
  readonly nodes: readonly SmallNode[];
  readonly tensors?: readonly TensorProto[];
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs?: readonly string[];
  readonly opset?: number;
}

/** A tensor of float32. */
export function floats(name: string, dims: readonly number[], values: readonly number[]) {
  const rawData = new Uint8Array(Float32Array.from(values).buffer);
  const { FLOAT } = TensorProto_DataType;
  return create(TensorProtoSchema, { name, dims: dims.map(BigInt), dataType: FLOAT, rawData });
}

/** A tensor of whole numbers. */
export function integers(
  name: string,
  dims: readonly number[],
  values: readonly number[],
  dataType = TensorProto_DataType.INT64,
): TensorProto {
  const lists = dataType === TensorProto_DataType.INT64
    ? { int64Data: values.map(BigInt) }
    : { int32Data: [...values] };
  return create(TensorProtoSchema, { name, dims: dims.map(BigInt), dataType, ...lists });
}

/** The bytes of a file with one input "x" and one output "y" unless told otherwise. */
export function smallFile(
  { nodes, tensors = [], inputs = { x: ["batch", 2] }, outputs = ["y"], opset = 13 }: SmallFile,
): Uint8Array {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 7n,
      opsetImport: [{ domain: "", version: BigInt(opset) }],
      graph: {
        name: "small",
        node: nodes.map(nodeProto),
        initializer: [...tensors],
        input: Object.entries(inputs).map(([name, shape]) => valueInfo(name, shape)),
        output: outputs.map((name) => create(ValueInfoProtoSchema, { name })),
      },
    }),
  );
}

function nodeProto({ operator, inputs, outputs, name = "", attributes = {} }: SmallNode) {
  const { INT, INTS, FLOAT, STRING, TENSOR } = AttributeProto_AttributeType;
  return create(NodeProtoSchema, {
    opType: operator,
    name,
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes).map(([name, value]) => {
      if (typeof value === "number") {
        return create(AttributeProtoSchema, { name, type: INT, i: BigInt(value) });
      }
      if (typeof value === "string") {
        const s = new TextEncoder().encode(value);
        return create(AttributeProtoSchema, { name, type: STRING, s });
      }
      if ("float" in value) {
        return create(AttributeProtoSchema, { name, type: FLOAT, f: value.float });
      }
      if ("dims" in value) return create(AttributeProtoSchema, { name, type: TENSOR, t: value });
      return create(AttributeProtoSchema, { name, type: INTS, ints: value.map(BigInt) });
    }),
  });
}

function valueInfo(name: string, shape: readonly (number | string)[]) {
  const dim = shape.map((size) =>
    typeof size === "number"
      ? { value: { case: "dimValue" as const, value: BigInt(size) } }
      : { value: { case: "dimParam" as const, value: size } }
  );
  const elemType = TensorProto_DataType.FLOAT;
  const value = { case: "tensorType" as const, value: { elemType, shape: { dim } } };
  return create(ValueInfoProtoSchema, { name, type: { value } });
}
