/**
 * Writing trained weights back into the ONNX file that they came from.
 *
 * @module
 */
import { toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "./onnx_pb.ts";
import { type OnnxFile, partsOf } from "./read.ts";
import { floatTensor } from "./tensor_values.ts";

/**
 * The bytes of the same network with these weights in place of its own; all other weights, and what
 * the network computes of them, stay bit by bit as they were.
 *
 * @param values By the weights' names in the file, row-major
 * @throws {RangeError} if the file has no such weight, or one of another size
 */
export function withWeights(
  file: OnnxFile,
  values: Readonly<Record<string, Float32Array>>,
): Uint8Array {
  const { name: path, weights } = file;
  const { model } = partsOf(file);
  const graph = model.graph!;
  // Copies of a weight that changes keep the values that they had.
  const copies = graph.node.flatMap(({ opType, input: [source = ""], output: [copy = ""] }) =>
    opType === "Identity" && source in values && weights.has(copy)
      ? [[copy, weights.get(copy)!.values()] as const]
      : []
  );
  const written: Readonly<Record<string, Float32Array>> = {
    ...Object.fromEntries(copies),
    ...values,
  };
  const replaced = Object.entries(written).map(([name, data]) => {
    const weight = weights.get(name);
    const size = weight?.shape.reduce((product, size) => product * size, 1);
    if (weight === undefined || size !== data.length) {
      throw new RangeError(
        `Cannot write "${path}": ${data.length} values for "${name}", expected ` +
          (weight === undefined ? "no weight of that name" : `${size}`),
      );
    }
    return floatTensor(name, weight.shape, data);
  });
  const isReplaced = (name: string | undefined) => name !== undefined && name in written;
  // What made a replaced weight (a constant, a copy, a dequantisation) would make it twice.
  const node = graph.node.filter(({ output }) => !isReplaced(output[0]));
  const used = new Set([...node.flatMap(({ input }) => input), ...graph.output.map((o) => o.name)]);
  const initializer = [
    ...graph.initializer.filter(({ name }) => !isReplaced(name)),
    ...replaced,
  ].filter(({ name }) => used.has(name));
  const initialized = new Set(initializer.map(({ name }) => name));
  const known = new Set(graph.initializer.map(({ name }) => name));
  // Old files list initializers among the inputs.
  const input = graph.input.filter(({ name }) => initialized.has(name) || !known.has(name));
  return toBinary(ModelProtoSchema, { ...model, graph: { ...graph, node, initializer, input } });
}
