/**
 * Kernels that compute every element on its own, with broadcasting.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { float } from "../attributes.ts";
import { inOneOrder, type Kernel } from "./value.ts";

/** By ONNX operator. */
export const elementwiseKernels: Readonly<Record<string, Kernel>> = {
  Add: elementwise((a, b) => tf.add(a!, b!)),
  Sub: elementwise((a, b) => tf.sub(a!, b!)),
  Mul: elementwise((a, b) => tf.mul(a!, b!)),
  Div: elementwise((a, b) => tf.div(a!, b!)),
  Pow: elementwise((a, b) => tf.pow(a!, b!)),
  Max: elementwise((a, b) => tf.maximum(a!, b!)),
  Min: elementwise((a, b) => tf.minimum(a!, b!)),
  GreaterOrEqual: elementwise((a, b) => tf.greaterEqual(a!, b!)),
  LessOrEqual: elementwise((a, b) => tf.lessEqual(a!, b!)),
  Equal: elementwise((a, b) => tf.equal(a!, b!)),
  Where: elementwise((mask, a, b) => tf.where(mask!, a!, b!)),

  // Of masks.
  Cast: elementwise((x) => tf.cast(x!, "float32")),
  Identity: elementwise((x) => tf.clone(x!)),
  Neg: elementwise((x) => tf.neg(x!)),
  Abs: elementwise((x) => tf.abs(x!)),
  Sign: elementwise((x) => tf.sign(x!)),
  Exp: elementwise((x) => tf.exp(x!)),
  Log: elementwise((x) => tf.log(x!)),
  Sqrt: elementwise((x) => tf.sqrt(x!)),
  Cos: elementwise((x) => tf.cos(x!)),
  Sin: elementwise((x) => tf.sin(x!)),
  Acos: elementwise((x) => tf.acos(x!)),
  Erf: elementwise((x) => tf.erf(x!)),
  Tanh: elementwise((x) => tf.tanh(x!)),
  Relu: elementwise((x) => tf.relu(x!)),
  Sigmoid: elementwise((x) => tf.sigmoid(x!)),
  Softplus: elementwise((x) => tf.softplus(x!)),
  Clip: elementwise((x, low, high) => tf.minimum(tf.maximum(x!, low!), high!)),
  HardSigmoid: (inputs, attributes) => {
    const [slope, offset] = [float(attributes.alpha, 0.2), float(attributes.beta, 0.5)];
    const hardSigmoid = (x: tf.Tensor) => tf.clipByValue(tf.add(tf.mul(x, slope), offset), 0, 1);
    return elementwise((x) => hardSigmoid(x!))(inputs, attributes, []);
  },
  Elu: (inputs, attributes) => {
    const alpha = float(attributes.alpha, 1);
    const below = (x: tf.Tensor) => tf.mul(tf.elu(tf.minimum(x, 0)), alpha);
    return elementwise((x) => tf.add(tf.relu(x!), below(x!)))(inputs, attributes, []);
  },
  LeakyRelu: (inputs, attributes) => {
    const slope = float(attributes.alpha, 0.01);
    return elementwise((x) => tf.leakyRelu(x!, slope))(inputs, attributes, []);
  },
};

function elementwise(compute: (...operands: tf.Tensor[]) => tf.Tensor): Kernel {
  return (inputs) => {
    const { tensors, wrap } = inOneOrder(inputs);
    return wrap(compute(...tensors));
  };
}
