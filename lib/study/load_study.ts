/**
 * Studies in files: `.ts` files that export a `study`, or `.json` files.
 *
 * @module
 */
import { parse } from "node:path";
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import { readSource } from "../config/source_file.ts";
import { ASKS } from "../config/config.ts";
import { checkStudy, type Study } from "./study.ts";

const variants = z.array(z.strictObject({
  name: z.string().min(1),
  changes: z.record(z.string(), z.unknown()),
}));

/** What a file must hold to be a study; {@linkcode checkStudy} sees to what no type can say. */
const studySchema: z.ZodType<unknown> = z.strictObject({
  question: z.string(),
  rows: variants,
  baseline: z.string(),
  columnTitle: z.string().optional(),
  columns: variants.optional(),
  choose: z.enum(["per column", "over all"]).optional(),
  notes: z.array(z.string()).optional(),
  asks: z.array(z.enum(ASKS)).min(1).optional(),
});

/** A study with the name that its file has. */
export interface NamedStudy {
  readonly name: string;
  readonly study: Study;
}

/**
 * Reads a study.
 *
 * @param file A path, or the name of a study of the shipped ones
 * @param shipped A folder of studies that may be given by their names; default: none
 * @throws {InputError} if there is none, or its file does not hold one that can run
 */
export async function loadStudy(file: string, shipped?: string): Promise<NamedStudy> {
  const content = await readSource(file, { what: "study", exported: "study", shipped });
  const { name } = parse(file);
  const result = studySchema.safeParse(content);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) =>
      [...path.length === 0 ? [] : [path.join(".")], message].join(": ")
    );
    throw new InputError(`Cannot run the study "${name}": ${problems.join("; ")}`);
  }
  const study = result.data as Study;
  checkStudy(name, study);
  return { name, study };
}
