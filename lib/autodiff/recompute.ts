/**
 * Activations that are computed twice instead of being kept, so that a large network fits into
 * memory.
 *
 * @module
 */
import { type Constant, type Node, type Program, withoutDeadCode } from "./program.ts";
import { type Shape, sizeOf } from "./shape.ts";

/** Options of {@linkcode recompute}. */
export interface RecomputeOptions {
  /** The output that was differentiated: what is computed after it is its backward pass. */
  readonly loss: string;
  /** Parts of the forward pass; default: the root of its number of nodes. */
  readonly segments?: number;
}

/** A part of the forward pass: the nodes from one place to before another. */
interface Segment {
  readonly start: number;
  readonly end: number;
}

/**
 * The same program with activations recomputed: only what passes from one segment of the forward pass
 * to the next is kept, and the backward pass computes the rest of a segment again when it gets there
 * (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"). Its results are the same to the
 * bit, for one more forward pass of work.
 *
 * Copies take their inputs with 0 times a number added that is known only when the backward pass has
 * made all it makes of the segment after, the gradients of its weights among it: so that no runtime
 * computes them sooner, keeps two segments at once, or sees that a copy is the same as its original and
 * merges the two.
 *
 * @throws {TypeError} if there is no such output
 */
export function recompute(program: Program, { loss, segments }: RecomputeOptions): Program {
  const { nodes, outputs } = program;
  const value = outputs.find(({ name }) => name === loss)?.value;
  const lossAt = nodes.findIndex((node) => node.outputs.includes(value ?? ""));
  if (lossAt < 0) throw new TypeError(`Cannot recompute: no node makes the output "${loss}"`);
  const count = segments ?? Math.round(Math.sqrt(lossAt + 1));
  const parts = segmentsOf(nodes.slice(0, lossAt + 1), count);
  const rewriter = new Rewriter(program, lossAt, parts);
  for (const part of parts.slice(0, -1).reverse()) rewriter.recompute(part);
  return withoutDeadCode(rewriter.program());
}

/**
 * Cuts the forward pass into about so many segments of as many nodes, each where the fewest numbers
 * pass from before to after.
 */
function segmentsOf(nodes: readonly Node[], count: number): readonly Segment[] {
  const last = new Map<string, number>();
  for (const [at, { inputs }] of nodes.entries()) for (const name of inputs) last.set(name, at);
  const change = new Float64Array(nodes.length + 1);
  for (const [at, { outputs, shapes }] of nodes.entries()) {
    for (const [i, name] of outputs.entries()) {
      const size = sizeOf(shapes[i]!);
      change[at]! += size;
      change[last.get(name) ?? at]! -= size;
    }
  }
  let passing = 0;
  const sizes = Array.from(change, (difference) => passing += difference);
  const length = nodes.length / count;
  const starts = Array.from({ length: count - 1 }, (_, i) => {
    const [from, to] = [Math.round((i + 0.5) * length), Math.round((i + 1.5) * length)];
    const places = Array.from({ length: to - from }, (_, at) => from + at);
    return 1 + places.reduce((best, at) => sizes[at]! < sizes[best]! ? at : best, from);
  });
  const all = [0, ...new Set(starts)];
  return all.map((start, i) => ({ start, end: all[i + 1] ?? nodes.length }));
}

