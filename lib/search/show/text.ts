/**
 * What a search found, as a table for people and as JSON and CSV for programs.
 *
 * @module
 */
import { csvText } from "../../base/csv.ts";
import { printableName } from "../../base/printable.ts";
import { layOutTable, plainTable } from "../../report/cell_table.ts";
import {
  formatCount,
  formatProbability,
  formatScore,
  readableLabel,
  unknownText,
} from "../../charts/words.ts";
import type { Explanation, FindingAgreement } from "../explain/explanation.ts";
import type { Asked } from "../ask.ts";
import type { Expectation, FoundFilm } from "../find_films.ts";
import type { Case } from "../../store/case.ts";
import type { SearchResult } from "../index_search.ts";
import type { Suggestion } from "../../worth/suggestions.ts";
import type { Ties } from "../ties.ts";
import { intervalText } from "../worth/warnings.ts";
import { askedText } from "./asked_text.ts";

/** Findings that a table shows of an explanation. */
const MOST_FINDINGS = 3;

/** Findings that are named of those that neighbours suggest. */
const MOST_SUGGESTED = 5;

/** An aligned table; how it asked and explanations stand below it. */
export function searchTable(
  { query, asked, info, films, ties, suggested }: SearchResult,
): string {
  const hasDates = films.some(({ case: film }) => dateText(film) !== "");
  const rows = films.map(({ distance, expected, near, case: film, shared }) => ({
    ...expected && expectedCell(expected, asked),
    distance,
    ...near && { "share a finding": intervalText(near) },
    film: film.id,
    patient: film.patient,
    sex: film.sex || "–",
    age: Number.isNaN(film.age) ? null : film.age,
    view: film.view || "–",
    ...hasDates && { date: dateText(film) || "–" },
    findings: findingsText(film, info.labelNames.length),
    ...query.case === undefined ? {} : { shared: sharedText(shared, film, query.case) },
  }));
  const explained = films.filter(({ why }) => why !== undefined);
  const how = askedText(asked, films[0]?.expected);
  return [
    plainTable(layOutTable(rows, { decimals: 1 })),
    ...ties === undefined ? [] : ["", tiesText(ties, asked, films.at(-1)!.distance)],
    ...how === "" ? [] : ["", how],
    ...suggested.length === 0 ? [] : ["", suggestionsText(suggested)],
    ...explained.length > 0 ? ["", nearTargets(explained[0]!.why!)] : [],
    ...explained.flatMap((film) => ["", explanationText(film, film.why!)]),
  ].join("\n");
}

/**
 * Such as "82 cases are 4 bits away, of which 4 are shown."
 *
 * @param distance Of the last film that is shown
 */
export function tiesText({ cases, isMore, shown }: Ties, asked: Asked, distance: number): string {
  const where = asked.kind === "expected"
    ? "expected to be equally relevant"
    : `${distance} bit${distance === 1 ? "" : "s"} away`;
  return `${isMore ? "More than " : ""}${formatCount(cases)} cases are ${where}, of which ` +
    `${formatCount(shown)} ${shown === 1 ? "is" : "are"} shown.`;
}

/**
 * The chance to share a finding, or plain expected relevance where that was never measured, under a
 * heading that says what else than codes it rests on.
 */
function expectedCell(
  { relevance, chance }: Expectation,
  asked: Asked,
): Readonly<Record<string, string>> {
  if (chance !== null) return { expected: formatProbability(chance) };
  const record = asked.kind === "expected" ? asked.record : undefined;
  const heading = { code: "relevance", recorded: "by record", both: "by record and code" };
  return { [heading[record?.kind ?? "code"]]: formatProbability(relevance) };
}

/** The day of a film's study, or which of the patient's visits it was; "" where neither is known. */
export function dateText({ date, visit }: Pick<Case, "date" | "visit">): string {
  return date ?? (visit === undefined ? "" : `visit ${visit}`);
}

/** Such as "Effusion, Mass; unknown: Nodule", of so many findings in all. */
function findingsText({ labels, unknown }: Case, of: number): string {
  const parts = [labels.map(readableLabel).join(", "), unknownText({ names: unknown, of })];
  return parts.filter((part) => part !== "").join("; ") || "no finding";
}

/**
 * Such as "Mass; 1 unknown": a finding of one film counts as unknown where it is not known whether the
 * other has it.
 */
function sharedText(shared: FoundFilm["shared"], film: Case, query: Case): string {
  if (shared === undefined) return "unknown";
  const unsure = query.labels.filter((label) => film.unknown.includes(label)).length +
    film.labels.filter((label) => query.unknown.includes(label)).length;
  const parts = [shared.map(readableLabel).join(", "), unsure > 0 ? `${unsure} unknown` : ""];
  return parts.filter((part) => part !== "").join("; ") || "–";
}

/**
 * Such as "The nearest films suggest (of all films): Effusion 62 % (24 %), Edema 8 % (4 %)."
 *
 * @param suggested At least one, the most probable first
 */
