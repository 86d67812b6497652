/**
 * Writing a program anew, node by node.
 *
 * @module
 */
import type { Attribute, Constant, Node, Program } from "../program.ts";
import type { Shape } from "../shape.ts";

/** What a new node is, beside what it takes. */
export interface NewNode {
  /** Of the value it makes. */
  readonly shape: Shape;
  /** Default: none. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Default: the standard's. */
  readonly domain?: string;
}

/** The nodes of a program that is written from an older one, and what is known of all values. */
export class Editor {
  readonly #shapes = new Map<string, Shape>();
  readonly #makers = new Map<string, Node>();
  readonly #uses = new Map<string, number>();
  readonly #integers = new Map<string, Constant>();
  readonly #nodes: Node[] = [];

  /** No nodes yet. */
  constructor(readonly program: Program) {
    for (const { name, shape } of [...program.inputs, ...program.variables, ...program.constants]) {
      this.#shapes.set(name, shape);
    }
    for (const node of program.nodes) {
      node.outputs.forEach((name, i) => {
        this.#shapes.set(name, node.shapes[i]!);
        this.#makers.set(name, node);
      });
      for (const name of node.inputs) this.#use(name);
    }
    for (const { value } of program.outputs) this.#use(value);
    for (const { next } of program.variables) if (next !== undefined) this.#use(next);
  }

  /** The shape of a value of the older program, or of a new one. */
  shapeOf(name: string): Shape {
    return this.#shapes.get(name)!;
  }

  /** The node of the older program that makes a value; none makes inputs and variables. */
  makerOf(name: string): Node | undefined {
    return this.#makers.get(name);
  }

  /** How often the older program takes a value, as input of nodes or as a result. */
  usesOf(name: string): number {
    return this.#uses.get(name) ?? 0;
  }

  /** Keeps a node. */
  keep(node: Node): void {
    this.#nodes.push(node);
  }

  /** Adds a node that makes the value of that name. */
  add(
    name: string,
    operator: string,
    inputs: readonly string[],
    { shape, attributes = {}, domain }: NewNode,
  ): string {
    this.#shapes.set(name, shape);
    const made = { operator, inputs, outputs: [name], shapes: [shape], attributes };
    this.#nodes.push(domain === undefined ? made : { ...made, domain });
    return name;
  }

  /** Gives the node that makes a new value further attributes. */
  amend(name: string, attributes: Readonly<Record<string, Attribute>>): void {
    const place = this.#nodes.findLastIndex(({ outputs }) => outputs.includes(name));
    const node = this.#nodes[place]!;
    this.#nodes[place] = { ...node, attributes: { ...node.attributes, ...attributes } };
  }

  /** The name of a constant list of whole numbers. */
  integers(values: readonly number[]): string {
    const name = `integers:${values.join()}`;
    this.#integers.set(name, { name, type: "int64", shape: [values.length], values });
    return name;
  }

  /** The program as it is written by now. */
  finish(): Program {
    const constants = [...this.program.constants, ...this.#integers.values()];
    return { ...this.program, nodes: this.#nodes, constants };
  }

  #use(name: string): void {
    this.#uses.set(name, this.usesOf(name) + 1);
  }
}
