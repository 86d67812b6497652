/**
 * Writes `docs/configuration.md`, the reference of every configuration key, from the schema that
 * validates configurations: nothing in it is written twice.
 *
 * Run: `deno run -A tools/configuration_reference.ts`
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { writeWhole } from "../lib/base/files.ts";
import { escapePipes, markdownTable } from "../lib/report/markdown.ts";
import { configSchema } from "../lib/config/config.ts";
import { READERS, readersText } from "../lib/config/reads.ts";
import { kindOf, type SchemaNode, schemaTree, variantsOf } from "../lib/config/schema_node.ts";

/** Where the reference is kept. */
export const REFERENCE = fileURLToPath(new URL("../docs/configuration.md", import.meta.url));

/** A key that has a value, as a row of a table. */
interface Key {
  readonly path: string;
  readonly values: string;
  readonly default: string;
  /** The kinds of its section that have it; empty where it does not depend on a kind. */
  readonly kinds: readonly string[];
  /** Such as "train.optimiser.kind sgd", where it depends on kinds further in. */
  readonly choices: readonly string[];
  readonly meaning: string;
}

const INTRODUCTION = `# Configuration

<!-- Made by tools/configuration_reference.ts from lib/config/config.ts; do not edit. -->

A configuration is a \`.ts\` file that exports \`config\` (see \`experiments/configs\`) or a \`.json\` file.
Flags go before the file, the file before the defaults below. A key without a default may be left
out unless it says "required".

Every choice has a \`kind\`, and its options stand with it; a flag may name the kind alone, as
\`--set targets=free\` does. A flag that makes another choice drops what the file says of the old one:
all other keys of the section whose kind changes, and what the new choice does not read. But an
option that is set together with a choice that does not read it is an error, as is an unknown key:
\`method=csq\` with \`loss.margin=0.9\` is refused, since csq has no such margin. The \`config.json\` of a
run holds what it reads, and nothing else.

\`\`\`sh
npx -y deno@2.9.6 task train phantom --set codes.bits=64 --set targets=hadamard
\`\`\`
`;

/** The text of the reference. */
export function configurationReference(): string {
  const root = schemaTree(configSchema, "input");
  const entries = Object.entries(root.properties ?? {});
  const { sections = [], single = [] } = Object.groupBy(
    entries,
    ([, node]) => isSection(node) ? "sections" : "single",
  );
  return [
    INTRODUCTION,
    section("The run", { properties: Object.fromEntries(single) }, ""),
    ...sections.map(([key, node]) => section(`\`${key}\`: ${node.description}`, node, key)),
  ].join("\n");
}

/** A heading, the kinds that the section can have, and a table of its keys. */
function section(heading: string, node: SchemaNode, path: string): string {
  const keys = keysOf(node, path);
  const readersOfKey = (key: string) =>
    Object.keys(READERS).filter((each) =>
      each !== path && (key === each || key.startsWith(`${each}.`))
    )
      .map(readersOf);
  const dependsOnKind = keys.some(({ kinds, choices, path }) =>
    kinds.length > 0 || choices.length > 0 || readersOfKey(path).length > 0
  );
  const head = ["Key", "Value", "Default", ...dependsOnKind ? ["Only for"] : [], "Meaning"];
  const rows = keys.map(({ path, values, default: byDefault, kinds, choices, meaning }) => {
    const needed = [kinds.join(", "), ...choices].filter(Boolean).join(" with ");
    const readers = [needed, ...readersOfKey(path)].filter(Boolean).join("; ");
    return [code(path), values, byDefault, ...dependsOnKind ? [readers] : [], meaning];
  });
  const readers = READERS[path] === undefined ? [] : [`Read by ${readersOf(path)}.\n`];
  return [
    `## ${heading}\n`,
    ...readers,
    ...new Set(kindLists(node, path)),
    markdownTable(head, rows.map((row) => row.map(escapePipes)), { isPadded: true }) + "\n",
  ].join("\n");
}

/** Who reads a section or a key that not everybody reads. */
function readersOf(path: string): string {
  return READERS[path]!.map(readersText).join(", or ");
}

