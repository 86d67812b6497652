/**
 * What the pages claim. The figures stand there; here stands which runs make them.
 *
 * @module
 */
import { orthohashChanges } from "../../experiments/configs/demo.ts";
import { type Claim, columnsBelow, scoresBelow } from "./claim.ts";

/** What the study calls the methods. */
const METHODS: Readonly<Record<string, string>> = {
  "LSH": "lsh",
  "ITQ": "itq",
  "DPSH": "dpsh",
  "HashNet": "hashnet",
  "DCH": "dch",
  "GreedyHash": "greedyhash",
  "IDHN": "idhn",
  "CSQ": "csq",
  "DPN": "dpn",
  "OrthoHash": "orthohash",
  "HyP²": "hyp2",
  "CRH": "crh",
};

/** A run's scores move by about this much with another seed or another processor. */
const SLACK = 0.003;

const README = "README.md";
const RESULTS = "docs/results.md";

const PEERS = scoresBelow({ column: "32", rows: METHODS });

/** The graph's gain, on either page. */
const GRAPH_GAIN = [{ row: "conditional", score: "map", lead: "here" }] as const;

/** All claims, in the order of the pages. */
export const CLAIMS: readonly Claim[] = [
  {
    name: "demo",
    data: "phantom",
    source: {
      kind: "runs",
      config: "demo",
      rows: [{ name: "cohash", changes: {} }, { name: "orthohash", changes: orthohashChanges }],
    },
    quotes: [{
      page: README,
      table: scoresBelow({ rows: { OrthoHash: "orthohash" } }),
      sentences: [{
        text: "{} queries in {} films",
        figures: [{ row: "cohash", score: "queries" }, { row: "cohash", score: "database" }],
      }],
    }],
  },
  {
    name: "peers",
    data: "chexnet_probs",
    source: { kind: "study", study: "peers", seeds: 5 },
    quotes: [{ page: README, table: PEERS }, { page: RESULTS, table: PEERS }],
  },
  {
    name: "controls",
    data: "chexnet_probs",
    source: { kind: "runs", config: "chexnet_probs", rows: [{ name: "cohash", changes: {} }] },
    quotes: [
      {
        page: README,
        sentences: [{
          text: "the hub ranking, which never looks at the query, scores mAP {}, and Jaccard " +
            "NDCG@100 {}",
          figures: [{ row: "hub", score: "map" }, { row: "hub", score: "ndcg@100:jaccard" }],
        }],
      },
      {
        page: RESULTS,
        sentences: [{
          text: "hub ranking scores mAP {} and macro AP {}, above nearly every code, where " +
            "Jaccard NDCG@100 gives it {} and cohash {} (one seed of task train chexnet_probs; " +
            "random order scores mAP {})",
          figures: [
            { row: "hub", score: "map" },
            { row: "hub", score: "macro-ap" },
            { row: "hub", score: "ndcg@100:jaccard" },
            { row: "cohash", score: "ndcg@100:jaccard" },
            { row: "random", score: "map" },
          ],
        }],
      },
    ],
    slack: SLACK,
  },
  {
    name: "components",
    data: "chexnet_probs",
    source: { kind: "study", study: "components", seeds: 5 },
    quotes: [{ page: RESULTS, table: scoresBelow() }],
  },
  {
    name: "graph",
    data: "chexnet_probs",
    source: { kind: "study", study: "graph", seeds: 5 },
    quotes: [
      {
        page: README,
        sentences: [{ text: "the real one is {} mAP above none at all", figures: GRAPH_GAIN }],
      },
      {
        page: RESULTS,
        table: scoresBelow(),
        sentences: [{
          text: "The real graph has the highest mAP, {} above no graph at all",
          figures: GRAPH_GAIN,
        }],
      },
    ],
  },
  {
    name: "epsilon",
    data: "chexnet_probs",
    source: { kind: "study", study: "epsilon", seeds: 5 },
    quotes: [{ page: RESULTS, table: columnsBelow("map") }],
  },
  {
    name: "bits",
    data: "chexnet_probs",
    source: { kind: "study", study: "bits", seeds: 5 },
    quotes: [{
      page: RESULTS,
      sentences: [{
        text: "cohash is never below OrthoHash with its margin, and at most {} mAP above it",
        figures: [{ row: "cohash", score: "map", lead: "largest" }],
      }],
    }],
  },
];
