/**
 * Defining findings that an index's encoder was not trained on, without training anything: by what
 * somebody knows of the findings they come with, or by counts of another collection.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import { formatProbability } from "../../charts/words.ts";
import { labelKey } from "../../data/labels/spellings.ts";
import { listSome } from "../../data/tables/table.ts";
import { readCooccurrence, spellAs } from "../../graph/cooccurrence_table.ts";
import { graphWeights } from "../../graph/finding_query.ts";
import {
  type DefinedFinding,
  readDefinedFindings,
  writeDefinedFindings,
} from "../defined_findings.ts";
import { readIndexAsker } from "../index_encoder.ts";
import { whileLocked, withIndex } from "./index_folder.ts";

/** Where the probabilities of a finding come from. */
export type DefinitionSource =
  /** Written out, `Effusion:.6,Edema:.3`; beside findings that are not named it is 0. */
  | { readonly kind: "like"; readonly text: string }
  /** A table of findings that occur together, see `readCooccurrence`. */
  | { readonly kind: "table"; readonly path: string };

/**
 * Defines a finding in an index, by P(name | label) for each label of the encoder. One of the name
 * that was defined before is replaced.
 *
 * @param onNote Told what was replaced, and what the table and the index do not have in common
 * @throws {InputError} if the encoder was trained on the finding or knows codes alone, or the source
 * says nothing of it; nothing is changed then
 */
export async function defineFinding(
  index: string,
  { name, source, onNote }: {
    readonly name: string;
    readonly source: DefinitionSource;
    readonly onNote?: ((note: string) => void) | undefined;
  },
): Promise<DefinedFinding> {
  const labels = await labelsOf(index);
  checkName(name, labels);
  const weights = source.kind === "like"
    ? parseProbabilities(source.text, labels)
    : await countedProbabilities(name, { path: source.path, labels, onNote });
  if (new Set(weights).size === 1) {
    throw new InputError(
      `Cannot define "${name}": it is as probable beside each finding ` +
        `(${formatProbability(weights[0]!)}), which tells no film from another`,
    );
  }
  const probabilities = Object.fromEntries(labels.map((label, j) => [label, weights[j]!]));
  const defined = { name, probabilities };
  await whileLocked(index, async () => {
    const before = await readDefinedFindings(index, labels);
    const others = before.filter((finding) => labelKey(finding.name) !== labelKey(name));
    if (others.length < before.length) onNote?.(`"${name}" was defined before; it is replaced`);
    await writeDefinedFindings(index, [...others, defined]);
  });
  return defined;
}

/**
 * Takes a finding out of those that are defined in an index.
 *
 * @throws {InputError} if none of this name is
 */
export async function removeFinding(index: string, name: string): Promise<void> {
  const labels = await labelsOf(index);
  await whileLocked(index, async () => {
    const before = await readDefinedFindings(index, labels);
    const others = before.filter((finding) => labelKey(finding.name) !== labelKey(name));
    if (others.length === before.length) {
      const hint = didYouMean(name, before.map((finding) => finding.name));
      throw new InputError(
        `Cannot remove the finding "${name}": the index defines none such${hint}`,
      );
    }
    await writeDefinedFindings(index, others);
  });
}

/** The findings that are defined in an index; none where its encoder knows codes alone. */
export async function definedFindings(index: string): Promise<readonly DefinedFinding[]> {
  const asker = await withIndex(index, ({ info }) => readIndexAsker(index, info));
  return asker === undefined ? [] : await readDefinedFindings(index, asker.card.labels);
}

/** The labels of the encoder in an index's folder. */
async function labelsOf(index: string): Promise<readonly string[]> {
  const asker = await withIndex(index, ({ info }) => readIndexAsker(index, info));
  if (asker !== undefined) return asker.card.labels;
  throw new InputError(
    "Cannot define findings: an earlier cohash made the encoder of the index, which knows codes " +
      "alone; train its run and index it anew",
  );
}

function checkName(name: string, labels: readonly string[]): void {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot define the finding "${name}": ${reason}`);
  };
  const key = labelKey(name);
  if (key === "") fail("expected a name");
  if (key === "no finding") fail('"No Finding" means that there is none; choose another name');
  const own = labels.find((label) => labelKey(label) === key);
  if (own !== undefined) {
    fail(`the encoder was trained on "${own}"; search for it as it is, or choose another name`);
  }
}

/** Parts between commas; quotes hold commas. */
const PART = /(?:"[^"]*"|[^",])+/g;

/**
 * `[C]` the probabilities in a text such as `Effusion:.6,Edema:.3`, in the order of the labels; 0
 * where a label is not named. Names with a comma stand in double quotes.
 *
 * @throws {InputError} if a name is no label or comes twice, or a number is no probability
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseProbabilities } from "./define_finding.ts";
 *
 * const labels = ["Edema", "Effusion", "Pleural_Thickening"];
 * assertEquals(parseProbabilities("effusion:.6, pleural thickening: 0.25", labels), [0, 0.6, 0.25]);
 * ```
 */
export function parseProbabilities(text: string, labels: readonly string[]): readonly number[] {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot use --like "${text}": ${reason}`);
  };
  const probabilities = new Map<string, number>();
  for (const part of text.match(PART) ?? []) {
    const colon = part.lastIndexOf(":");
    if (colon < 0) {
      fail(`"${part.trim()}" has no probability; expected "Effusion:.6,Edema:.3" or the like`);
    }
    const name = part.slice(0, colon).trim().replace(/^"(.*)"$/, "$1");
    const label = labels.find((label) => labelKey(label) === labelKey(name)) ??
      fail(
        `"${name}" is no finding of the index${didYouMean(name, labels)}; findings: ` +
          labels.join(", "),
      );
    if (probabilities.has(label)) fail(`"${label}" comes twice`);
    const number = part.slice(colon + 1).trim();
    const probability = /^(\d+\.?\d*|\.\d+)$/.test(number) ? Number(number) : NaN;
    if (!(probability <= 1)) fail(`"${label}" has "${number}"; expected a probability, 0 to 1`);
    probabilities.set(label, probability);
  }
  if (probabilities.size === 0) fail('expected "Effusion:.6,Edema:.3" or the like');
  return labels.map((label) => probabilities.get(label) ?? 0);
}

/** `[C]` how often a table has the finding beside each label; see {@linkcode graphWeights}. */
async function countedProbabilities(
  name: string,
  { path, labels, onNote }: {
    readonly path: string;
    readonly labels: readonly string[];
    readonly onNote: ((note: string) => void) | undefined;
  },
): Promise<readonly number[]> {
  const { cooccurrence, absent } = spellAs(await readCooccurrence(path), labels);
  const { labelNames } = cooccurrence;
  const own = labelNames.find((label) => labelKey(label) === labelKey(name));
  if (own === undefined) {
    throw new InputError(
      `Cannot define "${name}" from "${path}": it has no such finding` +
        `${didYouMean(name, labelNames)}; its own are ${listSome(labelNames)}`,
    );
  }
  const weights = graphWeights(cooccurrence, own, labels);
  const others = labelNames.filter((label) => label !== own && !labels.includes(label));
  if (others.length > 0) {
    onNote?.(`the encoder was not trained on ${listSome(others)} of "${path}"; passed over`);
  }
  if (absent.length > 0) {
    onNote?.(
      `"${path}" says nothing of ${listSome(absent)}; "${name}" counts as independent of what is ` +
        "not there",
    );
  }
  return [...weights];
}
