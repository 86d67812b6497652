/**
 * What the pages claim. The figures stand there; here stands which runs make them.
 *
 * @module
 */
import { orthohashChanges } from "../../experiments/configs/demo.ts";
import { type Claim, columnsBelow, type DataName, scoresBelow } from "./claim.ts";

/** What the study calls the methods. */
const METHODS: Readonly<Record<string, string>> = {
  "LSH": "lsh",
  "ITQ": "itq",
  "DPSH": "dpsh",
  "HashNet": "hashnet",
  "DCH": "dch",
  "GreedyHash": "greedyhash",
  "OSDH": "osdh",
  "IDHN": "idhn",
  "CSQ": "csq",
  "DPN": "dpn",
  "OrthoHash": "orthohash",
  "HyP²": "hyp2",
  "AHDL": "ahdl",
  "CRH": "crh",
};

/** A run's scores move by about this much with another seed or another processor. */
const SLACK = 0.003;

const README = "README.md";
const RESULTS = "docs/results.md";

const UNSEEN = { symmetric: "code", asked: "expected" } as const;

/**
 * The study of the peers on some films: a table of 32 bits for each way to search unseen films, and
 * one of all code lengths.
 */
function peersOn(data: DataName, inReadme = false): Claim {
  const tableOf = (way: keyof typeof UNSEEN) =>
    scoresBelow({
      column: "32",
      rows: METHODS,
      view: { database: "unseen", ask: UNSEEN[way] },
    });
  const quoteOf = (page: string, way: keyof typeof UNSEEN) => ({
    page,
    marker: `${data}-${way}`,
    table: tableOf(way),
  });
  return {
    name: `peers-${data}`,
    data,
    source: { kind: "study", study: "peers", seeds: 5 },
    quotes: [
      ...inReadme ? [quoteOf(README, "asked")] : [],
      quoteOf(RESULTS, "symmetric"),
      quoteOf(RESULTS, "asked"),
      {
        page: RESULTS,
        marker: `${data}-lengths`,
        table: columnsBelow("ndcg@100:jaccard", {
          rows: METHODS,
          view: { database: "unseen", ask: UNSEEN.asked },
        }),
      },
    ],
  };
}

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
  peersOn("chexnet_probs"),
  peersOn("chexnet9", true),
  peersOn("sexbias"),
  peersOn("openi"),
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
          text: "the query-independent hub ranking scores mAP {}, and Jaccard NDCG@100 {}",
          figures: [{ row: "hub", score: "map" }, { row: "hub", score: "ndcg@100:jaccard" }],
        }],
      },
    ],
    slack: SLACK,
  },
];
