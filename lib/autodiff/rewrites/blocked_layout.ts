/**
 * Convolutions in ONNX Runtime's blocked layout.
 *
 * Native ONNX Runtime convolves fastest where channels stand in blocks, as many as a vector register
 * holds: `[n, channels / block, height, width, block]`, called NCHWc. By itself it uses that layout
 * only where weights are constants. Here it gets it while they train, too: a convolution becomes one
 * of its operators for the layout, and what follows element by element stays in it, up to the first
 * operator that needs the plain layout.
 *
 * @module
 */
import type { Attribute, Node, Program } from "../program.ts";
import { sameShape, type Shape, sizeOf } from "../shape.ts";
import { blockedWeights, NCHWC, roundUp } from "./blocked_weights.ts";
import { Editor } from "./editor.ts";

/**
 * Operators that compute every element by itself, in whatever order elements stand, and make a number
 * of any number: channels that fill up a block hold anything, and must not end as NaN.
 */
const ELEMENTWISE = new Set([
  ...["Add", "Sub", "Mul", "Max", "Min", "Neg", "Abs", "Clip", "Relu", "LeakyRelu"],
  ...["Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Erf"],
]);

/** Only multiples of it can be reordered into blocks. */
const CHANNEL_STEP = 4;

/**
 * The program with convolutions in the blocked layout. It computes the same with sums in another
 * order, and only native ONNX Runtime can run it.
 *
 * @param block Channels in a block, as many as the machine's ONNX Runtime has
 */
export function blockLayout(program: Program, block: number): Program {
  const layout = new BlockedLayout(new Editor(program), block);
  for (const node of program.nodes) layout.rewrite(node);
  for (const { value } of program.outputs) layout.plain(value);
  for (const { next } of program.variables) if (next !== undefined) layout.plain(next);
  return layout.editor.finish();
}

/** A convolution of images in one of the ways that the layout has. */
interface Convolution {
  /** Whether the images stay in the plain layout, since they have too few channels for a block. */
  readonly isStem: boolean;
  readonly isDepthwise: boolean;
}

class BlockedLayout {
  /** Values that exist in blocks, by their plain names: the name of the value in blocks. */
  readonly #blocked = new Map<string, string>();
  /** Values that do not exist in the plain layout yet. */
  readonly #waiting = new Set<string>();
  /** Convolutions, by the result's name in blocks, that have no activation yet. */
  readonly #bare = new Set<string>();

  constructor(readonly editor: Editor, readonly block: number) {}

