import { assert, assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import {
  DEFAULT_SCORES,
  findScore,
  leadingScores,
  parseScore,
  scoreForms,
  scoreSlug,
} from "../../lib/metrics/mod.ts";
import { SCORE_FAMILIES } from "../../lib/metrics/scores/registry.ts";

Deno.test("parseScore() titles scores with their cut-offs and variants", () => {
  const titles = {
    "map": "mAP",
    "map@100": "mAP@100",
    "map:pessimistic": "Ties lost",
    "map@100:optimistic": "mAP@100, ties won",
    "macro-ap": "Macro AP",
    "macro-ap@50": "Macro AP@50",
    "ndcg": "NDCG",
    "ndcg@10": "NDCG@10",
    "ndcg@100:jaccard": "NDCG@100 (Jaccard)",
    "acg@100": "ACG@100",
    "wap": "WAP",
    "precision@5": "P@5",
    "precision@radius0": "P@r≤0",
    "recall@10": "R@10",
  };
  for (const [name, title] of Object.entries(titles)) {
    assertEquals([parseScore(name).name, parseScore(name).title], [name, title]);
  }
});

Deno.test("parseScore() never suggests what is no score either", () => {
  for (const name of ["map@0", "ndcg@0", "recall@0", "precision@radius01"]) {
    const { message } = assertThrows(() => parseScore(name), InputError);
    const [, suggested] = /did you mean "(.*?)"/.exec(message) ?? [];
    if (suggested !== undefined) parseScore(suggested);
  }
});

Deno.test("parseScore() names the nearest score to one that there is not", () => {
  const nearest = {
    "mpa": "map",
    "MAP": "map",
    "map100": "map@100",
    "map@100:pesimistic": "map@100:pessimistic",
    "ndcg10": "ndcg@10",
    "ndcg@10:jacard": "ndcg@10:jaccard",
    "precision5": "precision@5",
    "precision@r2": "precision@2",
    "recall": "recall@100",
    "marco-ap": "macro-ap",
  };
  for (const [name, near] of Object.entries(nearest)) {
    assertThrows(() => parseScore(name), InputError, `"${name}": there is no such score`);
    assertThrows(() => parseScore(name), InputError, `(did you mean "${near}"?)`);
  }
  assertThrows(() => parseScore("auc"), InputError, "there are map[@k][:pessimistic|optimistic],");
});

Deno.test("parseScore() refuses cut-offs and variants that a score does not have", () => {
  const wrong = ["map@0", "map@-1", "map@1.5", "map@010", "map@", "map@:jaccard", "map:jaccard"];
  const more = ["macro-ap:jaccard", "acg", "precision", "recall@0", "ndcg@radius2", "map@1e3", ""];
  for (const name of [...wrong, ...more]) assertThrows(() => parseScore(name), InputError);
});

Deno.test("parseScore() says what a score of an earlier version is called now", () => {
  const former = ["macroAp", "ndcg100", "ndcgJaccard100", "mapLow", "mapHigh", "acg100"];
  for (const name of [...former, "precision100", "precisionRadius2"]) {
    const { message } = assertThrows(() => parseScore(name), InputError);
    const [, now] = /\(it is now "(.*?)"\)/.exec(message)!;
    assert(DEFAULT_SCORES.includes(now!), message);
  }
});

Deno.test("every score has a title and says what it means", () => {
  for (const name of [...DEFAULT_SCORES, "recall@10"]) {
    const { title, meaning } = parseScore(name);
    assert(title.length > 0 && /^[A-Z\w].*\.$/.test(meaning), `${name}: ${meaning}`);
  }
  assertEquals(scoreForms().length, SCORE_FAMILIES.length);
});

Deno.test("the meaning of a score that may exceed 1 says so", () => {
  for (const name of ["wap", "wap@10", "acg@100"]) {
    assert(parseScore(name).meaning.includes("above 1"), name);
  }
});

Deno.test("scoreSlug() keeps names apart and makes names of files", () => {
  const names = [...DEFAULT_SCORES, "map@100", "ndcg", "recall@10"];
  const slugs = names.map(scoreSlug);
  assertEquals(new Set(slugs).size, names.length);
  assert(slugs.every((slug) => /^[a-z0-9-]+$/.test(slug)), slugs.join());
});

Deno.test("leadingScores() are the first three", () => {
  assertEquals(leadingScores(DEFAULT_SCORES), ["macro-ap", "ndcg@100:jaccard", "map"]);
  assertEquals(leadingScores(["map@10"]), ["map@10"]);
  assertEquals(findScore("no"), undefined);
});
