/**
 * What the README claims. The figures stand there; here stands which runs make them.
 *
 * @module
 */
import { orthohashChanges } from "../configs/demo.ts";
import { CODE_LENGTHS } from "../../lib/study/study.ts";
import { type Claim, scoresBelow } from "./claim.ts";

/** The rows of the study `components`. */
const COMPONENTS = ["OrthoHash", "+ co-occurrence targets", "+ smoothing", "+ both (cohash)"];

/** The heads of the table by code length. */
const METHODS: Readonly<Record<string, string>> = {
  "cohash": "cohash",
  "OrthoHash (--set method=orthohash)": "orthohash",
  "LSH": "lsh",
};

/** A run's scores move by about this much with another seed or another processor. */
const SLACK = 0.003;

/** All claims, in the order of the README. */
export const CLAIMS: readonly Claim[] = [
  {
    name: "demo",
    data: "phantom",
    source: {
      kind: "runs",
      config: "demo",
      rows: [{ name: "cohash", changes: {} }, { name: "orthohash", changes: orthohashChanges }],
    },
    table: scoresBelow({ rows: { OrthoHash: "orthohash" } }),
    sentences: [{
      text: "{} queries in {} films",
      figures: [{ row: "cohash", score: "queries" }, { row: "cohash", score: "database" }],
    }],
  },
  {
    name: "lengths",
    data: "chexnet_probs",
    source: {
      kind: "runs",
      config: "chexnet_probs",
      rows: [
        { name: "cohash", changes: {} },
        { name: "orthohash", changes: { method: "orthohash" } },
      ],
      columns: CODE_LENGTHS.filter(({ name }) => ["16", "32", "64"].includes(name)),
    },
    table: (bits, head) => {
      const row = METHODS[head];
      return row === undefined ? undefined : { row, column: bits, score: "map" };
    },
    sentences: [
      {
        text: "Random order scores {}, the hub {}: above every code",
        figures: [
          { row: "random", column: "32", score: "map" },
          { row: "hub", column: "32", score: "map" },
        ],
      },
      {
        text: "On Jaccard NDCG@100 the hub scores {} and cohash {}, {}, {}.",
        figures: [
          { row: "hub", column: "32", score: "ndcgJaccard100" },
          { row: "cohash", column: "16", score: "ndcgJaccard100" },
          { row: "cohash", column: "32", score: "ndcgJaccard100" },
          { row: "cohash", column: "64", score: "ndcgJaccard100" },
        ],
      },
    ],
    slack: SLACK,
  },
  {
    name: "components",
    data: "chexnet_probs",
    source: { kind: "study", study: "components", seeds: 5 },
    sentences: [
      {
        text:
          "OrthoHash has mAP {}, with co-occurrence targets {}, with smoothing {}, with both {};",
        figures: COMPONENTS.map((row) => ({ row, score: "map" })),
      },
      {
        text: "Jaccard NDCG is {}, {}, {}, {}.",
        figures: COMPONENTS.map((row) => ({ row, score: "ndcgJaccard100" })),
      },
    ],
    slack: SLACK,
  },
  {
    name: "graph",
    data: "chexnet_probs",
    source: { kind: "study", study: "graph", seeds: 5 },
    sentences: [{
      text:
        "The real graph ({}) is not told from a randomly rewired one ({}), and beats no graph " +
        "at all ({}) by {}",
      figures: [
        { row: "conditional", score: "map" },
        { row: "random graph", score: "map" },
        { row: "identity graph", score: "map" },
        { row: "conditional", score: "map", lead: "here" },
      ],
    }],
  },
  {
    name: "bits",
    data: "chexnet_probs",
    source: { kind: "study", study: "bits", seeds: 5 },
    sentences: [{
      text: "cohash is never below OrthoHash, and at most {} mAP above it",
      figures: [{ row: "cohash", score: "map", lead: "largest" }],
    }],
  },
];
