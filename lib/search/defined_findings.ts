/**
 * Findings that an index's encoder was not trained on, defined by how probable they are beside each
 * finding that it was (`findings.json` in the index's folder `encoder`).
 *
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { didYouMean, InputError } from "../base/errors.ts";
import { parsedJson } from "../base/json.ts";
import { exists, readText, writeWhole } from "../base/files.ts";
import { encoderFolder } from "./indexing/index_folder.ts";

const schema = z.strictObject({
  format: z.literal(1),
  findings: z.array(z.strictObject({
    name: z.string().min(1),
    probabilities: z.record(z.string(), z.number().min(0).max(1)),
  })),
});

/** A finding by the findings that it comes with. */
export interface DefinedFinding {
  /** What it is called. */
  readonly name: string;
  /** P(name | label), 0 to 1, by the encoder's labels; 0 for those that are not there. */
  readonly probabilities: Readonly<Record<string, number>>;
}

/**
 * `[C]` P(name | label) in the order of the labels.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { probabilitiesOf } from "./defined_findings.ts";
 *
 * const pneumonitis = { name: "Pneumonitis", probabilities: { Effusion: 0.6 } };
 * assertEquals(probabilitiesOf(pneumonitis, ["Edema", "Effusion"]), [0, 0.6]);
 * ```
 */
export function probabilitiesOf(
  { probabilities }: DefinedFinding,
  labels: readonly string[],
): readonly number[] {
  const of = new Map(Object.entries(probabilities));
  return labels.map((label) => of.get(label) ?? 0);
}

/**
 * The findings that are defined in an index's folder; none where nobody has defined any.
 *
 * @param labels The encoder's
 * @throws {InputError} if their file is damaged, or speaks of other labels
 */
export async function readDefinedFindings(
  index: string,
  labels: readonly string[],
): Promise<readonly DefinedFinding[]> {
  const path = await findingsFile(index);
  if (!await exists(path)) return [];
  const { data, error } = schema.safeParse(parsedJson(await readText(path, "an index's findings")));
  if (data === undefined) throw damaged(path, z.prettifyError(error).replaceAll("\n", " "));
  for (const { name, probabilities } of data.findings) {
    const other = Object.keys(probabilities).find((label) => !labels.includes(label));
    if (other !== undefined) {
      const hint = didYouMean(other, labels);
      throw damaged(path, `"${name}" is defined by "${other}", which the encoder lacks${hint}`);
    }
  }
  return data.findings;
}

/** Writes the findings that are defined in an index's folder; the file is gone where there are none. */
export async function writeDefinedFindings(
  index: string,
  findings: readonly DefinedFinding[],
): Promise<void> {
  const path = await findingsFile(index);
  if (findings.length === 0) return await Deno.remove(path);
  await writeWhole(path, JSON.stringify({ format: 1, findings }, null, 2) + "\n");
}

async function findingsFile(index: string): Promise<string> {
  return join(await encoderFolder(index), "findings.json");
}

function damaged(path: string, reason: string): InputError {
  return new InputError(
    `Cannot read the findings that are defined in "${path}": ${reason}; remove this file and ` +
      "define them anew",
  );
}