export function suggestionsText(suggested: readonly Suggestion[]): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const named = suggested.slice(0, MOST_SUGGESTED).map(({ label, probability, prevalence }) =>
    `${readableLabel(label)} ${percent(probability)} (${percent(prevalence)})`
  );
  return `The nearest films suggest (of all films): ${named.join(", ")}. This is no diagnosis.`;
}

/** The findings whose targets the query is near to, or that it is near to none. */
function nearTargets({ findings, nearFrom }: Explanation): string {
  const nearest = findings.toSorted((a, b) => b.queryCosine - a.queryCosine);
  const told = (of: readonly FindingAgreement[]) =>
    of.map(({ label, queryCosine }) => `${readableLabel(label)} ${formatScore(queryCosine)}`)
      .join(", ");
  const [first] = nearest;
  if (first === undefined) return "The encoder has no targets that would explain its bits.";
  const chance = `chance gives one code in twenty a cosine of ${formatScore(nearFrom)}`;
  return first.isNear
    ? `The query's code is near the targets of (by cosine): ${
      told(nearest.filter(({ isNear }) => isNear).slice(0, MOST_FINDINGS))
    }; ${chance}. They explain the code, not the disease.`
    : `The query's code is near no finding's target: the nearest is ${
      told([first])
    }, and ${chance}.`;
}

function explanationText({ case: { id } }: FoundFilm, { agrees, findings }: Explanation): string {
  const agreeing = agrees.filter((agree) => agree).length;
  const head = `${printableName(id)}: ${agreeing} of ${agrees.length} bits agree`;
  const rows = findings.slice(0, MOST_FINDINGS).filter(({ share }) => share > 0).map((finding) => ({
    "finding": readableLabel(finding.label),
    "% of the agreement": Math.round(100 * finding.share),
    "bits in both": finding.agreeing,
    "in the query only": finding.disagreeing,
    "query's cosine": finding.queryCosine,
    "film's cosine": finding.caseCosine,
  }));
  if (rows.length === 0) return head;
  const lines = plainTable(layOutTable(rows, { decimals: 2 })).split("\n")
    .map((line) => `  ${line}`);
  return [head, ...lines].join("\n");
}

/**
 * One JSON object. Unknown ages are null; so is `shared` where the query's findings are not known,
 * `target` unless it asked with one, `labels` (by what films are taken to show something) and
 * `relevance` unless it asked by that, and `chance` where that was never measured. `near`, how often
 * films at that distance share a finding, is null likewise, and where a chance is told. Findings are
 * `labels` where they are present and `unknown` where that is not known. `date`, `visit` and `report`
 * are absent where they are unknown.
 */
export function searchJson(
  { query, asked, info, films, warnings, ties, suggested }: SearchResult,
): string {
  return JSON.stringify({
    ask: asked.kind,
    labels: asked.kind === "expected" ? asked.record ?? { kind: "code" } : null,
    target: asked.kind === "target" ? asked.target : null,
    query: {
      name: query.name,
      code: query.code.toHex(),
      ...query.case && {
        patient: query.case.patient,
        labels: query.case.labels,
        unknown: query.case.unknown,
      },
    },
    bits: info.bits,
    model: info.model,
    warnings,
    ties: ties ?? null,
    suggested,
    films: films.map(({ distance, expected, near, case: film, shared = null, why }) => ({
      distance,
      near: near ? { chance: near.chance, low: near.low, high: near.high } : null,
      relevance: expected?.relevance ?? null,
      chance: expected?.chance ?? null,
      ...film,
      age: Number.isNaN(film.age) ? null : film.age,
      shared,
      ...why && {
        why: { agreeing: why.agrees.filter((agree) => agree).length, findings: why.findings },
      },
    })),
  });
}

/**
 * CSV text; the findings of a cell are separated by "|". Cells of `near` (and the ends of its 95 %
 * interval), `relevance` and `chance` are empty where {@linkcode searchJson} has null.
 */
export function searchCsv({ films }: SearchResult): string {
  const facts = ["sex", "age", "view", "image", "date", "visit", "report"];
  const scores = ["distance", "relevance", "chance", "near", "near_low", "near_high"];
  const header = [...scores, "id", "patient", "labels", "unknown", "shared", ...facts];
  const rows = films.map(({ distance, near, expected, case: film, shared = [] }) => [
    distance,
    expected?.relevance ?? "",
    expected?.chance ?? "",
    near?.chance ?? "",
    near?.low ?? "",
    near?.high ?? "",
    film.id,
    film.patient,
    film.labels.join("|"),
    film.unknown.join("|"),
    shared.join("|"),
    film.sex,
    Number.isNaN(film.age) ? "" : film.age,
    film.view,
    film.image,
    film.date ?? "",
    film.visit ?? "",
    film.report ?? "",
  ]);
  return csvText([header, ...rows]);
}
