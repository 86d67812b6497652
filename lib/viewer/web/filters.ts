/**
 * The filters that a user sets, and the text in which the viewer understands them.
 *
 * @module
 */

/** Whether a finding must be present, must be known to be absent, or must not be known. */
export type FindingWish = "with" | "without" | "unknown";

/** What cases must be. */
export interface Filters {
  readonly findings: ReadonlyMap<string, FindingWish>;
  /** Whether one of the findings that must be present is enough. */
  readonly isAnyEnough: boolean;
  /** "" for any. */
  readonly view: string;
  /** "" for any. */
  readonly sex: string;
  /** Years, both included; undefined for any. */
  readonly ageFrom: number | undefined;
  readonly ageTo: number | undefined;
  /** "" for any. */
  readonly patient: string;
}

/** Every case. */
export const NO_FILTERS: Filters = {
  findings: new Map(),
  isAnyEnough: false,
  view: "",
  sex: "",
  ageFrom: undefined,
  ageTo: undefined,
  patient: "",
};

/** What asks for cases whose view or sex, or of which a finding, is not known. */
export const UNKNOWN = "unknown";

/** How many filters are set. */
export function countFilters(
  { findings, view, sex, ageFrom, ageTo, patient }: Filters,
): number {
  const hasAge = ageFrom !== undefined || ageTo !== undefined;
  return findings.size +
    [view !== "", sex !== "", hasAge, patient !== ""].filter((isSet) => isSet).length;
}

/** The filters as the API reads them, "" where there are none. */
export function whereOf(
  { findings, isAnyEnough, view, sex, ageFrom, ageTo, patient }: Filters,
): string {
  const named = (wish: FindingWish) =>
    Array.from(findings).filter(([, wanted]) => wanted === wish).map(([label]) => quoted(label));
  const present = named("with");
  const parts = isAnyEnough && present.length > 1 ? [`(${present.join(" OR ")})`] : present;
  parts.push(...named("without").map((name) => `NOT ${name}`));
  parts.push(...named("unknown").map((name) => `${name}=${UNKNOWN}`));
  if (view !== "") parts.push(`view=${view}`);
  if (sex !== "") parts.push(`sex=${sex}`);
  if (ageFrom !== undefined || ageTo !== undefined) {
    parts.push(`age=${ageFrom ?? ""}..${ageTo ?? ""}`);
  }
  if (patient !== "") parts.push(`patient=${quoted(patient)}`);
  return parts.join(" AND ");
}

/** A name as filters have it, in quotes. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
