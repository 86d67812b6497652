/**
 * What a reader of a data set is: a `kind` of the `data` section, its options, and how they become
 * films. Each reader is a file of this folder and a line of its `mod.ts`.
 *
 * @module
 */
import type { z } from "zod";
import type { Dataset } from "../dataset.ts";

/** What loading needs beside the options, and whom it tells. */
export interface LoadContext {
  /** Decides random splits and synthetic films. */
  readonly seed: number;
  /** Folder of decoded films; default: `.cache/images`. */
  readonly cacheDirectory?: string;
  /** Stops at the first image that cannot be read, instead of leaving it out. */
  readonly strict?: boolean;
  /** `what` names what is counted, such as "films" or "images". */
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Hears of films left out, and why. */
  readonly onWarning?: (message: string) => void;
}

/** The schema of a reader's options: an object whose `kind` names the reader. */
export type ReaderSchema = z.ZodObject<{ kind: z.ZodLiteral<string> }>;

/** A reader of one kind of data. */
export interface Reader<Schema extends ReaderSchema = ReaderSchema> {
  /** Its options; a strict object. */
  readonly schema: Schema;
  /** Reads labels and inputs, and splits the films. Checks the options once more. */
  readonly read: (options: unknown, context: LoadContext) => Promise<Dataset>;
}

/**
 * A reader.
 *
 * @param schema Its options, a strict object whose `kind` names the reader
 * @param read What makes films of them
 */
export function defineReader<Schema extends ReaderSchema>(
  schema: Schema,
  read: (options: z.output<Schema>, context: LoadContext) => Promise<Dataset>,
): Reader<Schema> {
  return { schema, read: async (options, context) => await read(schema.parse(options), context) };
}
