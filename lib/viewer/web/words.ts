/**
 * Cases in words.
 *
 * @module
 */
import type { CaseAnswer, HitAnswer } from "../schemas.ts";
import { texts } from "./language.ts";
import { current, valueOf } from "./state.ts";

/** A finding's name as people write it. */
export function nameOf(label: string): string {
  const collection = valueOf(current().collection);
  const bare = label.replaceAll("_", " ");
  return texts().findings[bare.toLowerCase()] ??
    collection?.findings.find((finding) => finding.label === label)?.name ?? bare;
}

/** Most unknown findings that are named. */
const MOST_NAMED = 3;

/** "Findings unknown", "Unknown: Mass, Nodule", "12 of 14 unknown"; "" where all are known. */
export function unknownFindings({ unknown }: CaseAnswer): string {
  const { card, listed } = texts();
  if (unknown.length === 0) return "";
  const all = valueOf(current().collection)?.findings.length;
  if (unknown.length === all) return card.unknownFindings;
  if (unknown.length <= MOST_NAMED) return card.unknown(listed(unknown.map(nameOf)));
  return all === undefined
    ? card.unknownCount(unknown.length)
    : card.unknownOf(unknown.length, all);
}

/** What is expected of a case, in words and as a number, where it was asked for. */
export function expectation(
  { relevance, chance }: HitAnswer,
): { readonly what: string; readonly value: string } | undefined {
  const { card, hundredths } = texts();
  if (relevance === null) return undefined;
  return chance === null
    ? { what: card.expected, value: hundredths(relevance) }
    : { what: card.chance, value: hundredths(chance) };
}

/** "expected to share a finding .62, 3 bits away", or only the latter. */
export function likeness(hit: HitAnswer): string {
  const { bitsAway, phrases } = texts();
  const expected = expectation(hit);
  const worth = expected === undefined ? "" : `${expected.what} ${expected.value}`;
  return phrases([worth, bitsAway(hit.distance)]);
}

/** What is known of a case beside its findings: "PA · F · 58 y · 2017-03-05". */
export function particulars({ view, sex, age, date, visit }: CaseAnswer): string {
  const { card } = texts();
  const time = date !== "" || visit === null ? date : card.visit(visit);
  const known = [view, card.sexes[sex] ?? "", age === null ? "" : card.age(age), time]
    .filter((text) => text !== "");
  return known.length > 0 ? known.join(" · ") : card.noParticulars;
}

/** The same for those who listen, who are told, too, where there is no film to see. */
export function spokenParticulars({ view, sex, age, hasImage }: CaseAnswer): string {
  const { card, phrases } = texts();
  return phrases([
    view === "" ? "" : card.spokenView(view),
    card.spokenSexes[sex] ?? "",
    age === null ? "" : card.spokenAge(age),
    hasImage ? "" : card.noFilm,
  ]);
}
