/**
 * Values of a program as TensorFlow.js holds them, and the layouts of images.
 *
 * Programs speak ONNX, where images are `[n, channels, height, width]`; TensorFlow.js computes on
 * `[n, height, width, channels]`. A value may be held in either order or both, and is reordered when
 * a kernel first asks for the order it lacks. Neighbours that compute channels last hand each other
 * what they hold, so that no transposes stand between them.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../../program.ts";
import type { Shape } from "../../shape.ts";

/** `[n, channels, height, width]` from `[n, height, width, channels]`: where each axis is held. */
export const PLACES_CHANNELS_LAST: readonly number[] = [0, 3, 1, 2];

const TO_CHANNELS_LAST = [0, 2, 3, 1];

/** Node attributes by their names in the ONNX standard. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** An operator: from its tensors, attributes, and the lists of whole numbers among its inputs. */
export type Kernel = (
  inputs: readonly Value[],
  attributes: Attributes,
  lists: readonly (readonly number[])[],
) => Value | readonly Value[];

/** A tensor on the device, in one order of axes or both. */
export class Value {
  #plain: tf.Tensor | undefined;
  #channelsLast: tf.Tensor4D | undefined;

  private constructor(plain: tf.Tensor | undefined, channelsLast: tf.Tensor4D | undefined) {
    this.#plain = plain;
    this.#channelsLast = channelsLast;
  }

  /** A value of any shape, in the order that the program knows. */
  static of(tensor: tf.Tensor): Value {
    return new Value(tensor, undefined);
  }

  /** Images whose channels come last in memory. */
  static channelsLast(tensor: tf.Tensor4D): Value {
    return new Value(undefined, tensor);
  }

  /** As the program knows it, whatever the order in memory. */
  get shape(): Shape {
    if (this.#plain !== undefined) return this.#plain.shape;
    return PLACES_CHANNELS_LAST.map((place) => this.#channelsLast!.shape[place]!);
  }

  /** Whether the value is held channels last, at the least. */
  get isChannelsLast(): boolean {
    return this.#channelsLast !== undefined;
  }

  /** The tensor in the program's order of axes. It belongs to the value. */
  plain(): tf.Tensor {
    this.#plain ??= tf.keep(tf.transpose(this.#channelsLast!, [...PLACES_CHANNELS_LAST]));
    return this.#plain;
  }

  /** The tensor of images with channels last. It belongs to the value. */
  channelsLast(): tf.Tensor4D {
    this.#channelsLast ??= tf.keep(tf.transpose(this.#plain as tf.Tensor4D, TO_CHANNELS_LAST));
    return this.#channelsLast;
  }

  /** The tensors that are held. */
  tensors(): readonly tf.Tensor[] {
    return [this.#plain, this.#channelsLast].filter((tensor) => tensor !== undefined);
  }

  /** The same numbers, in the same memory, as a value that lives on its own. */
  clone(): Value {
    return new Value(this.#plain?.clone(), this.#channelsLast?.clone());
  }

  /** Frees the memory. */
  dispose(): void {
    for (const tensor of this.tensors()) tensor.dispose();
  }
}

/**
 * The operands of an elementwise operation in one order of axes, and how to wrap the result: channels
 * last if an operand is held so and every other one can be.
 */
export function inOneOrder(operands: readonly Value[]): {
  readonly tensors: readonly tf.Tensor[];
  readonly wrap: (result: tf.Tensor) => Value;
} {
  const fits = operands.every(({ shape }) => shape.length === 4 || shape.length === 0);
  if (fits && operands.some(({ isChannelsLast }) => isChannelsLast)) {
    return {
      tensors: operands.map((x) => x.shape.length === 4 ? x.channelsLast() : x.plain()),
      wrap: (result) => Value.channelsLast(result as tf.Tensor4D),
    };
  }
  return { tensors: operands.map((x) => x.plain()), wrap: Value.of };
}

/** Repeats axes. TensorFlow.js's own way takes no more than four of them on WebGPU. */
export function broadcast(x: tf.Tensor, shape: Shape): tf.Tensor {
  if (shape.length <= 4) return tf.broadcastTo(x, [...shape]);
  return tf.add(x, tf.zeros([...shape], x.dtype));
}
