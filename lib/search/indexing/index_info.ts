/**
 * What is in an index, in numbers.
 *
 * @module
 */
import type { Period } from "../../base/days.ts";
import { formatCount, formatProbability, readableLabel } from "../../charts/words.ts";
import type { HammingIndex } from "../../store/memory/hamming_index.ts";
import type { DefinedFinding } from "../defined_findings.ts";

/** See {@linkcode describeIndex}. */
export interface IndexInfo {
  readonly films: number;
  readonly patients: number;
  /** Films that have an image to show. */
  readonly images: number;
  /** Bits of a code. */
  readonly bits: number;
  /** See `identityOf`. */
  readonly model: string;
  /** Films with each finding. */
  readonly findings: Readonly<Record<string, number>>;
  /** Films of which it is unknown whether they have it; all others do not. */
  readonly unknown: Readonly<Record<string, number>>;
  /** Films of each view; "" is unknown. */
  readonly views: Readonly<Record<string, number>>;
  /** Films of each sex; "" is unknown. */
  readonly sexes: Readonly<Record<string, number>>;
  /** The first and the last day of a film's study; null where no day is known. */
  readonly dates: Period | null;
  /** Films whose day is known. */
  readonly dated: number;
  /** Films with a report. */
  readonly reports: number;
  /** Findings that its encoder was not trained on. */
  readonly defined: readonly DefinedFinding[];
}

/** Counts what is in an index, beside which findings are defined in its folder. */
export function describeIndex(
  index: HammingIndex,
  defined: readonly DefinedFinding[] = [],
): IndexInfo {
  const { bits, model, labelNames } = index.info;
  const none = () => Object.fromEntries(labelNames.map((name): [string, number] => [name, 0]));
  const [findings, unknown] = [none(), none()];
  const views: Record<string, number> = {};
  const sexes: Record<string, number> = {};
  const patients = new Set<string>();
  const days: string[] = [];
  let images = 0;
  let reports = 0;
  for (const { case: film } of index.entries()) {
    for (const label of film.labels) findings[label]!++;
    for (const label of film.unknown) unknown[label]!++;
    views[film.view] = (views[film.view] ?? 0) + 1;
    sexes[film.sex] = (sexes[film.sex] ?? 0) + 1;
    patients.add(film.patient);
    if (film.image !== "") images++;
    if (film.report !== undefined) reports++;
    if (film.date !== undefined) days.push(film.date);
  }
  return {
    films: index.size,
    patients: patients.size,
    images,
    bits,
    model,
    findings,
    unknown,
    views,
    sexes,
    dates: periodOf(days),
    dated: days.length,
    reports,
    defined,
  };
}

/** From the first of some days to the last; null where there is none. */
function periodOf(days: readonly string[]): Period | null {
  if (days.length === 0) return null;
  const earlier = (a: string, b: string) => a < b ? a : b;
  const later = (a: string, b: string) => a > b ? a : b;
  return { from: days.reduce(earlier), to: days.reduce(later) };
}

/** The same as lines of text. */
export function infoText(info: IndexInfo): string {
  const { films, patients, images, bits, model, findings, views, sexes } = info;
  const named = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).sort(([a], [b]) => a < b ? 1 : -1)
      .map(([name, count]) => `${name === "" ? "unknown" : name} ${formatCount(count)}`).join(", ");
  const names = Object.keys(findings);
  const width = Math.max(...names.map((name) => readableLabel(name).length));
  const line = (name: string, counts: readonly string[]) =>
    name.padEnd(width + 2) + counts.map((count) => count.padStart(9)).join("");
  const countsOf = (name: string) => {
    const [present, notKnown] = [findings[name]!, info.unknown[name]!];
    return [present, films - present - notKnown, notKnown].map(formatCount);
  };
  return [
    `films     ${formatCount(films)} of ${formatCount(patients)} patients`,
    `images    ${formatCount(images)}`,
    `codes     ${bits} bits`,
    `encoder   ${model}`,
    `views     ${named(views)}`,
    `sexes     ${named(sexes)}`,
    ...info.dates === null ? [] : [
      `dates     ${info.dates.from} to ${info.dates.to}, of ${formatCount(info.dated)} films`,
    ],
    ...info.reports === 0 ? [] : [`reports   ${formatCount(info.reports)}`],
    line("findings", ["present", "absent", "unknown"]),
    ...names.map((name) => line(`  ${readableLabel(name)}`, countsOf(name))),
    ...info.defined.map((finding) => `defined   ${definitionText(finding)}`),
  ].join("\n");
}

/** A definition such as "Pneumonitis: Effusion .60, Edema .30", the most probable label first. */
export function definitionText({ name, probabilities }: DefinedFinding): string {
  const beside = Object.entries(probabilities).filter(([, p]) => p > 0).sort(([, p], [, q]) =>
    q - p
  )
    .map(([label, p]) => `${readableLabel(label)} ${formatProbability(p)}`);
  return `${readableLabel(name)}: ${beside.join(", ")}`;
}
