/**
 * Networks that were quantised in the QDQ form (QuantizeLinear, then DequantizeLinear), as float
 * networks to start from.
 *
 * Weights are multiplied out. Between layers, rounding to 256 steps is left out, but not the limits
 * of the range: tools that quantise a network remove a ReLU whose work the limits do.
 *
 * @module
 */
import { create } from "@bufbuild/protobuf";
import { AttributeProto_AttributeType, AttributeProtoSchema } from "./onnx_pb.ts";
import { type NodeProto, NodeProtoSchema } from "./onnx_pb.ts";
import { type TensorProto, TensorProto_DataType } from "./onnx_pb.ts";
import { floatTensor, type Literal, literalOf } from "./tensor_values.ts";

/** The operator set from which on Clip takes its bounds as inputs. */
const CLIP_TAKES_INPUTS = 11;

/** Nodes, and the tensors beside them that they take. */
export interface Nodes {
  readonly nodes: readonly NodeProto[];
  readonly added: readonly TensorProto[];
}

/** The nodes with a Clip in place of each quantisation between two layers. */
export function withoutRounding(
  nodes: readonly NodeProto[],
  { tensors, opset, file }: {
    /** Initializers and constants, by name. */
    readonly tensors: ReadonlyMap<string, TensorProto>;
    /** The version of the standard that the graph is written in. */
    readonly opset: number;
    /** Its name, for messages. */
    readonly file: string;
  },
): Nodes {
  /** By the integers' name; constants have no range to be held within. */
  const rounded = new Map<string, { readonly input: string; readonly range: Range | undefined }>();
  const added: TensorProto[] = [];
  const kept = nodes.flatMap((node): NodeProto[] => {
    const [input = "", scale = "", zero = ""] = node.input;
    const [output = ""] = node.output;
    if (node.opType === "QuantizeLinear") {
      const range = rangeOf(tensors.get(scale), tensors.get(zero), file);
      if (range === undefined && !tensors.has(input)) return [node];
      rounded.set(output, { input, range: tensors.has(input) ? undefined : range });
      return [];
    }
    const source = node.opType === "DequantizeLinear" ? rounded.get(input) : undefined;
    if (source === undefined) return [node];
    if (source.range === undefined) return [replaced(node, "Identity", [source.input])];
    if (opset < CLIP_TAKES_INPUTS) {
      return [replaced(node, "Clip", [source.input], Object.entries(source.range))];
    }
    const bounds = Object.entries(source.range).map(([side, value]) =>
      floatTensor(`${output}/${side}`, [], Float32Array.of(value))
    );
    added.push(...bounds);
    return [replaced(node, "Clip", [source.input, ...bounds.map(({ name }) => name)])];
  });
  return { nodes: kept, added };
}

/** The least and the largest value that the integers stand for. */
interface Range {
  readonly min: number;
  readonly max: number;
}

const { UINT8, INT8, UINT16, INT16 } = TensorProto_DataType;

/** The least and the largest integer of each type. */
const LIMITS: Readonly<Record<number, readonly [number, number]>> = {
  [UINT8]: [0, 255],
  [INT8]: [-128, 127],
  [UINT16]: [0, 65535],
  [INT16]: [-32768, 32767],
};

/** Undefined where channels have scales of their own, or the integers are of another type. */
function rangeOf(
  scale: TensorProto | undefined,
  zeroPoint: TensorProto | undefined,
  file: string,
): Range | undefined {
  const [step, ...others] = scale === undefined ? [] : literalOf(scale, file).data;
  if (step === undefined || others.length > 0) return undefined;
  const [zero = 0] = zeroPoint === undefined ? [] : literalOf(zeroPoint, file).data;
  const bounds = LIMITS[zeroPoint?.dataType ?? UINT8];
  if (bounds === undefined) return undefined;
  const [least, most] = bounds;
  return { min: (least - zero) * step, max: (most - zero) * step };
}

/** Another operator under the same name, with the same results. */
function replaced(
  { name, output }: NodeProto,
  opType: string,
  input: readonly string[],
  floats: readonly (readonly [string, number])[] = [],
): NodeProto {
  const type = AttributeProto_AttributeType.FLOAT;
  const attribute = floats.map(([name, f]) => create(AttributeProtoSchema, { name, type, f }));
  return create(NodeProtoSchema, { name, opType, input: [...input], output, attribute });
}

/** The float weight that integers stand for: (integer − zero point) · scale, channel by channel. */
export function dequantised(
  integers: Literal,
  { scale, zeroPoint, axis }: {
    readonly scale: Literal;
    readonly zeroPoint: Literal | undefined;
    /** The axis along which scales differ. */
    readonly axis: number;
  },
): Literal {
  const { shape } = integers;
  const along = axis < 0 ? axis + shape.length : axis;
  const inner = shape.slice(along + 1).reduce((product, size) => product * size, 1);
  const of = ({ data }: Literal, i: number) => data[Math.floor(i / inner) % data.length]!;
  const data = integers.data.map((value, i) =>
    (value - (zeroPoint === undefined ? 0 : of(zeroPoint, i))) * of(scale, i)
  );
  return { type: "float32", shape, data };
}
