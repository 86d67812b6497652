/**
 * What is in an index, in numbers.
 *
 * @module
 */
import { formatCount, readableLabel } from "../../charts/words.ts";
import type { HammingIndex } from "../../store/memory/hamming_index.ts";

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
  /** Films of each view; "" is unknown. */
  readonly views: Readonly<Record<string, number>>;
  /** Films of each sex; "" is unknown. */
  readonly sexes: Readonly<Record<string, number>>;
}

/** Counts what is in an index. */
export function describeIndex(index: HammingIndex): IndexInfo {
  const { bits, model, labelNames } = index.info;
  const findings: Record<string, number> = Object.fromEntries(labelNames.map((name) => [name, 0]));
  const views: Record<string, number> = {};
  const sexes: Record<string, number> = {};
  const patients = new Set<string>();
  let images = 0;
  for (const { case: film } of index.entries()) {
    for (const label of film.labels) findings[label]!++;
    views[film.view] = (views[film.view] ?? 0) + 1;
    sexes[film.sex] = (sexes[film.sex] ?? 0) + 1;
    patients.add(film.patient);
    if (film.image !== "") images++;
  }
  return {
    films: index.size,
    patients: patients.size,
    images,
    bits,
    model,
    findings,
    views,
    sexes,
  };
}

/** The same as lines of text. */
export function infoText(info: IndexInfo): string {
  const { films, patients, images, bits, model, findings, views, sexes } = info;
  const named = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).sort(([a], [b]) => a < b ? 1 : -1)
      .map(([name, count]) => `${name === "" ? "unknown" : name} ${formatCount(count)}`).join(", ");
  const width = Math.max(...Object.keys(findings).map((name) => readableLabel(name).length));
  return [
    `films     ${formatCount(films)} of ${formatCount(patients)} patients`,
    `images    ${formatCount(images)}`,
    `codes     ${bits} bits`,
    `encoder   ${model}`,
    `views     ${named(views)}`,
    `sexes     ${named(sexes)}`,
    "findings",
    ...Object.entries(findings).map(([name, count]) =>
      `  ${readableLabel(name).padEnd(width)}  ${formatCount(count).padStart(7)}`
    ),
  ].join("\n");
}
