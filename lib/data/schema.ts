/**
 * The `data` section of a configuration: which films, which labels, how they are split. Each reader
 * brings the options of its own kind.
 *
 * @module
 */
import { z } from "zod";
import type { DataInput, DataOptions } from "./option_types.ts";
import { READERS } from "./readers/mod.ts";

type ReaderOptions = (typeof READERS)[number]["schema"];

/**
 * The schema of `data`, by `kind`. Unknown keys are errors and every default is filled in. Its keys
 * are listed in docs/configuration.md.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataSchema } from "./schema.ts";
 *
 * const data = dataSchema.parse({ kind: "nih", metadata: "labels.csv", images: "films" });
 * assertEquals(data.kind === "nih" && data.imageSize, 64);
 * ```
 */
export const dataSchema: z.ZodType<DataOptions, DataInput> = z.discriminatedUnion(
  "kind",
  READERS.map(({ schema }) => schema) as [ReaderOptions, ...ReaderOptions[]],
);
