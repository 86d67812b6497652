/**
 * The schema of the configuration as a tree, for what is written or said about its keys.
 *
 * @module
 */
import { z } from "zod";

/** A part of a schema: a section with its keys, a choice, or a value. */
export interface SchemaNode {
  readonly description?: string;
  readonly title?: string;
  /** Whether it is no part of a run's identity; see `PLACE`. */
  readonly place?: boolean;
  readonly default?: unknown;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/**
 * The tree of a schema.
 *
 * @param side Of options as a person writes them, or with every default filled in
 */
export function schemaTree(schema: z.ZodType, side: "input" | "output"): SchemaNode {
  return z.toJSONSchema(schema, { io: side }) as SchemaNode;
}

/** The variants of a section that has kinds; none of any other node. */
export function kindsOf({ oneOf, anyOf }: SchemaNode): readonly SchemaNode[] {
  return (oneOf ?? anyOf ?? []).flatMap(variantsOf).filter((node) => kindOf(node) !== undefined);
}

/** The variants of a section by its kinds; a section without kinds is its own only one. */
export function variantsOf(node: SchemaNode): readonly SchemaNode[] {
  const kinds = kindsOf(node);
  return kinds.length > 0 ? kinds : [node];
}

/** The kind whose variant of a section this is. */
export function kindOf({ properties }: SchemaNode): unknown {
  return properties?.kind?.const;
}
