/**
 * The numbers of ONNX's tensors.
 *
 * @module
 */
import { create } from "@bufbuild/protobuf";
import { InputError } from "../../base/errors.ts";
import { type Shape, sizeOf } from "../shape.ts";
import {
  type TensorProto,
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
} from "./onnx_pb.ts";

/** Numbers that a file holds, or that follow from shapes. */
export interface Literal {
  /** Every width of integer counts as "int64". */
  readonly type: "float32" | "int64" | "bool";
  /** `[]` for a scalar. */
  readonly shape: Shape;
  /** Row-major. */
  readonly data: Float64Array;
}

const { FLOAT, DOUBLE, BOOL, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 } =
  TensorProto_DataType;

type Numbers = ArrayLike<number | bigint>;

interface Layout {
  readonly type: Literal["type"];
  /** Bytes of one number in `rawData`. */
  readonly width: number;
  /** Reads `rawData`, which ONNX writes little-endian. */
  readonly view: (bytes: ArrayBuffer) => Numbers;
  /** Where the numbers stand otherwise. */
  readonly list: (tensor: TensorProto) => Numbers;
}

const int32List = (tensor: TensorProto) => tensor.int32Data;
const uint64List = (tensor: TensorProto) => tensor.uint64Data;

const LAYOUTS: Readonly<Record<number, Layout>> = {
  [FLOAT]: layout("float32", Float32Array, (tensor) => tensor.floatData),
  [DOUBLE]: layout("float32", Float64Array, (tensor) => tensor.doubleData),
  [BOOL]: layout("bool", Uint8Array, int32List),
  [INT8]: layout("int64", Int8Array, int32List),
  [UINT8]: layout("int64", Uint8Array, int32List),
  [INT16]: layout("int64", Int16Array, int32List),
  [UINT16]: layout("int64", Uint16Array, int32List),
  [INT32]: layout("int64", Int32Array, int32List),
  [UINT32]: layout("int64", Uint32Array, uint64List),
  [INT64]: layout("int64", BigInt64Array, (tensor) => tensor.int64Data),
  [UINT64]: layout("int64", BigUint64Array, uint64List),
};

function layout(
  type: Literal["type"],
  View: { readonly BYTES_PER_ELEMENT: number; new (bytes: ArrayBuffer): Numbers },
  list: Layout["list"],
): Layout {
  return { type, width: View.BYTES_PER_ELEMENT, view: (bytes) => new View(bytes), list };
}

/**
 * The numbers of a tensor.
 *
 * @param file Its name, for messages
 * @throws {InputError} if they lie in another file, are of a kind that is not read, or too few
 */
export function literalOf(tensor: TensorProto, file: string): Literal {
  const { type, shape, values } = numbersOf(tensor, file);
  const data = new Float64Array(values.length);
  for (let i = 0; i < data.length; i++) data[i] = Number(values[i]);
  return { type, shape, data };
}

/**
 * The numbers of a tensor of float32.
 *
 * @param file Its name, for messages
 * @throws {InputError} if they lie in another file, or are too few
 */
export function floatsOf(tensor: TensorProto, file: string): Float32Array {
  const { values } = numbersOf(tensor, file);
  return values instanceof Float32Array ? values : Float32Array.from(values, Number);
}

function numbersOf(tensor: TensorProto, file: string) {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot use the model "${file}": its tensor "${tensor.name}" ${reason}`);
  };
  const shape = tensor.dims.map(Number);
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL) {
    return fail("lies in another file; save the model as one file");
  }
  const layout = LAYOUTS[tensor.dataType];
  if (layout === undefined) {
    const type = TensorProto_DataType[tensor.dataType] ?? `type ${tensor.dataType}`;
    return fail(`holds ${type.toLowerCase()}; export the model in float32, or quantised to int8`);
  }
  const { rawData } = tensor;
  const given = rawData.length > 0 ? rawData.length / layout.width : layout.list(tensor).length;
  if (given !== sizeOf(shape)) {
    return fail(`has ${given} values, its shape [${shape.join(", ")}] ${sizeOf(shape)}`);
  }
  const values = rawData.length > 0 ? layout.view(rawData.slice().buffer) : layout.list(tensor);
  return { type: layout.type, shape, values };
}

/** A tensor of float32 by this name. */
export function floatTensor(name: string, shape: Shape, values: Float32Array): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: FLOAT,
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice(),
  });
}
