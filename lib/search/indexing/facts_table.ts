/**
 * Which table the facts of an index's films came from (`facts.json` in its folder), so that films
 * which are added later are looked up in the same one.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import { exists, readText, writeWhole } from "../../base/files.ts";
import { parsedJson } from "../../base/json.ts";
import {
  cellOptions,
  labels,
  path,
  tableOptions,
  textOptions,
} from "../../data/readers/options.ts";
import type {
  ChexpertDataOptions,
  DataOptions,
  TableDataOptions,
} from "../../data/option_types.ts";

const chexpertSchema = z.strictObject({
  kind: z.literal("chexpert"),
  metadata: path,
  labels,
  ...textOptions,
  ...cellOptions,
});
const tableSchema = z.strictObject({
  kind: z.literal("table"),
  metadata: path,
  labels,
  ...textOptions,
  ...tableOptions,
});
/** One that needs no options: ChestX-ray14's, or with the columns that `FactsSource` names. */
const plainSchema = z.strictObject({ kind: z.literal("plain"), metadata: path, ...textOptions });

/** A table of films, and how it is read. */
export type FactsTable =
  | Pick<ChexpertDataOptions, "kind" | "metadata" | "labels" | TextKey | CellKey>
  | Pick<
    TableDataOptions,
    "kind" | "metadata" | "labels" | TextKey | CellKey | TableKey
  >
  | {
    readonly kind: "plain";
    readonly metadata: string;
    readonly encoding?: string | undefined;
    readonly separator?: string | undefined;
  };

type TextKey = keyof typeof textOptions;
type CellKey = keyof typeof cellOptions;
type TableKey = "layout" | "imageTable" | "columns" | "repeats";

const schema: z.ZodType<FactsTable> = z.discriminatedUnion("kind", [
  chexpertSchema,
  tableSchema,
  plainSchema,
]);

/** The file's name. */
const FACTS = "facts.json";

/** Notes in an index's folder which table the facts of a data set came from, if from any. */
export async function writeFactsTable(index: string, data: DataOptions): Promise<void> {
  const table = factsTableOf(data);
  if (table === undefined) return;
  const noted = { ...table, metadata: resolve(table.metadata) };
  await writeWhole(join(index, FACTS), JSON.stringify(noted, null, 2) + "\n");
}

/**
 * The table that {@linkcode writeFactsTable} noted, undefined where it noted none.
 *
 * @throws {InputError} if the note is damaged
 */
export async function readFactsTable(index: string): Promise<FactsTable | undefined> {
  const path = join(index, FACTS);
  if (!await exists(path)) return undefined;
  const { data, error } = schema.safeParse(
    parsedJson(await readText(path, "the table of an index's films")),
  );
  if (data !== undefined) return data;
  throw new InputError(
    `Cannot read which table the index's films were in, "${path}": ${z.prettifyError(error)}; ` +
      "remove this file and name the table with --metadata",
  );
}

function factsTableOf(data: DataOptions): FactsTable | undefined {
  switch (data.kind) {
    case "chexpert":
      return known(chexpertSchema, data);
    case "table":
    case "features": {
      const { imageTable } = data;
      const noted = { ...data, kind: "table", imageTable: imageTable && resolve(imageTable) };
      return known(tableSchema, noted);
    }
    default:
      return "metadata" in data ? known(plainSchema, { ...data, kind: "plain" }) : undefined;
  }
}

/** The options that a schema knows; the others are about films, not about their table. */
function known<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, data: unknown) {
  return z.object(schema.shape).parse(data);
}