/** A list of the kinds of each part of a section that has any. */
function kindLists(node: SchemaNode, path: string): string[] {
  const variants = variantsOf(node);
  const inner = variants.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([key, value]) => kindLists(value, `${path}.${key}`))
  );
  if (variants.length === 1) return inner;
  const items = variants.map(({ properties }) => properties?.kind)
    .map((kind) => `- ${code(kind?.const)}: ${kind?.description ?? ""}\n`);
  return [`\`${path}.kind\`, ${defaultKind(node)}:\n`, items.join(""), ...inner];
}

function defaultKind({ default: byDefault }: SchemaNode): string {
  const isSet = typeof byDefault === "object" && byDefault !== null && "kind" in byDefault;
  return isSet ? `default: ${code(byDefault.kind)}` : "required";
}

/** All keys below a node; one that several kinds have alike is listed once. */
function keysOf(node: SchemaNode, path: string): Key[] {
  const variants = variantsOf(node);
  const keys = variants.flatMap((variant) => {
    const kind = kindOf(variant);
    const kinds = kind === undefined ? [] : [String(kind)];
    return keysOfVariant(variant, path).filter((key) =>
      kind === undefined || key.path !== `${path}.kind`
    ).map((key) => ({ ...key, kinds }));
  });
  if (variants.length === 1) return keys;
  const same = Map.groupBy(keys, ({ kinds: _, ...key }) => JSON.stringify(key));
  const merged = [...same.values()].map((group) => {
    const kinds = group.flatMap(({ kinds }) => kinds);
    return { ...group[0]!, kinds: kinds.length === variants.length ? [] : kinds };
  });
  return [...Map.groupBy(merged, ({ path }) => path).values()].flat();
}

function keysOfVariant({ properties = {}, required = [] }: SchemaNode, path: string): Key[] {
  return Object.entries(properties).flatMap(([key, node]) => {
    const inner = path === "" ? key : `${path}.${key}`;
    if (isSection(node)) {
      const mayBeAbsent = !required.includes(key) && node.default === undefined;
      return keysOf(node, inner).map(({ kinds, choices, ...key }) => {
        const choice = kinds.length === 0 ? [] : [`${inner}.kind ${kinds.join(" or ")}`];
        const byDefault = mayBeAbsent && key.default === "required"
          ? `required in \`${inner}\``
          : key.default;
        return { ...key, default: byDefault, kinds: [], choices: [...choice, ...choices] };
      });
    }
    return [{
      path: inner,
      values: valuesOf(node),
      default: defaultOf(node, required.includes(key)),
      kinds: [],
      choices: [],
      meaning: node.description ?? "",
    }];
  });
}

/** Whether there are keys below a node, of some kind at least. */
function isSection(node: SchemaNode): boolean {
  return variantsOf(node).some(({ properties }) => properties !== undefined);
}

/** Which values a key takes: the choices, or such as "number from 0 to 1". */
function valuesOf(node: SchemaNode): string {
  const { anyOf, enum: choices, items } = node;
  if (anyOf) return anyOf.map(valuesOf).join(", ");
  if (choices) return choices.map(code).join(", ");
  if (node.const !== undefined) return code(node.const);
  if (items) return `list: ${valuesOf(items)}`;
  if (node.type === "string") return node.title ?? "text";
  if (node.type === "boolean") return "`true`, `false`";
  return `${node.type}${range(node)}`;
}

function range(node: SchemaNode): string {
  const { minimum, exclusiveMinimum, exclusiveMaximum, multipleOf } = node;
  // The schema of an integer without a bound is given the greatest safe one.
  const maximum = node.maximum === Number.MAX_SAFE_INTEGER ? undefined : node.maximum;
  const steps = multipleOf === undefined ? "" : ` by ${multipleOf}`;
  if (minimum !== undefined && maximum !== undefined) return ` ${minimum} to ${maximum}${steps}`;
  const bounds = { "≥": minimum, ">": exclusiveMinimum, "≤": maximum, "<": exclusiveMaximum };
  return Object.entries(bounds).filter(([, bound]) => bound !== undefined)
    .map(([sign, bound]) => ` ${sign} ${bound}`).join(",") + steps;
}

function defaultOf(node: SchemaNode, isRequired: boolean): string {
  if (node.default !== undefined) return code(node.default);
  return isRequired ? "required" : "";
}

/** A value as it is written after `--set key=`. */
function code(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

if (import.meta.main) await writeWhole(REFERENCE, configurationReference());
