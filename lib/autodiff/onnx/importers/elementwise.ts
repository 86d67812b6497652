/**
 * Importers of operations that work element by element.
 *
 * @module
 */
import type { Tensor } from "../../graph.ts";
import {
  elu,
  gelu,
  hardSigmoid,
  hardSwish,
  leakyRelu,
  relu,
  sigmoid,
  softplus,
  tanh,
} from "../../operators/activations.ts";
import { add, div, greaterOrEqual, mul, neg, sub, where } from "../../operators/core.ts";
import {
  abs,
  clip,
  erf,
  exp,
  log,
  maximum,
  minimum,
  pow,
  sqrt,
} from "../../operators/elementwise.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Importer, Importers } from "./importer.ts";

/** By ONNX operator. */
export const elementwiseImporters: Importers = {
  Add: binary(add),
  Sub: binary(sub),
  Mul: binary(mul),
  Div: binary(div),
  Pow: (node) => {
    const [x, exponent] = [node.tensor(0), operand(node, 1)];
    return exponent === 2 ? mul(x, x) : pow(x, exponent);
  },
  Max: extreme(maximum),
  Min: extreme(minimum),
  Neg: unary(neg),
  Abs: unary(abs),
  Exp: unary(exp),
  Log: unary(log),
  Sqrt: unary(sqrt),
  Reciprocal: (node) => div(1, node.tensor(0)),
  Erf: unary(erf),
  Relu: unary(relu),
  Sigmoid: unary(sigmoid),
  Tanh: unary(tanh),
  Softplus: unary(softplus),
  HardSwish: unary(hardSwish),
  Gelu: (node) => {
    const isTanh = node.text("approximate", "none") === "tanh";
    return gelu(node.tensor(0), { approximate: isTanh ? "tanh" : "none" });
  },
  Elu: (node) => elu(node.tensor(0), node.float("alpha", 1)),
  LeakyRelu: (node) => leakyRelu(node.tensor(0), node.float("alpha", 0.01)),
  HardSigmoid: (node) =>
    hardSigmoid(node.tensor(0), {
      alpha: node.float("alpha", 0.2),
      beta: node.float("beta", 0.5),
    }),
  Clip: (node) => {
    const low = node.number(1, "lower bound") ?? node.float("min", -Infinity);
    const high = node.number(2, "upper bound") ?? node.float("max", Infinity);
    if (low === 0 && high === Infinity) return relu(node.tensor(0));
    return clip(node.tensor(0), low, high);
  },
  Where: (node) => {
    const mask = node.literal(0) ?? node.fail("its condition must be known before it runs");
    const chosen = node.graph.constant(mask.shape, mask.data);
    return where(greaterOrEqual(chosen, 0.5), node.tensor(1), node.tensor(2));
  },
  Cast: (node) => {
    const [float, double] = [1, 11];
    const to = node.integer("to", float);
    return to === float || to === double
      ? node.tensor(0)
      : node.fail("it rounds, which has no gradient");
  },
  Identity: (node) => node.tensor(0),
  // Networks are trained on as they are used, without what drops activations at random.
  Dropout: (node) => node.tensor(0),
};

function unary(operator: (x: Tensor) => Tensor): Importer {
  return (node) => operator(node.tensor(0));
}

function extreme(operator: (a: Tensor, b: Tensor) => Tensor): Importer {
  return (node) => Array.from({ length: node.inputs }, (_, i) => node.tensor(i)).reduce(operator);
}

function binary(operator: (a: Tensor | number, b: Tensor | number) => Tensor): Importer {
  return (node) => {
    const [a, b] = [operand(node, 0), operand(node, 1)];
    if (typeof a === "number" && typeof b === "number") return node.fail("it has no input");
    return operator(a, b);
  };
}

/** A scalar that is known as a number, which the graph keeps once. */
function operand(node: NodeReader, i: number): Tensor | number {
  const literal = node.literal(i);
  return literal !== undefined && literal.shape.length === 0 ? literal.data[0]! : node.tensor(i);
}
