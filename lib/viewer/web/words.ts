/**
 * Numbers and cases in words.
 *
 * @module
 */
import type { CaseAnswer, HitAnswer, SearchAnswer } from "../schemas.ts";
import { current, valueOf } from "./state.ts";

/** A finding's name as people write it. */
export function nameOf(label: string): string {
  const collection = valueOf(current().collection);
  return collection?.findings.find((finding) => finding.label === label)?.name ??
    label.replaceAll("_", " ");
}

/** Most unknown findings that are named. */
const MOST_NAMED = 3;

/** "Findings unknown", "Unknown: Mass, Nodule", "12 of 14 unknown"; "" where all are known. */
export function unknownFindings({ unknown }: CaseAnswer): string {
  if (unknown.length === 0) return "";
  const all = valueOf(current().collection)?.findings.length;
  if (unknown.length === all) return "Findings unknown";
  if (unknown.length <= MOST_NAMED) return `Unknown: ${unknown.map(nameOf).join(", ")}`;
  return all === undefined ? `${unknown.length} unknown` : `${unknown.length} of ${all} unknown`;
}

/** "1 bit", "2 bits". */
export function bits(count: number): string {
  return `${count} ${count === 1 ? "bit" : "bits"}`;
}

/** "1 case", "1,200 cases". */
export function cases(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "case" : "cases"}`;
}

/** "58 %". */
export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** A share or a cosine with two decimals and a true minus: "−.12". */
export function hundredths(value: number): string {
  return value.toFixed(2).replace("-", "−").replace(/^(−?)0\./, "$1.");
}

/** What is expected of a case, in words and as a number, where it was asked for. */
export function expectation(
  { relevance, chance }: HitAnswer,
): { readonly what: string; readonly value: string } | undefined {
  if (relevance === null) return undefined;
  return chance === null
    ? { what: "expected relevance", value: hundredths(relevance) }
    : { what: "expected to share a finding", value: hundredths(chance) };
}

/** "expected to share a finding .62, 3 bits away", or only the latter. */
export function likeness(hit: HitAnswer): string {
  const expected = expectation(hit);
  const away = `${bits(hit.distance)} away`;
  return expected === undefined ? away : `${expected.what} ${expected.value}, ${away}`;
}

/** What the cases are that come first. */
export function superlative({ ask }: SearchAnswer): string {
  return ask === "expected" ? "most relevant" : "nearest";
}

/** What is known of a case beside its findings: "PA · F · 58 y". */
export function particulars({ view, sex, age }: CaseAnswer): string {
  const known = [view, sex, age === null ? "" : `${age}\u00a0y`].filter((text) => text !== "");
  return known.length > 0 ? known.join(" · ") : "no particulars";
}

/** The same for those who listen. */
export function spokenParticulars({ view, sex, age }: CaseAnswer): string {
  const sexes: Readonly<Record<string, string>> = { F: "female", M: "male" };
  return [
    view === "" ? "" : `${view} view`,
    sexes[sex] ?? "",
    age === null ? "" : `${age} years`,
  ].filter((text) => text !== "").join(", ");
}
