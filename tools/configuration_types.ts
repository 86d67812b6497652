/**
 * Writes the types of the options, with their meaning and their defaults as comments, from the
 * schemas that validate them: nothing in them is written twice. They are written out since the
 * types that zod infers show no comments, and take every user's compiler a while.
 *
 * Run: `deno task reference`
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { writeWhole } from "../lib/base/files.ts";
import { configSchema } from "../lib/config/config.ts";
import { kindOf, kindsOf, type SchemaNode, schemaTree } from "../lib/config/schema_node.ts";
import { dataSchema } from "../lib/data/schema.ts";
import { METHODS } from "../lib/methods/registry.ts";

/** What a type is of: options as a person writes them, or with every default filled in. */
type Side = "input" | "output";

/** A file of types. */
export interface TypeFile {
  /** Where it is. */
  readonly path: string;
  /** What it should hold, before it is formatted. */
  readonly text: () => string;
}

/** The files that this tool writes. */
export const TYPE_FILES: readonly TypeFile[] = [
  {
    path: fileURLToPath(new URL("../lib/data/option_types.ts", import.meta.url)),
    text: () => typesOf("data", dataSchema, "lib/data/readers"),
  },
  {
    path: fileURLToPath(new URL("../lib/config/option_types.ts", import.meta.url)),
    text: () => typesOf("config", configSchema, "lib/config/config.ts"),
  },
  {
    path: fileURLToPath(new URL("../lib/methods/names.ts", import.meta.url)),
    text: methodNames,
  },
];

/** The type of the methods' names. */
function methodNames(): string {
  const names = METHODS.map(({ name }) => JSON.stringify(name));
  return `/**
 * The names of the methods.
 *
 * Made by tools/configuration_types.ts from lib/methods/registry.ts; do not edit.
 *
 * @module
 */

/** The name of a method in configurations and tables. */
export type MethodName = ${names.join(" | ")};
`;
}

/** The types of a section, or of the whole configuration. */
function typesOf(section: string, schema: z.ZodType, source: string): string {
  const types = new Types();
  const written = types.add(section, schemaTree(schema, "input"), "input");
  const complete = types.add(section, schemaTree(schema, "output"), "output");
  const text = types.text();
  const names = [nameOf("data", "input"), nameOf("data", "output")];
  const imports = section === "data"
    ? ""
    : `import type { ${names.join(", ")} } from "../data/option_types.ts";\n\n`;
  return `/**
 * The types of options: \`${written}\` is what a person writes, \`${complete}\` the same with every
 * default filled in.
 *
 * Made by tools/configuration_types.ts from ${source}; do not edit.
 *
 * @module
 */
${imports}
${text}`;
}

/** The name of the type of a section, or of one of its kinds. */
function nameOf(path: string, side: Side, kind = ""): string {
  const words = pascalCase(kind) + pascalCase(path.replace("config.", ""));
  if (side === "input") return `${words}Input`;
  return path.startsWith("data") ? `${words}Options` : `Complete${words}`;
}

/** Declarations of types: one for each section, and one for each of its kinds if it has any. */
class Types {
  readonly #declarations = new Map<string, string>();

  /** All of them, in the order in which they were added. */
  text(): string {
    return [...this.#declarations.values()].join("\n");
  }

  /**
   * Declares the type of a section.
   *
   * @param path Its key, below those of the sections it stands in, such as "data.split"
   * @param owner The kind of the section it stands in, which names it where other kinds have a
   * section of the same key that differs
   * @returns The type's name
   */
  add(path: string, node: SchemaNode, side: Side, owner = ""): string {
    const kinds = kindsOf(node);
    // Of a single kind, as one of several elsewhere.
    const name = nameOf(path, side, String(kindOf(node) ?? ""));
    if (kinds.length === 0) {
      const names = [name, nameOf(path, side, owner)];
      return this.#addInterface(path, node, { side, names, owner });
    }
    const variants = kinds.map((variant) => {
      const kind = String(kindOf(variant));
      return { kind, variant, name: nameOf(path, side, kind) };
    });
    this.#declarations.set(
      name,
      `/** The kinds of \`${path}\`. */\n` +
        `export type ${name} = ${variants.map(({ name }) => name).join(" | ")};\n`,
    );
    for (const { kind, variant, name } of variants) {
      this.#addInterface(path, variant, { side, names: [name], owner: kind });
    }
    return name;
  }