/** Operators that only pass on what they take, or compare it. */
const PASSING = new Set([
  ...["Cast", "Concat", "Expand", "Pad", "Reshape", "Slice", "Split", "Squeeze", "Transpose"],
  ...["Unsqueeze", "And", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not"],
  ...["Gather", "Shape"],
]);

/** A program while parts of its forward pass are recomputed. */
class Rewriter {
  readonly #program: Program;
  readonly #lossAt: number;
  /** By place in the program's order of nodes, what is inserted before. */
  readonly #inserted = new Map<number, Node[]>();
  /** In the backward pass, what takes the place of a value. */
  readonly #renamed = new Map<string, string>();
  readonly #constants: Constant[] = [
    { name: "recompute:zero", type: "float32", shape: [], values: Float32Array.of(0) },
    { name: "recompute:first", type: "int64", shape: [], values: [0] },
    { name: "recompute:flat", type: "int64", shape: [1], values: [-1] },
  ];
  /** Of what is fed and of all results. */
  readonly #shapes: ReadonlyMap<string, Shape>;
  /** Values that depend on what is fed. */
  readonly #ofInputs: ReadonlySet<string>;
  /** Values that are no floats. */
  readonly #others: ReadonlySet<string>;
  /** Values that are known only after the forward pass. */
  readonly #late: ReadonlySet<string>;
  /** The values of the segment after the one at hand that the backward pass takes. */
  #later: ReadonlySet<string>;

  constructor(program: Program, lossAt: number, segments: readonly Segment[]) {
    const { nodes, inputs } = program;
    this.#program = program;
    this.#others = notFloat(program);
    this.#lossAt = lossAt;
    this.#shapes = new Map([
      ...inputs.map(({ name, shape }) => [name, shape] as const),
      ...nodes.flatMap(({ outputs, shapes }) =>
        outputs.map((name, i) => [name, shapes[i]!] as const)
      ),
    ]);
    this.#ofInputs = dependents(nodes, inputs.map(({ name }) => name));
    const { start, end } = segments.at(-1)!;
    const made = nodes.slice(start, end).flatMap(({ outputs }) => outputs);
    this.#later = new Set(made.filter((name) => this.#ofInputs.has(name)));
    this.#late = dependents(nodes, [...this.#later]);
  }

  /** Lets the backward pass take the values within a segment from copies of its nodes. */
  recompute({ start, end }: Segment): void {
    const { nodes } = this.#program;
    const segment = nodes.slice(start, end);
    const forward = new Set(nodes.slice(end, this.#lossAt + 1).flatMap(({ inputs }) => inputs));
    const made = segment.flatMap(({ outputs }) => outputs).filter((name) =>
      this.#ofInputs.has(name)
    );
    const lost = new Set(made.filter((name) => !forward.has(name)));
    const isUser = ({ inputs }: Node) => inputs.some((name) => lost.has(name));
    const first = nodes.findIndex((node, at) => at > this.#lossAt && isUser(node));
    if (first < 0) return;
    const gradients = this.#usesOf(this.#later, first);
    if (gradients.length === 0) return;
    this.#later = lost;

    const used = nodes.slice(first).flatMap(({ inputs }) => inputs);
    const needed = new Set(used.filter((name) => lost.has(name)));
    const repeated: Node[] = [];
    for (const node of segment.toReversed()) {
      if (!node.outputs.some((name) => needed.has(name))) continue;
      repeated.push(node);
      for (const name of node.inputs) if (lost.has(name)) needed.add(name);
    }
    this.#insert(first, repeated.reverse(), { lost, gradients });
  }

  /** The program with what was inserted. */
  program(): Program {
    const nodes = this.#program.nodes.flatMap((node, at) => [
      ...this.#inserted.get(at) ?? [],
      at <= this.#lossAt
        ? node
        : { ...node, inputs: node.inputs.map((name) => this.#renamed.get(name) ?? name) },
    ]);
    const constants = [...this.#program.constants, ...this.#constants];
    return { ...this.#program, nodes, constants };
  }

  /** What the backward pass before a place makes of values of the forward pass. */
  #usesOf(values: ReadonlySet<string>, before: number): readonly string[] {
    const passed = new Set(values);
    const made: string[] = [];
    for (
      const { operator, inputs, outputs } of this.#program.nodes.slice(this.#lossAt + 1, before)
    ) {
      if (!inputs.some((name) => passed.has(name))) continue;
      if (PASSING.has(operator)) { for (const name of outputs) passed.add(name); }
      else if (this.#late.has(outputs[0]!)) made.push(outputs[0]!);
    }
    return made;
  }

  #insert(
    at: number,
    nodes: readonly Node[],
    { lost, gradients }: {
      readonly lost: ReadonlySet<string>;
      readonly gradients: readonly string[];
    },
  ): void {
    const prefix = `recompute:${at}:`;
    const node = (operator: string, inputs: string[], output: string, shape: Shape): Node => ({
      operator,
      inputs,
      outputs: [prefix + output],
      shapes: [shape],
      attributes: {},
    });
    const inserted: Node[] = gradients.flatMap((gradient, i) => [
      node("Reshape", [gradient, "recompute:flat"], `flat ${i}`, [
        sizeOf(this.#shapes.get(gradient)!),
      ]),
      node("Gather", [`${prefix}flat ${i}`, "recompute:first"], `number ${i}`, []),
    ]);
    const total = gradients.map((_, i) => `${prefix}number ${i}`).reduce((sum, number, i) => {
      inserted.push(node("Add", [sum, number], `sum ${i}`, []));
      return `${prefix}sum ${i}`;
    });
    inserted.push(node("Mul", [total, "recompute:zero"], "zero", []));
    const delayed = new Map<string, string>();
    const inputOf = (name: string) => {
      if (lost.has(name)) return `${prefix}${name}`;
      if (!this.#ofInputs.has(name) || this.#others.has(name)) return name;
      const known = delayed.get(name);
      if (known !== undefined) return known;
      const shape = this.#shapes.get(name)!;
      inserted.push(node("Add", [name, `${prefix}zero`], `delayed ${name}`, shape));
      delayed.set(name, `${prefix}delayed ${name}`);
      return `${prefix}delayed ${name}`;
    };
    for (const original of nodes) {
      const inputs = original.inputs.map(inputOf);
      const outputs = original.outputs.map((name) => prefix + name);
      inserted.push({ ...original, inputs, outputs });
    }
    for (const name of nodes.flatMap(({ outputs }) => outputs)) {
      if (lost.has(name)) this.#renamed.set(name, prefix + name);
    }
    this.#inserted.set(at, [...inserted, ...this.#inserted.get(at) ?? []]);
  }
}

/** The values that depend on some of these, themselves included. */
function dependents(nodes: readonly Node[], values: readonly string[]): ReadonlySet<string> {
  const found = new Set(values);
  for (const { inputs, outputs } of nodes) {
    if (inputs.some((name) => found.has(name))) { for (const name of outputs) found.add(name); }
  }
  return found;
}

/** Operators whose results are masks. */
const COMPARING = new Set(["Equal", "GreaterOrEqual", "LessOrEqual"]);

/** Operators whose results are of the type of their first input. */
const MOVING = new Set(["Reshape", "Expand", "Slice", "Transpose", "Concat", "Gather", "Pad"]);

/** Values that are no floats: indices and masks, which are kept, since a delay is a sum of floats. */
function notFloat({ nodes, inputs }: Program): ReadonlySet<string> {
  const found = new Set(inputs.filter(({ type }) => type !== "float32").map(({ name }) => name));
  for (const { operator, inputs: [first], outputs } of nodes) {
    const [one, places] = outputs;
    if (COMPARING.has(operator) || (MOVING.has(operator) && found.has(first!))) found.add(one!);
    if (operator === "MaxPool" && places !== undefined) found.add(places);
  }
  return found;
}
