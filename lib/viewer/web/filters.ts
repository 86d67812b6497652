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
  /** "" for any. */
  readonly view: string;
  /** "" for any. */
  readonly sex: string;
  /** Years, both included; undefined for any. */
  readonly ageFrom: number | undefined;
  readonly ageTo: number | undefined;
}

/** Every case. */
export const NO_FILTERS: Filters = {
  findings: new Map(),
  view: "",
  sex: "",
  ageFrom: undefined,
  ageTo: undefined,
};

/** What asks for cases whose view or sex, or of which a finding, is not known. */
export const UNKNOWN = "unknown";

/** How many filters are set. */
export function countFilters({ findings, view, sex, ageFrom, ageTo }: Filters): number {
  const hasAge = ageFrom !== undefined || ageTo !== undefined;
  return findings.size + Number(view !== "") + Number(sex !== "") + Number(hasAge);
}

/** The filters as the API reads them, "" where there are none. */
export function whereOf({ findings, view, sex, ageFrom, ageTo }: Filters): string {
  const parts = Array.from(findings, ([label, wish]) => {
    const name = `"${label.replaceAll('"', '""')}"`;
    if (wish === "unknown") return `${name}=${UNKNOWN}`;
    return wish === "with" ? name : `NOT ${name}`;
  });
  if (view !== "") parts.push(`view=${view}`);
  if (sex !== "") parts.push(`sex=${sex}`);
  if (ageFrom !== undefined || ageTo !== undefined) {
    parts.push(`age=${ageFrom ?? ""}..${ageTo ?? ""}`);
  }
  return parts.join(" AND ");
}
