/**
 * Findings that a film's neighbours suggest: a vote of the nearest cases, made a probability that
 * came true as often as it says when it was tried.
 *
 * @module
 */
import { studentQuantile } from "../base/quantiles.ts";
import { rocArea, type ScoredFilm } from "./roc.ts";

/** A case near to a film. */
export interface Neighbour {
  /** In bits. */
  readonly distance: number;
  /** `[C]` of each finding 1 present, 0 absent, NaN unknown. */
  readonly findings: ArrayLike<number>;
}

/** How the neighbours of a film vote. */
export interface VoteOptions {
  /** Of a code. */
  readonly bits: number;
  /** `[C]` how often each finding occurs. */
  readonly prevalence: readonly number[];
}

/** A film that was tried: its neighbours, and what it has. */
export interface TriedFilm {
  /** Of other patients. */
  readonly neighbours: readonly Neighbour[];
  /** `[C]` of each finding 1 present, 0 absent, NaN unknown. */
  readonly findings: ArrayLike<number>;
  /** Whose film it is. */
  readonly patient: string;
}

/** How well neighbours tell a finding. */
export interface SuggestedFinding {
  /** Its name. */
  readonly label: string;
  /** How often it occurs among cases of which it is known, 0 to 1. */
  readonly prevalence: number;
  /** The area under the ROC curve of the votes, and its standard error; null where all or none of the films tried have it. */
  readonly area: number | null;
  /** See `area`. */
  readonly areaError: number | null;
  /** What the votes' evidence is multiplied by: the inverse of a temperature. */
  readonly scale: number;
  /** Whether the probabilities are better than the prevalence: their log loss is surely less. */
  readonly tells: boolean;
}

/** What must be known to make votes probabilities. */
export interface SuggestionsCard {
  /** How many neighbours vote. */
  readonly neighbours: number;
  /** How many films were tried. */
  readonly films: number;
  /** In the order of the findings. */
  readonly findings: readonly SuggestedFinding[];
}

/** What neighbours were seen to tell, beside what the network tells by itself. */
export interface SuggestionReport extends SuggestionsCard {
  /** In the order of the findings: the same area of the network's own scores, null where it has none. */
  readonly network: readonly Pick<SuggestedFinding, "label" | "area" | "areaError">[];
  /** Probabilities that were told, and what was seen, by steps of 0.1. */
  readonly reliability: readonly ToldAndSeen[];
}

/** Probabilities that are alike, and how often they came true. */
export interface ToldAndSeen {
  /** Mean probability that was told. */
  readonly predicted: number;
  /** The share that came true. */
  readonly seen: number;
  /** Pairs of a film and a finding. */
  readonly pairs: number;
}

/** A finding that is suggested. */
export interface Suggestion {
  /** Its name. */
  readonly label: string;
  /** That the film has it. */
  readonly probability: number;
  /** How often it occurs in the collection. */
  readonly prevalence: number;
}

/** How many neighbours vote. */
export const VOTERS = 50;

/** Bits, as a part of a code's length, after which a neighbour's vote falls to a third. */
const REACH = 1 / 16;

/** Votes that the prevalence has beside the neighbours. */
const PRIOR_VOTES = 1;

/**
 * `[C]` the share of the neighbours' votes for each finding; a vote weighs e^(−(d − d₁)/(K/16)), d₁
 * being the distance of the nearest, and the prevalence has one vote too. Neighbours of which a finding
 * is unknown do not vote on it. The weights are our choice.
 *
 * @example Two of three equally near cases have the finding, which every second case has
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { voteOf } from "@cohash/cohash/worth";
 *
 * const neighbours = [1, 1, 0].map((has) => ({ distance: 4, findings: [has] }));
 * assertEquals(voteOf(neighbours, { bits: 32, prevalence: [0.5] }), Float64Array.of(2.5 / 4));
 * ```
 */
export function voteOf(
  neighbours: readonly Neighbour[],
  { bits, prevalence }: VoteOptions,
): Float64Array<ArrayBuffer> {
  const nearest = Math.min(...neighbours.map(({ distance }) => distance));
  const weights = neighbours.map(({ distance }) =>
    Math.exp(-(distance - nearest) / (REACH * bits))
  );
  return Float64Array.from(prevalence, (share, label) => {
    let [votes, all] = [PRIOR_VOTES * share, PRIOR_VOTES];
    for (const [n, { findings }] of neighbours.entries()) {
      const has = findings[label]!;
      if (Number.isNaN(has)) continue;
      all += weights[n]!;
      votes += has * weights[n]!;
    }
    return votes / all;
  });
}

/**
 * A vote as a probability: logit p = logit π + s·(logit vote − logit π), so that a temperature 1/s
 * (Guo et al., ICML 2017) draws what neighbours say towards the prevalence π.
 */
export function probabilityOf(vote: number, prevalence: number, scale: number): number {
  const prior = logit(prevalence);
  return 1 / (1 + Math.exp(-(prior + scale * (logit(vote) - prior))));
}

/** The scales that are tried: from none, which is the prevalence, to twice what votes say. */
const SCALES = Array.from({ length: 41 }, (_, i) => i / 20);

/**
 * Fits what makes votes probabilities, on films that neither trained the encoder nor vote. A finding's
 * scale is that of the least log loss over the films of every second patient; whether the finding can
 * be told is judged on the films of the others, by a paired t interval over patients (95 %).
 *
 * @param names Of the C findings
 * @returns null where no film was tried
 */
