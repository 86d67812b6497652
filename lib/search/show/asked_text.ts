/**
 * How a search asked, in words.
 *
 * @module
 */
import { formatPercent, formatProbability, readableLabel } from "../../charts/words.ts";
import type { RecordedBy } from "../../asking/recorded.ts";
import type { Asked } from "../ask.ts";
import type { Expectation } from "../find_films.ts";

/**
 * A sentence that says how a search asked; "" where it asked by code.
 *
 * @param first What is expected of one of the films found, where there is any
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { askedText } from "./asked_text.ts";
 *
 * const target = { label: "Pleural_Thickening", probability: 0.41 };
 * assertEquals(
 *   askedText({ kind: "target", target }),
 *   "Asked with the target of Pleural thickening, which the query shows most probably (.41); " +
 *     "distances are from that target's code.",
 * );
 * ```
 */
export function askedText(asked: Asked, first?: Expectation): string {
  if (asked.kind === "code") return "";
  if (asked.kind === "target") {
    const { label, probability } = asked.target;
    const shown = probability === null
      ? "whose target is the nearest"
      : `which the query shows most probably (${formatProbability(probability)})`;
    return `Asked with the target of ${readableLabel(label)}, ${shown}; distances are from that ` +
      "target's code.";
  }
  if (asked.record) return recordText(asked.record);
  if (first === undefined) return "";
  return first.chance === null
    ? "Ordered by expected relevance, 0 to 1, of which nobody measured what it is worth."
    : "Ordered by how probable it is that film and query share a finding.";
}

function recordText(record: RecordedBy): string {
  const of = record.kind === "recorded"
    ? "of the findings on record of films, whatever their codes tell"
    : "of the findings on record of films and what their codes tell together, taking it that " +
      `records lack ${formatPercent(record.missing)} of what is there and name ` +
      `${formatPercent(record.wrong)} of what is not`;
  return `Ordered by expected relevance, 0 to 1, ${of}; it is no chance to share a finding.`;
}
