/**
 * Cases that a search finds equally good: those at one distance, or of one expected relevance. Short
 * codes have many, and which of them are shown first would be an accident of the order in which they
 * were added.
 *
 * @module
 */
import { asymmetricAgreements } from "../codes/asymmetric.ts";
import type { Hit } from "../store/case.ts";
import type { CodeStore, SearchRequest } from "../store/code_store.ts";

/** The last cases of an answer, where others are as good that were left out. */
export interface Ties {
  /** How many cases are as good as the last one shown. */
  readonly cases: number;
  /** Whether there are more than were counted. */
  readonly isMore: boolean;
  /** How many of them are shown. */
  readonly shown: number;
}

/** What is found. */
export interface UntiedHits {
  readonly hits: readonly Hit[];
  /** Undefined where no case as good as the last is left out. */
  readonly ties: Ties | undefined;
}

/** Cases beyond the answer that are looked at to see which of those that tie come first. */
const MOST_TIED = 1000;

/**
 * The first cases of a search, those that are equally good ordered by how well they agree with the
 * query's continuous code (Gordo et al., TPAMI 2014), and only then as they were added.
 *
 * @param continuous `[bits]`; undefined where only the query's bits are known, by which ties stay
 * @param unwanted The ids of cases that are not to be found
 */
export async function searchUntied(
  store: CodeStore,
  request: SearchRequest,
  { continuous, unwanted }: {
    readonly continuous: Float32Array | undefined;
    readonly unwanted: ReadonlySet<string>;
  },
): Promise<UntiedHits> {
  const { top } = request;
  const found = async (more: Partial<SearchRequest> & Pick<SearchRequest, "top">) =>
    (await store.search({ ...request, ...more })).filter((hit) => !unwanted.has(hit.case.id));
  const first = await found({ top: top + 1 + unwanted.size });
  const last = first[top - 1];
  if (last === undefined || !ties(last, first[top])) {
    return { hits: inOrder(first, continuous).slice(0, top), ties: undefined };
  }
  const most = top + MOST_TIED;
  const all = await found({
    top: most + 1 + unwanted.size,
    ...request.expected === undefined && { radius: last.distance },
  });
  const hits = inOrder(all.slice(0, most), continuous);
  const tied = hits.filter((hit) => ties(last, hit)).length;
  return {
    hits: hits.slice(0, top),
    ties: {
      cases: tied,
      isMore: ties(last, all[most]),
      shown: hits.slice(0, top).filter((hit) => ties(last, hit)).length,
    },
  };
}

/** Whether two cases are equally good. */
function ties(a: Hit, b: Hit | undefined): boolean {
  if (b === undefined) return false;
  return a.relevance === undefined ? a.distance === b.distance : a.relevance === b.relevance;
}

/** Cases that tie, the one that agrees best first. */
function inOrder(hits: readonly Hit[], continuous: Float32Array | undefined): readonly Hit[] {
  if (continuous === undefined) return hits;
  const agreements = new Map(
    hits.map((hit) => [hit, asymmetricAgreements(continuous, hit.code)[0]!]),
  );
  const ordered: Hit[] = [];
  for (let start = 0; start < hits.length;) {
    let end = start + 1;
    while (ties(hits[start]!, hits[end])) end++;
    ordered.push(
      ...hits.slice(start, end).sort((a, b) => agreements.get(b)! - agreements.get(a)!),
    );
    start = end;
  }
  return ordered;
}
