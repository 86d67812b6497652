/**
 * What the study "few" has found, as tables.
 *
 * @module
 */
import { csvText } from "../../base/csv.ts";
import { formatScore } from "../../charts/words.ts";
import { markdownTable } from "../../report/markdown.ts";
import { meanAndDeviation } from "../statistics.ts";
import { type FewSeed, FILM_COUNTS, LEAST_RELEVANT } from "./few_films.ts";
import { type SignTest, signTest } from "./sign_test.ts";
import { type Way, WAYS } from "./ways.ts";

/** What is said of a study beside its figures. */
export interface FewStudy {
  /** Of the collection. */
  readonly name: string;
  readonly bits: number;
  /** See `FewOptions`. */
  readonly groups: number;
  readonly onValidation: boolean;
  /** What the other collection's table is called, if there is one. */
  readonly elsewhere?: string | undefined;
  readonly seeds: readonly FewSeed[];
}

/** Pairs of ways that are compared finding by finding, and with how many films. */
const COMPARED: readonly (readonly [Way, Way, readonly number[]])[] = [
  [WAYS.graph, WAYS.shuffled, [0]],
  [WAYS.graphCode, WAYS.shuffledCode, [0]],
  [WAYS.otherGraph, WAYS.shuffled, [0]],
  [WAYS.graph, WAYS.examples, [1, 3, 10, 30, 100]],
  [WAYS.graph, WAYS.learnedExpected, FILM_COUNTS],
  [WAYS.mixed, WAYS.examplesExpected, [1, 3, 10, 30, 100]],
  [WAYS.mixed, WAYS.learnedExpected, FILM_COUNTS],
];

/** A mean average precision of the table. */
export interface FewCell {
  /** Over seeds, of the mean over findings. */
  readonly mean: number;
  /** Null for one seed. */
  readonly deviation: number | null;
}

/** The mean AP over findings of a way with so many films; undefined where the way has none. */
export function fewCell({ seeds }: FewStudy, way: string, films: number): FewCell | undefined {
  const means = seeds.flatMap(({ scores }) => {
    const own = scores.filter((score) => score.way === way && score.films === films);
    return own.length === 0 ? [] : [own.reduce((sum, { ap }) => sum + ap, 0) / own.length];
  });
  return means.length === 0 ? undefined : meanAndDeviation(means);
}

/** The ways that have figures, in the order of the tables. */
export function waysOf({ seeds }: FewStudy): Way[] {
  const found = new Set(seeds.flatMap(({ scores }) => scores.map(({ way }) => way)));
  return Object.values(WAYS).filter((way) => found.has(way));
}

/** The table in Markdown with what it means below it. */
export function fewMarkdown(study: FewStudy): string {
  const cellText = (way: Way, films: number) => {
    const cell = fewCell(study, way, films);
    if (cell === undefined) return "–";
    const { mean, deviation } = cell;
    return deviation === null
      ? formatScore(mean)
      : `${formatScore(mean)} ± ${formatScore(deviation)}`;
  };
  const rows = waysOf(study).map((
    way,
  ) => [way, ...FILM_COUNTS.map((films) => cellText(way, films))]);
  const head = ["Labelled films of the finding", ...FILM_COUNTS.map(String)];
  return [
    `# few: ${study.name}`,
    "How well are films with a finding found of which few films are labelled, or none?",
    markdownTable(head, rows, { isNumeric: head.map((_, column) => column > 0) }),
    ...notes(study),
    comparisons(study).map((line) => `- ${line}`).join("\n"),
  ].join("\n\n") + "\n";
}

function notes(study: FewStudy): string[] {
  const { bits, groups, seeds, onValidation, elsewhere } = study;
  const findings = new Set(seeds.flatMap(({ findings }) => findings.map(({ name }) => name)));
  const searched = seeds.map(({ searched }) => searched);
  const films = searched.reduce((sum, count) => sum + count, 0) / seeds.length;
  const short = seeds[0]!.findings.filter(({ train }) => train < Math.max(...FILM_COUNTS));
  return [
    `Mean average precision over ${findings.size} findings with at least ${LEAST_RELEVANT} films ` +
    `among the ${Math.round(films)} searched, ` +
    (onValidation ? "validation films" : "whose patients nothing has learned of") +
    `; ${bits} bits; ` +
    (seeds.length > 1 ? `mean ± deviation over ${seeds.length} seeds` : "one seed") +
    `. Chance is a random order.`,
    `The findings are hidden in ${groups} groups, each while the others are known: "learned" ways ` +
    "are of networks that were trained with the labelled films (elsewhere the finding reads as " +
    "absent), all others of one network that was trained without the group. P(l | j) is counted on " +
    "the label lists of the training films, the finding included, as reports would tell it; which " +
    "film has which list stays hidden." +
    (elsewhere === undefined ? "" : ` "${WAYS.otherGraph}" has it from ${elsewhere}.`),
    ...short.length === 0 ? [] : [
      `Of ${
        short.map(({ name, train }) => `${name} (${train})`).join(", ")
      } there are fewer than ` +
      `${Math.max(...FILM_COUNTS)} training films; all are labelled then.`,
    ],
    "Finding by finding, with the mean over seeds (sign test, two-sided):",
  ];
}

/** What is better for how many findings. */
function comparisons(study: FewStudy): string[] {
  const ways: readonly string[] = waysOf(study);
  return COMPARED.filter(([a, b]) => ways.includes(a) && ways.includes(b)).map(([a, b, counts]) => {
    const parts = counts.map((films) => {
      const { wins, differing, p } = compareWays(study, [a, b], films);
      return `${films} films: ${wins} of ${differing}, p = ${p < 1e-4 ? "< .0001" : formatP(p)}`;
    });
    return `${a} before ${b}: ${parts.join("; ")}`;
  });
}

function formatP(p: number): string {
  return p.toFixed(4).replace(/^0/, "");
}

/** The sign test of two ways over the findings that both were asked for. */
export function compareWays(
  { seeds }: FewStudy,
  [first, second]: readonly [string, string],
  films: number,
): SignTest {
  const means = (way: string) => {
    const sums = new Map<string, number>();
    for (const { scores } of seeds) {
      for (const score of scores) {
        if (score.way !== way || score.films !== films) continue;
        sums.set(score.finding, (sums.get(score.finding) ?? 0) + score.ap);
      }
    }
    return sums;
  };
  const [a, b] = [means(first), means(second)];
  const both = [...a.keys()].filter((finding) => b.has(finding));
  return signTest(both.map((finding) => a.get(finding)!), both.map((finding) => b.get(finding)!));
}

/** Every average precision of every seed. */
export function fewCsv({ seeds }: FewStudy): string {
  const rows = seeds.flatMap(({ seed, scores }) =>
    scores.map(({ way, films, finding, ap }) => [way, films, finding, seed, ap])
  );
  return csvText([["way", "films", "finding", "seed", "ap"], ...rows]);
}
