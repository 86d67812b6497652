/**
 * From the name of a score to the score.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import { DEFAULT_SCORES, SCORE_FAMILIES } from "./registry.ts";
import type { Score, ScoreFamily } from "./score.ts";

const NAME = /^([a-z-]+)(?:@(radius)?(\d+))?(?::([a-z]+))?$/;

/**
 * The score of a name: `FAMILY[@CUT-OFF][:VARIANT]`, such as `map`, `map@100`, `ndcg@10`,
 * `ndcg@100:jaccard`, `precision@5` or `precision@radius2`.
 *
 * @throws {InputError} naming the nearest score if there is none of the name
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { parseScore } from "./parse_score.ts";
 *
 * assertEquals(parseScore("ndcg@10:jaccard").title, "NDCG@10 (Jaccard)");
 * assertThrows(() => parseScore("map100"), Error, 'did you mean "map@100"?');
 * ```
 */
export function parseScore(name: string): Score {
  const score = findScore(name);
  if (score === undefined) {
    throw new InputError(`Cannot use the score "${name}": ${unknownScore(name)}`);
  }
  return score;
}

/** See {@linkcode parseScore}; undefined if there is no score of the name. */
export function findScore(name: string): Score | undefined {
  const [, family, radius, cutOff, variant = ""] = NAME.exec(name) ?? [];
  const found = SCORE_FAMILIES.find((one) =>
    one.name === family && (one.cutOff === "radius") === (radius !== undefined)
  );
  if (found === undefined || !fitsCutOff(found, cutOff)) return undefined;
  if (variant !== "" && !found.variants?.includes(variant)) return undefined;
  const k = cutOff === undefined ? Infinity : Number(cutOff);
  return {
    better: "higher",
    hardToFool: false,
    over: "query",
    needsHamming: false,
    ...found.score({ k, variant }),
    name,
  };
}

/** A radius may be 0, a number of ranks may not; neither begins with a 0 otherwise. */
function fitsCutOff({ cutOff }: ScoreFamily, text: string | undefined): boolean {
  if (text === undefined) return cutOff === "optional";
  return cutOff === "radius" ? /^(0|[1-9]\d*)$/.test(text) : /^[1-9]\d*$/.test(text);
}

/** What scores were called in earlier versions. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  macroAp: "macro-ap",
  ndcgJaccard100: "ndcg@100:jaccard",
  ndcg100: "ndcg@100",
  mapLow: "map:pessimistic",
  mapHigh: "map:optimistic",
  acg100: "acg@100",
  precision100: "precision@100",
  precisionRadius2: "precision@radius2",
};

/** What to say of a name that is none: the nearest that is, and how names are made. */
export function unknownScore(name: string): string {
  return `there is no such score${hintFor(name)}; there are ${scoreForms().join(", ")}`;
}

function hintFor(name: string): string {
  const former = FORMER_NAMES[name];
  if (former !== undefined) return ` (it is now "${former}")`;
  const near = namesNear(name);
  const withCutOff = near.find((guess) => guess.startsWith(`${name}@`));
  return withCutOff === undefined ? didYouMean(name, near) : ` (did you mean "${withCutOff}"?)`;
}

/** Names to guess among: those of the default table, and every family with the number given. */
function namesNear(name: string): string[] {
  const [number = "100"] = /\d+/.exec(name) ?? [];
  const guesses = SCORE_FAMILIES.flatMap(({ name, cutOff, variants = [] }) => {
    const at = cutOff === "radius" ? `${name}@radius${number}` : `${name}@${number}`;
    const stems = cutOff === "optional" ? [name, at] : [at];
    return stems.flatMap((stem) => [stem, ...variants.map((variant) => `${stem}:${variant}`)]);
  });
  return [...DEFAULT_SCORES, ...guesses].filter((guess) => findScore(guess) !== undefined);
}

/** How the names of scores are made, family by family, such as `ndcg[@k][:jaccard]`. */
export function scoreForms(): string[] {
  const cutOffs = { optional: "[@k]", required: "@k", radius: "@radiusN" };
  return SCORE_FAMILIES.map(({ name, cutOff, variants = [] }) =>
    name + cutOffs[cutOff] + (variants.length === 0 ? "" : `[:${variants.join("|")}]`)
  );
}

/**
 * The name of a score as a part of file names, in which @ and : are no use.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scoreSlug } from "./parse_score.ts";
 *
 * assertEquals(scoreSlug("ndcg@100:jaccard"), "ndcg-100-jaccard");
 * ```
 */
export function scoreSlug(name: string): string {
  return name.replace(/[@:]/g, "-");
}
