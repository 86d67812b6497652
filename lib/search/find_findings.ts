/**
 * From the names of findings to a query: a search without a film.
 *
 * @module
 */
import type { Asker } from "../asking/asker.ts";
import { findingWeights, type SoughtFindings } from "../asking/finding_weights.ts";
import { type LabelVectors, unitVectors } from "../asking/label_vectors.ts";
import { InputError } from "../base/errors.ts";
import { packCodes } from "../codes/pack.ts";
import { graphDirection } from "../graph/finding_query.ts";
import type { Filter } from "../store/filter/filter.ts";
import { parseFilter } from "../store/filter/filter_parser.ts";
import { type DefinedFinding, probabilitiesOf } from "./defined_findings.ts";
import type { Query } from "./find_films.ts";

/** The findings that somebody wants, and those that must not be there. */
export interface NamedFindings {
  /** A case should have all of them. */
  readonly wanted: readonly string[];
  /** A case should have none of them. */
  readonly unwanted: readonly string[];
}

/** A comma that stands in no quotes, with an "and" behind it. */
const COMMA = /("(?:[^"]|"")*"|'(?:[^']|'')*')|,\s*(?:and\b\s*)?/gi;

/**
 * The findings in a text such as `Effusion AND Edema, not Pneumothorax`. Names are read as in the
 * conditions of `--where`; a comma is an AND.
 *
 * @param labels The names of the findings
 * @throws {InputError} if a name is no finding, or the text has more than AND, commas and NOT
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseFindings } from "./find_findings.ts";
 *
 * const labels = ["Effusion", "Edema", "Pleural_Thickening"];
 * assertEquals(parseFindings("effusion, not pleural thickening", labels), {
 *   wanted: ["Effusion"],
 *   unwanted: ["Pleural_Thickening"],
 * });
 * ```
 */
export function parseFindings(text: string, labels: readonly string[]): NamedFindings {
  const fail = (reason: string): never => {
    throw new InputError(
      `Cannot search for "${text}": ${reason}; expected findings such as "Effusion AND Edema, not Mass"`,
    );
  };
  const filter = parseFilter(text.replace(COMMA, (_, quoted) => quoted ?? " AND "), labels);
  const named: { wanted: string[]; unwanted: string[] } = { wanted: [], unwanted: [] };
  for (const part of filter.kind === "and" ? filter.parts : [filter]) {
    const isNegated = part.kind === "not";
    const of: Filter = isNegated ? part.part : part;
    if (of.kind !== "label") {
      return fail("it has more than findings, AND and NOT (which films may be found is --where's)");
    }
    named[isNegated ? "unwanted" : "wanted"].push(of.label);
  }
  const both = named.wanted.find((label) => named.unwanted.includes(label));
  if (both !== undefined) fail(`"${both}" is both wanted and not`);
  if (named.wanted.length === 0) fail("it wants no finding");
  return named;
}

/**
 * The query of some findings. By expected relevance it asks with {@linkcode findingWeights}; otherwise
 * with the signs of the sum of the wanted findings' vectors less the unwanted ones', which for a single
 * finding is its own code. The vector of a finding that the encoder was not trained on is its
 * {@linkcode graphDirection}.
 *
 * @param defined Findings that the encoder was not trained on
 * @throws {InputError} if a name is neither a finding that the encoder was trained on nor defined, or
 * no label set of the training films fits where expected relevance sums over sets
 */
export function queryOfFindings(
  text: string,
  asker: Asker,
  defined: readonly DefinedFinding[] = [],
): Query {
  const { labels, over } = asker.card;
  const { wanted, unwanted } = parseFindings(text, [
    ...labels,
    ...defined.map(({ name }) => name),
  ]);
  const besideLabels = (name: string) => {
    const finding = defined.find((finding) => finding.name === name);
    if (finding !== undefined) return probabilitiesOf(finding, labels);
    return labels.map((label) => label === name ? 1 : 0);
  };
  const sought: SoughtFindings = {
    wanted: wanted.map(besideLabels),
    unwanted: unwanted.map(besideLabels),
  };
  const weights = findingWeights(asker.card, sought);
  if (!weights.some((weight) => weight > 0)) {
    throw new InputError(
      `Cannot search for "${text}": no training film has these findings together, and expected ` +
        `relevance sums over the ${over} of the training films; leave one out`,
    );
  }
  const units = unitVectors(asker.vectors);
  const bits = units.length / labels.length;
  const continuous = new Float32Array(bits);
  const add = (name: string, sign: number) => {
    const label = labels.indexOf(name);
    const unit = label < 0
      ? unitGraphDirection(besideLabels(name), asker.vectors)
      : units.subarray(label * bits, (label + 1) * bits);
    for (let bit = 0; bit < bits; bit++) continuous[bit]! += sign * unit[bit]!;
  };
  for (const name of wanted) add(name, 1);
  for (const name of unwanted) add(name, -1);
  const code = packCodes(continuous, bits);
  return { name: text, continuous, onlyBits: false, code, image: "", weights };
}

/** The direction with length 1, as labels' vectors have it, so that each finding counts alike. */
function unitGraphDirection(
  probabilities: ArrayLike<number>,
  vectors: LabelVectors,
): Float64Array {
  const direction = graphDirection(probabilities, vectors);
  const length = Math.hypot(...direction) || 1;
  return direction.map((value) => value / length);
}