  /** Declares an interface under the first of the names that no other one has. */
  #addInterface(
    path: string,
    node: SchemaNode,
    { side, names, owner }: {
      readonly side: Side;
      readonly names: readonly string[];
      readonly owner: string;
    },
  ): string {
    const { properties = {}, required = [] } = node;
    const lines = Object.entries(properties).map(([key, inner]) => {
      const type = this.#typeOf(`${path}.${key}`, inner, { side, owner });
      const value = required.includes(key) ? `: ${type}` : `?: ${type} | undefined`;
      return `${comment(inner, `See {@linkcode ${type}}.`)}readonly ${key}${value};\n`;
    });
    const about = comment(properties.kind ?? node, `What \`${path}\` holds.`);
    const declaration = (name: string) =>
      lines.length === 0
        ? `${about}export type ${name} = Record<string, never>;\n`
        : `${about}export interface ${name} {\n${lines.join("")}}\n`;
    const isFree = (name: string) => {
      const there = this.#declarations.get(name);
      return there === undefined || there === declaration(name);
    };
    const name = names.find(isFree)!;
    this.#declarations.set(name, declaration(name));
    return name;
  }

  /** The type of a value, as TypeScript writes it. */
  #typeOf(
    path: string,
    node: SchemaNode,
    context: { readonly side: Side; readonly owner: string },
  ): string {
    if (path === "config.data") return nameOf("data", context.side);
    if (node.properties || kindsOf(node).length > 0) {
      return this.add(path, node, context.side, context.owner);
    }
    const variants = node.oneOf ?? node.anyOf;
    if (variants) return variants.map((each) => this.#typeOf(path, each, context)).join(" | ");
    if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(" | ");
    if (node.const !== undefined) return JSON.stringify(node.const);
    if (node.items) {
      const item = this.#typeOf(path, node.items, context);
      return `readonly ${item.includes(" ") ? `(${item})` : item}[]`;
    }
    if (node.type === "integer") return "number";
    if (node.type !== undefined) return node.type;
    throw new Error(`Cannot write the type of "${path}": ${JSON.stringify(node)}`);
  }
}

/** "HadamardGcn" for "hadamard-gcn", and "DataSplit" for "data.split". */
function pascalCase(name: string): string {
  return name.split(/[-.]/).map(capitalised).join("");
}

/** What a key means and what it is where it is left out, as a comment. */
function comment({ description, default: byDefault }: SchemaNode, otherwise: string): string {
  const hasDefault = byDefault !== undefined && JSON.stringify(byDefault) !== "{}";
  const text = (description === undefined ? otherwise : `${sentence(description)}.`) +
    (hasDefault ? ` Default: \`${JSON.stringify(byDefault)}\`.` : "");
  const lines = wrapped(text, 88);
  return lines.length === 1
    ? `/** ${lines[0]} */\n`
    : `/**\n${lines.map((line) => ` * ${line}\n`).join("")} */\n`;
}

/** With a capital, unless it begins with a file's name. */
function sentence(text: string): string {
  return /^\w+\.\w/.test(text) ? text : capitalised(text);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The words of a text in lines of at most `width` characters. */
function wrapped(text: string, width: number): readonly string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    const fits = last !== undefined && last.length + 1 + word.length <= width;
    return fits ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, []);
}

/** A text of TypeScript as `deno fmt` wants it: of a long union it makes another form at first. */
export async function formatted(text: string): Promise<string> {
  return await formattedOnce(await formattedOnce(text));
}

async function formattedOnce(text: string): Promise<string> {
  const args = ["fmt", "--ext", "ts", "--line-width", "100", "-"];
  const command = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" });
  const child = command.spawn();
  const [output] = await Promise.all([
    child.output(),
    new Blob([text]).stream().pipeTo(child.stdin),
  ]);
  if (output.success) return new TextDecoder().decode(output.stdout);
  throw new Error("Cannot format the types: deno fmt fails");
}

if (import.meta.main) {
  for (const { path, text } of TYPE_FILES) await writeWhole(path, await formatted(text()));
}
