/**
 * What a configuration says of films that no file has: a program made them, see
 * {@linkcode arrayDataset}.
 *
 * @module
 */
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import { defineReader, type Reader } from "./reader.ts";

const schema = z.strictObject({
  kind: z.literal("memory").describe("films that a program has in memory, and no command can read"),
});

/** See the module. */
export const memory: Reader<typeof schema> = defineReader(schema, () =>
  Promise.reject(
    new InputError(
      'Cannot load films of the kind "memory": only the program that made them has them; use ' +
        "another data.kind, or give completeRun a data set of your own (see arrayDataset)",
    ),
  ));