export function fitSuggestions(
  films: readonly TriedFilm[],
  names: readonly string[],
  options: VoteOptions,
): SuggestionsCard | null {
  if (films.length === 0) return null;
  const votes = films.map(({ neighbours }) => voteOf(neighbours, options));
  const fitting = fittingPatients(films);
  const findings = names.map((label, c): SuggestedFinding => {
    const prevalence = options.prevalence[c]!;
    const known = films.map(({ findings, patient }, film) => ({
      score: votes[film]![c]!,
      value: findings[c]!,
      has: findings[c]! >= 0.5,
      patient,
    })).filter(({ value }) => !Number.isNaN(value));
    const scale = fitScale(known.filter(({ patient }) => fitting.has(patient)), prevalence);
    const gains = known.filter(({ patient }) => !fitting.has(patient)).map((film) => ({
      gain: logLoss(film, prevalence, 0) - logLoss(film, prevalence, scale),
      patient: film.patient,
    }));
    const roc = rocArea(known);
    return {
      label,
      prevalence,
      area: roc?.area ?? null,
      areaError: roc?.error ?? null,
      scale,
      tells: scale > 0 && hasEnough(known) && isSurelyPositive(gains),
    };
  });
  return { neighbours: VOTERS, films: films.length, findings };
}

/**
 * How often suggested probabilities came true, for the findings that neighbours tell: on the films by
 * which no scale was fitted.
 *
 * @param films As {@linkcode fitSuggestions} was given them
 * @param bits Of a code
 */
export function suggestionReliability(
  films: readonly TriedFilm[],
  card: SuggestionsCard,
  bits: number,
): ToldAndSeen[] {
  const fitting = fittingPatients(films);
  const steps = Array.from({ length: STEPS }, () => ({ told: 0, seen: 0, pairs: 0 }));
  const places = new Map(card.findings.map(({ label }, c) => [label, c]));
  for (const { neighbours, findings, patient } of films) {
    if (fitting.has(patient)) continue;
    for (const { label, probability } of suggestFindings(neighbours, card, bits)) {
      const has = findings[places.get(label)!]!;
      if (Number.isNaN(has)) continue;
      const step = steps[Math.min(STEPS - 1, Math.floor(STEPS * probability))]!;
      step.told += probability;
      step.seen += Number(has >= 0.5);
      step.pairs++;
    }
  }
  return steps.filter(({ pairs }) => pairs > 0)
    .map(({ told, seen, pairs }) => ({ predicted: told / pairs, seen: seen / pairs, pairs }));
}

/** Steps of the probabilities that {@linkcode suggestionReliability} tells apart. */
const STEPS = 10;

/** Every second patient, on whose films scales are fitted. */
function fittingPatients(films: readonly TriedFilm[]): ReadonlySet<string> {
  const patients = [...new Set(films.map(({ patient }) => patient))];
  return new Set(patients.filter((_, n) => n % 2 === 0));
}

/** The scale of the least log loss; 0 where there is no film. */
function fitScale(films: readonly ScoredFilm[], prevalence: number): number {
  const losses = SCALES.map((scale) =>
    films.reduce((sum, film) => sum + logLoss(film, prevalence, scale), 0)
  );
  return SCALES[losses.indexOf(Math.min(...losses))]!;
}

function logLoss({ score, has }: ScoredFilm, prevalence: number, scale: number): number {
  const p = probabilityOf(score, prevalence, scale);
  return -Math.log(Math.max(1e-12, has ? p : 1 - p));
}

/**
 * The findings that a film's neighbours suggest, the most probable first: those that neighbours tell
 * better than the prevalence.
 *
 * @param neighbours The nearest of other patients
 * @param bits Of a code
 */
export function suggestFindings(
  neighbours: readonly Neighbour[],
  { findings }: SuggestionsCard,
  bits: number,
): Suggestion[] {
  if (neighbours.length === 0) return [];
  const prevalence = findings.map((finding) => finding.prevalence);
  const votes = voteOf(neighbours, { bits, prevalence });
  return findings.flatMap(({ label, prevalence, scale, tells }, c) =>
    tells ? [{ label, prevalence, probability: probabilityOf(votes[c]!, prevalence, scale) }] : []
  ).sort((a, b) => b.probability - a.probability);
}

/** Patients with and without a finding below which nothing is said of it. */
const LEAST_PATIENTS = 5;

function hasEnough(films: readonly ScoredFilm[]): boolean {
  const patientsOf = (having: boolean) =>
    new Set(films.filter(({ has }) => has === having).map(({ patient }) => patient)).size;
  return Math.min(patientsOf(true), patientsOf(false)) >= LEAST_PATIENTS;
}

/** Whether the mean over films is more than chance gives, films of one patient being alike. */
function isSurelyPositive(
  gains: readonly { readonly gain: number; readonly patient: string }[],
): boolean {
  const byPatient = Map.groupBy(gains, ({ patient }) => patient);
  const sums = Array.from(
    byPatient.values(),
    (own) => own.reduce((sum, { gain }) => sum + gain, 0),
  );
  if (sums.length < 2) return false;
  const mean = sums.reduce((sum, gain) => sum + gain, 0) / sums.length;
  const variance = sums.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (sums.length - 1);
  const error = Math.sqrt(variance / sums.length);
  return mean - studentQuantile(sums.length - 1) * error > 0;
}

function logit(probability: number): number {
  const bounded = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(bounded / (1 - bounded));
}