  /** Adds a node of the older program, in blocks where that is possible and pays. */
  rewrite(node: Node): void {
    if (node.operator === "Conv" && this.#convolve(node)) return;
    if (ELEMENTWISE.has(node.operator) && this.#applyElementwise(node)) return;
    for (const name of node.inputs) this.plain(name);
    this.editor.keep(node);
  }

  /** Sees to it that a value exists in the plain layout. */
  plain(name: string): void {
    if (!this.#waiting.delete(name)) return;
    const shape = this.editor.shapeOf(name);
    const attributes = { channels: shape[1]! };
    this.editor.add(name, "ReorderOutput", [this.#blocked.get(name)!], {
      domain: NCHWC,
      shape,
      attributes,
    });
  }

  #convolve(node: Node): boolean {
    const kind = this.#kindOf(node);
    if (kind === undefined) return false;
    const [x, weights, bias] = node.inputs as [string, string, string?];
    const [result] = node.outputs as [string];
    const [n, , ...size] = this.editor.shapeOf(result) as [number, number, number, number];
    const filters = roundUp(this.editor.shapeOf(result)[1]!, this.block);
    if (kind.isStem) this.plain(x);
    const inputs = [
      kind.isStem ? x : this.#inBlocks(x),
      kind.isDepthwise ? this.#depthwiseWeights(weights) : this.#weights(weights),
      ...(bias === undefined ? [] : [this.#bias(bias, filters)]),
    ];
    const name = `${result}@blocked`;
    const shape = [n, filters, ...size];
    this.editor.add(name, "Conv", inputs, { domain: NCHWC, shape, attributes: node.attributes });
    this.#bare.add(name);
    this.#replace(result, name);
    return true;
  }

  #kindOf({ inputs, attributes }: Node): Convolution | undefined {
    const [shape, weights] = [this.editor.shapeOf(inputs[0]!), this.editor.shapeOf(inputs[1]!)];
    const channels = shape[1]!;
    const { group = 1 } = attributes;
    if (group === 1 && weights[0]! >= this.block && weights[0]! % CHANNEL_STEP === 0) {
      if (channels < this.block) return { isStem: true, isDepthwise: false };
      if (channels % CHANNEL_STEP === 0) return { isStem: false, isDepthwise: false };
    }
    const isDepthwise = group === channels && weights[0] === channels &&
      channels % this.block === 0;
    return isDepthwise ? { isStem: false, isDepthwise } : undefined;
  }

  #applyElementwise(node: Node): boolean {
    const [result] = node.outputs as [string];
    const shape = this.editor.shapeOf(result);
    const images = node.inputs.filter((name) => sameShape(this.editor.shapeOf(name), shape));
    const others = node.inputs.filter((name) => !images.includes(name));
    if (!images.some((name) => this.#waiting.has(name))) return false;
    if (others.some((name) => sizeOf(this.editor.shapeOf(name)) !== 1)) return false;

    const activation = this.#activationOf(node);
    const [first] = images as [string];
    const blocked = this.#inBlocks(first);
    if (activation && this.#bare.has(blocked) && this.editor.usesOf(first) === 1) {
      this.editor.amend(blocked, activation);
      this.#bare.delete(blocked);
      this.#replace(result, blocked);
      return true;
    }
    const inputs = node.inputs.map((name) => images.includes(name) ? this.#inBlocks(name) : name);
    const name = `${result}@blocked`;
    const { operator, attributes } = node;
    this.editor.add(name, operator, inputs, { shape: this.editor.shapeOf(blocked), attributes });
    this.#replace(result, name);
    return true;
  }

  /** An activation as an attribute of the convolution before it. */
  #activationOf({ operator, inputs }: Node): Readonly<Record<string, Attribute>> | undefined {
    if (operator === "Relu") return { activation: "Relu" };
    if (operator !== "Clip") return undefined;
    const bounds = inputs.slice(1).map((name) =>
      this.editor.program.constants.find((constant) => constant.name === name)
    );
    const [low, high] = bounds.map((constant) => Number(constant?.values[0]));
    if (low === undefined || high === undefined || isNaN(low) || isNaN(high)) return undefined;
    return { activation: "Clip", activation_params: { floats: [low, high] } };
  }

  /** From now on the value exists in blocks, and in the plain layout once something needs it. */
  #replace(result: string, blocked: string): void {
    this.#blocked.set(result, blocked);
    this.#waiting.add(result);
  }

  #inBlocks(name: string): string {
    const known = this.#blocked.get(name);
    if (known !== undefined) return known;
    const [n, channels, ...size] = this.editor.shapeOf(name) as Shape & [number, number];
    const shape = [n, roundUp(channels, this.block), ...size];
    const source = this.#imagesInOneRow(name);
    const blocked = source === undefined
      ? this.editor.add(`${name}@blocked`, "ReorderInput", [name], { domain: NCHWC, shape })
      : this.editor.add(
        `${name}@blocked`,
        "Reshape",
        [this.#inBlocks(source), this.editor.integers(shape)],
        { shape },
      );
    this.#blocked.set(name, blocked);
    return blocked;
  }

  /** Images of which a value takes the planes in a row, `[n, c, h, w]` as `[1, n · c, h, w]`. */
  #imagesInOneRow(name: string): string | undefined {
    const maker = this.editor.makerOf(name);
    if (maker?.operator !== "Reshape") return undefined;
    const [from, to] = [this.editor.shapeOf(maker.inputs[0]!), this.editor.shapeOf(name)];
    const isRow = from.length === 4 && to[0] === 1 && to[1] === from[0]! * from[1]! &&
      from[1]! % this.block === 0 && sameShape(from.slice(2), to.slice(2));
    return isRow ? maker.inputs[0] : undefined;
  }

  #weights(name: string): string {
    return this.#once(`${name}@weights`, () => {
      this.plain(name);
      return blockedWeights(this.editor, name, this.block);
    });
  }

  /**
   * One kernel a channel, in blocks of kernels. Planes of images, as the gradient of a depthwise
   * convolution takes them, stand so already where the images are in blocks.
   */
  #depthwiseWeights(name: string): string {
    return this.#once(`${name}@weights`, () => {
      const shape = this.editor.shapeOf(name);
      const maker = this.editor.makerOf(name);
      const from = maker?.operator === "Reshape" ? this.editor.shapeOf(maker.inputs[0]!) : [];
      const isPlanes = from.length === 4 && from[1]! > 1 && from[1]! % this.block === 0 &&
        from[0]! * from[1]! === shape[0] && sameShape(from.slice(2), shape.slice(2));
      if (isPlanes) {
        const planes = [this.#inBlocks(maker!.inputs[0]!), this.editor.integers(shape)];
        return this.editor.add(`${name}@weights`, "Reshape", planes, { shape });
      }
      this.plain(name);
      return blockedWeights(this.editor, name, this.block);
    });
  }

  #bias(name: string, filters: number): string {
    const count = sizeOf(this.editor.shapeOf(name));
    if (count === filters) return name;
    return this.#once(`${name}@bias`, () => {
      const inputs = [name, this.editor.integers([0, filters - count])];
      return this.editor.add(`${name}@bias`, "Pad", inputs, { shape: [filters] });
    });
  }

  #once(key: string, make: () => string): string {
    const made = this.#blocked.get(key) ?? make();
    this.#blocked.set(key, made);
    return made;
  }
}
