/**
 * Checking figures: makes the runs that they come from, or goes on with them, and compares.
 *
 * @module
 */
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { layOutTable, plainTable } from "../../lib/report/cell_table.ts";
import { scoreTitle } from "../../lib/charts/score_columns.ts";
import { viewSlug } from "../../lib/run/view.ts";
import type { Failure } from "../../lib/study/pool.ts";
import { finishRuns } from "../finish_runs.ts";
import type { Progress } from "../progress.ts";
import type { Address, Claim, DataName } from "./claim.ts";
import { type Agreement, compareFigures, type Figure, formatLike } from "./figure.ts";
import type { ClaimedFigure } from "./quotes.ts";
import { sourceOf, type SourceRuns } from "./sources.ts";

/** What came of a figure; `missing` where its runs failed or have no such score. */
export type Verdict = Agreement | "missing" | "not checked";

/** A figure beside what the runs give now. */
export interface CheckedFigure extends ClaimedFigure {
  readonly now: Figure | undefined;
  readonly verdict: Verdict;
}

/** Where and how the runs are made. */
export interface CheckOptions {
  /** The films that are there, with the `key.path=value` texts of their configurations. */
  readonly data: ReadonlyMap<DataName, readonly string[]>;
  /** A folder for the runs of all claims. */
  readonly out: string;
  /** Runs at once. */
  readonly workers: number;
  /** Ends the runs, which can be resumed. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Checks figures, source by source; those whose films are not there are not checked.
 *
 * @throws {InputError} if a figure cannot exist, before anything is run
 * @throws {DOMException} "AbortError" if the signal ends it
 */
export async function checkFigures(
  figures: readonly ClaimedFigure[],
  { data, out, workers, signal, progress }: CheckOptions,
): Promise<{ readonly checked: readonly CheckedFigure[]; readonly failures: readonly Failure[] }> {
  const sources = new Map<Claim, SourceRuns>();
  for (const [claim, own] of Map.groupBy(figures, ({ claim }) => claim)) {
    const settings = data.get(claim.data);
    if (settings === undefined) continue;
    const source = await sourceOf(claim, { settings, folder: join(out, claim.data) });
    for (const { address } of own) throwIfImpossible(claim, source, address);
    sources.set(claim, source);
  }
  const lookups = new Map<Claim, (address: Address) => Figure | undefined>();
  const failures: Failure[] = [];
  for (const [claim, { runs, read }] of sources) {
    progress.log(`${lookups.size + 1} of ${sources.size}: ${claim.name} on ${claim.data}`);
    const failed = await finishRuns(claim.name, runs, { workers, signal, progress });
    signal.throwIfAborted();
    failures.push(...failed);
    const lookup = failed.length > 0
      ? () => undefined
      : await read((done, total) => progress.update(`scores of ${claim.name}`, { done, total }));
    lookups.set(claim, lookup);
  }
  const checked = figures.map((figure): CheckedFigure => {
    const lookup = lookups.get(figure.claim);
    if (lookup === undefined) return { ...figure, now: undefined, verdict: "not checked" };
    const now = lookup(figure.address);
    const verdict = now ? compareFigures(figure.quoted, now, figure.claim) : "missing";
    return { ...figure, now, verdict };
  });
  return { checked, failures };
}

function throwIfImpossible(claim: Claim, { problemWith }: SourceRuns, address: Address): void {
  const problem = problemWith(address);
  if (problem === undefined) return;
  throw new InputError(`Cannot check "${claim.name}" (${addressWords(address)}): ${problem}`);
}

/** A figure in words: `cohash, 32, mAP`. */
function addressWords({ row, column = "", view, score, lead }: Address): string {
  const leads = { here: "above the baseline", largest: "above the baseline at most" };
  const seen = view === undefined ? "" : viewSlug(view);
  return [row, column, seen, scoreTitle(score), lead ? leads[lead] : ""]
    .filter((part) => part !== "").join(", ");
}

/** The figures as aligned text; those of a claim that was not checked share a line. */
export function checkTable(checked: readonly CheckedFigure[]): string {
  const byClaim = Map.groupBy(checked, ({ claim }) => claim);
  const rows = [...byClaim].flatMap(([claim, figures]) => {
    if (figures.every(({ verdict }) => verdict === "not checked")) {
      const figure = `${figures.length} figures on ${claim.data}`;
      return [{ claim: claim.name, page: "", figure, quoted: "", now: "", "": "not checked" }];
    }
    return figures.map(({ page, address, quoted, now, verdict }) => ({
      claim: claim.name,
      page,
      figure: addressWords(address),
      quoted: quoted.text,
      now: now ? formatLike(now, quoted) : "–",
      "": verdict === "outside" || verdict === "missing" ? verdict.toUpperCase() : verdict,
    }));
  });
  return plainTable(layOutTable(rows));
}
