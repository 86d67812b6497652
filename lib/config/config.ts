/**
 * What a run is, as one typed and validated object. Every option of the method is a key here; its
 * default is what the README's figures were made with.
 *
 * @module
 */
import { z } from "zod";
import { ENGINE_KINDS, type EngineKind } from "../autodiff/executors/kinds.ts";
import { PROVIDERS } from "../autodiff/executors/runtimes.ts";
import { VECTOR_KINDS } from "../asking/asking_card.ts";
import { RECORD_RATES } from "../asking/recorded.ts";
import { PLACE } from "../base/place.ts";
import { dataSchema } from "../data/schema.ts";
import { METHOD_NAMES } from "../methods/mod.ts";
import { cohashOptions } from "../methods/cohash_options.ts";
import type {
  CompleteBackbone,
  CompleteCodes,
  CompleteConfig,
  CompletePeers,
  CompleteTrain,
  ConfigInput,
} from "./option_types.ts";
import { peersSchema } from "./peers.ts";
import { EMPTY_QUERY_POLICIES, NORMALISERS } from "../metrics/mod.ts";
import { backboneSchema } from "./backbone_schema.ts";
import { count, fraction, positive } from "../methods/options.ts";
import { scoreNames } from "./score_names.ts";
import { trainSchema } from "./train_schema.ts";

export type { ConfigInput };

/** More than any machine has; a wrong number of digits would take all memory. */
const MOST_THREADS = 1024;

const binariseSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sign").describe("a bit is the sign of its value") }),
  z.strictObject({
    kind: z.literal("consistent")
      .describe("bits are flipped until a code says of the labels what its continuous code said"),
    gamma: positive.default(1.25)
      .describe("γ: how much cosines of binary codes exceed those of continuous ones"),
    sweeps: count.default(4).describe("how often all bits are gone through, at most"),
    sharpness: z.number().nonnegative().default(2)
      .describe("ω: how much the film's likely labels count beside others; 0: all alike"),
  }),
]);

const codesSchema = z.strictObject({
  bits: z.int().min(8).max(128).multipleOf(8).default(32).describe("length K of a hash code"),
  binarise: binariseSchema.prefault({ kind: "sign" })
    .describe("how codes that are searched are made binary; those that ask are signs"),
});

const labelsSchema = z.strictObject({
  unlabelled: z.enum(["skip", "uniform", "no-finding"]).default("skip")
    .describe("films without a finding: left out, q = 1/C, or a label of their own"),
  hidden: z.strictObject({
    share: fraction.default(0).describe(
      "the probability that a label of a training film is hidden",
    ),
    as: z.enum(["unknown", "absent"]).default("unknown").describe("what it counts as then"),
  }).optional(),
});

/** Of films that all but vanish, nothing can be learned. */
type OtherEngine = Exclude<EngineKind, "auto" | "onnxruntime-web">;

const OTHER_ENGINES: Readonly<Record<OtherEngine, string>> = {
  "onnxruntime": "native ONNX Runtime",
  "tfjs-webgpu": "TensorFlow.js on a GPU",
  "tfjs-node-gpu": "TensorFlow.js on CUDA",
  "tfjs-node": "TensorFlow.js on the processor",
  "tfjs-wasm": "TensorFlow.js in WebAssembly",
  "tfjs-cpu": "TensorFlow.js in plain JavaScript",
  "reference": "plain TypeScript in float64, slow",
};

/** Encoders run in ONNX Runtime, whatever engine trains them. */
const nativeRuntime = {
  providers: z.array(z.enum(PROVIDERS)).min(1).default(["cpu"])
    .describe("where onnxruntime computes, the first that can"),
  threads: count.max(MOST_THREADS).default(2)
    .describe("processor threads of onnxruntime; a run repeats to the bit at one number"),
};

/** Threads that make the films of coming steps ready. */
const workers = z.int().nonnegative().max(MOST_THREADS).default(2)
  .describe("threads that read and change the films of coming steps; no bit depends on them");

const engineSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("auto").describe("onnxruntime, or its web build where that does not load"),
    ...nativeRuntime,
    workers,
  }),
  z.strictObject({
    kind: z.literal("onnxruntime-web").describe("ONNX Runtime in WebAssembly, on one thread"),
    workers,
  }),
  ...ENGINE_KINDS.filter((kind) => kind !== "auto" && kind !== "onnxruntime-web").map((kind) =>
    z.strictObject({
      kind: z.literal(kind).describe(OTHER_ENGINES[kind]),
      ...nativeRuntime,
      workers,
    })
  ),
]);

/** How sure cosines make one of a film's label sets. */
const sharpness = (side: string, scale: number, prior: number) =>
  z.strictObject({
    scale: positive.default(scale).describe(`what the cosines of ${side} are multiplied by`),
    prior: z.number().min(0).max(4).default(prior).describe("exponent of how frequent sets are"),
  }).prefault({});

const askingSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("labels").describe("expected relevance sums over labels, one by one"),
    vectors: z.enum(VECTOR_KINDS).default("centroids").describe(
      "what codes are compared with: centroids of the training films' codes, or the hash targets",
    ),
    prior: z.number().min(0).max(4).default(0.25)
      .describe("exponent of how frequent labels are in what a film probably shows"),
  }),
  z.strictObject({
    kind: z.literal("sets").describe(
      "over the label sets of the training films, compared with the hash targets",
    ),
    query: sharpness("a film that asks", 5, 0.4),
    database: sharpness("films that are searched", 4, 1),
  }),
]);

/** The ways to ask that a run can be scored by. */
export const ASKS = [
  "code",
  "asymmetric",
  "target",
  "expected",
  "expected-recorded",
  "expected-both",
] as const;

/** What is on record of the films that are searched; see `recordedRelevances`. */
const recordSchema = z.strictObject({
  missing: fraction.default(RECORD_RATES.missing)
    .describe("stated chance that a finding which is there is not recorded"),
  wrong: fraction.default(RECORD_RATES.wrong)
    .describe("stated chance that a finding which is not there is recorded"),
  lost: fraction.default(0)
    .describe("share of the findings hidden from the record, to see what it is still worth"),
});

const evaluationSchema = z.strictObject({
  asks: z.array(z.enum(ASKS)).min(1).default(["code", "target", "expected"]).describe(
    "how queries ask: by their bits, with ties broken by the continuous code, by the target of " +
      "what they most probably show, by expected relevance; that of cases' recorded labels, or of " +
      "both these and their codes",
  ),
  record: recordSchema.prefault({})
    .describe("recorded labels of films that are searched, for asks that read them"),
  scores: scoreNames.describe(
    "the scores of a table by name, such as map@100; the first three lead in studies and epochs",
  ),
  normaliser: z.enum(NORMALISERS).default("min").describe("what average precision is divided by"),
  emptyQueries: z.enum(EMPTY_QUERY_POLICIES).default("skip")
    .describe("queries with nothing relevant: left out, counted as 0, or refused"),
  excludeSamePatient: z.boolean().default(true)
    .describe("leave films of the query's own patient out of its results"),
  queries: count.default(30_000)
    .describe("queries that are scored, at most; of more, so many are drawn at random"),
  resamples: count.default(1000).describe("resamples of the patient bootstrap"),
});

/** The schema of a run's configuration; unknown keys are errors. See docs/configuration.md. */
export const configSchema: z.ZodType<CompleteConfig, ConfigInput> = z.strictObject({
  name: z.string().regex(/^\w[\w.-]*$/, "letters, digits, _, - and ., such as phantom-64")
    .default("run").meta(PLACE).describe("names the run's folder"),
  seed: z.int().nonnegative().default(0).describe("decides every random choice of a run"),
  method: z.enum(METHOD_NAMES).default("cohash")
    .describe("what trains the codes: cohash or a peer, see docs/peers.md"),
  data: dataSchema.describe("films, labels and split"),
  backbone: backboneSchema.describe("the network between a film and its features"),
  labels: labelsSchema.prefault({}).describe("what every method learns from the labels"),
  codes: codesSchema.prefault({}).describe("the hash codes"),
  ...cohashOptions.shape,
  peers: peersSchema.prefault({}).describe(
    "the other methods; defaults are the published ones, see docs/peers.md",
  ),
  train: trainSchema.prefault({}).describe("the training loop"),
  engine: engineSchema.prefault({ kind: "auto" }).meta(PLACE).describe(
    "what runs the networks, and on what",
  ),
  asking: askingSchema.prefault({ kind: "labels" }).describe(
    "what a film that asks is taken to show",
  ),
  evaluation: evaluationSchema.prefault({})
    .describe("how retrieval is scored; printed beside the figures"),
});

/** The same object with some keys that may be absent; each kind of it by itself. */
export type Maybe<T, Keys extends PropertyKey> = T extends unknown
  ? Omit<T, Keys> & Partial<Pick<T, Keys & keyof T>>
  : never;

/** A validated configuration: every default is filled in, and nothing is there that is not read. */
export type Config =
  & Omit<
    CompleteConfig,
    "codes" | "graph" | "gcn" | "targets" | "loss" | "peers" | "train" | "backbone"
  >
  & Partial<Pick<CompleteConfig, "graph" | "gcn" | "targets" | "loss">>
  & {
    /** The hash codes; how they are made binary only where the method has targets. */
    readonly codes: Maybe<CompleteCodes, "binarise">;
    /** The method's own options, of a method other than cohash. */
    readonly peers?: Partial<CompletePeers>;
    /** The training loop, of a method that is trained. */
    readonly train?: TrainOptions;
    /** The network between a film and its features. */
    readonly backbone: BackboneOptions;
  };

/** See {@linkcode Config}; `augment` and `recompute` are there where films are images that train the backbone. */
export type TrainOptions = Maybe<CompleteTrain, "augment" | "recompute">;

/** See {@linkcode Config}; what trains it is absent where the method is not trained. */
export type BackboneOptions = Maybe<CompleteBackbone, "hidden" | "learningRateFactor" | "train">;
