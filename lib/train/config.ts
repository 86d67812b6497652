/**
 * What a run is, as one typed and validated object. Every option of the method is a key here; its
 * default is what the README's figures were made with.
 *
 * @module
 */
import { z } from "zod";
import { dataSchema } from "../data/schema.ts";
import { ADJACENCY_KINDS } from "../graph/adjacency.ts";
import { EMPTY_QUERY_POLICIES, NORMALISERS } from "../metrics/mod.ts";
import { FIXED_TARGET_KINDS } from "../model/fixed_targets.ts";

const positive = z.number().positive();
const count = z.int().positive();
const fraction = z.number().min(0).max(1);

/** Fills in the kind of a section that does not name one. */
function orKind(kind: string): (section: unknown) => unknown {
  return (section) =>
    typeof section === "object" && section !== null && !("kind" in section)
      ? { ...section, kind }
      : section;
}

/** The network between a film and its features. */
const backboneSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("small-resnet").describe("a small residual network, trained from scratch"),
    width: count.default(32).describe("channels of its first layers"),
    stemStride: z.union([z.literal(1), z.literal(2)]).default(1)
      .describe("2 halves the films at once, for a quarter of the work"),
    learningRateFactor: positive.default(1).describe("its learning rate beside the head's"),
  }),
  z.strictObject({
    kind: z.literal("features").describe("precomputed features, or a frozen network's"),
    hidden: z.int().nonnegative().default(256).describe("units of a hidden layer; 0 for none"),
    learningRateFactor: positive.default(1),
  }),
  z.strictObject({
    kind: z.literal("onnx").describe("your own network, run frozen, its features cached"),
    path: z.string().describe("its ONNX file"),
    output: z.string().optional().describe("the output to use; the first unless told"),
    size: count.default(224).describe("height and width it wants, in pixels"),
    channels: z.union([z.literal(1), z.literal(3)]).default(3),
    mean: z.array(z.number()).min(1).default([0.485, 0.456, 0.406])
      .describe("subtracted, a channel each"),
    deviation: z.array(positive).min(1).default([0.229, 0.224, 0.225]).describe("divided by"),
    batchSize: count.default(16),
    hidden: z.int().nonnegative().default(256),
    learningRateFactor: positive.default(1),
  }),
]);

const codesSchema = z.strictObject({
  bits: z.int().min(8).max(128).multipleOf(8).default(32).describe("length K of a hash code"),
});

/** The label graph (METHOD: co-occurrence graph). */
const graphSchema = z.strictObject({
  kind: z.enum(ADJACENCY_KINDS).default("conditional"),
  tau: fraction.default(0.1).describe("least P(j | i) that makes an edge"),
  p: fraction.default(0.2).describe("weight of a label's neighbours together"),
  patientWeighting: z.boolean().default(false).describe("let every patient count once"),
});

const gcnSchema = z.strictObject({
  hidden: count.default(256).describe("width of the hidden layer"),
  nodes: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("one-hot") }),
    z.strictObject({ kind: z.literal("gaussian"), width: count.default(300) }),
    z.strictObject({ kind: z.literal("file"), path: z.string() }),
  ]).prefault({ kind: "one-hot" }),
});

const dynamicTargets = {
  learningRateFactor: positive.default(1).describe("their learning rate beside the head's"),
  binarise: z.enum(["sign", "tanh", "real"]).default("sign"),
  backward: z.enum(["identity", "tanh"]).default("identity").describe(
    "of the straight-through sign",
  ),
  betaEnd: positive.default(10).describe("tanh(βT): β grows from 1 to this"),
  freezeAfter: count.optional().describe("epochs after which the targets stay as they are"),
  orthogonality: z.number().nonnegative().default(0).describe("weight of an optional second loss"),
};

/** The hash targets: dynamic ones of the paper (`gcn`, the default), or fixed tables as controls. */
const targetsSchema = z.preprocess(
  orKind("gcn"),
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("gcn"), ...dynamicTargets }),
    z.strictObject({
      kind: z.literal("hadamard-gcn"),
      lambda: positive.default(1).describe("sign(Hadamard + λ·GCN)"),
      ...dynamicTargets,
    }),
    z.strictObject({ kind: z.literal("free"), ...dynamicTargets }),
    ...FIXED_TARGET_KINDS.map((kind) => z.strictObject({ kind: z.literal(kind) })),
  ]),
);

const lossSchema = z.strictObject({
  epsilon: z.number().min(0).lt(1).default(0.1).describe("label smoothing ε"),
  scale: z.union([positive, z.enum(["adaptive", "sqrt-bits"])]).default("adaptive"),
  margin: z.number().min(0).default(0.2),
  marginForm: z.enum(["cos", "arc"]).default("cos"),
  smoothing: z.enum(["uniform", "cooccurrence"]).default("uniform"),
  unlabelled: z.enum(["skip", "uniform", "no-finding"]).default("skip")
    .describe("films without a finding: left out, q = 1/C, or a label of their own"),
});

const trainSchema = z.strictObject({
  epochs: count.default(40),
  batchSize: z.int().min(2).default(128),
  optimiser: z.enum(["sgd", "adam", "adamw"]).default("adam"),
  learningRate: positive.default(0.001),
  weightDecay: z.number().nonnegative().default(0.0001),
  momentum: fraction.default(0.9).describe("of sgd"),
  schedule: z.enum(["constant", "step", "cosine"]).default("cosine"),
  stepEvery: count.default(20).describe("epochs between drops of the step schedule"),
  stepFactor: positive.default(0.1),
  threads: count.default(2).describe("a run is repeatable to the bit at a fixed number"),
  executor: z.enum(["auto", "onnxruntime-node", "onnxruntime-web"]).default("auto"),
  augment: z.strictObject({
    shift: fraction.default(0).describe("largest shift, as a part of the width"),
    rotation: z.number().min(0).max(45).default(0).describe("largest rotation, in degrees"),
    brightness: fraction.default(0).describe("largest change of brightness"),
  }).prefault({}),
  validationQueries: count.default(1000).describe("at most so many, for the score of each epoch"),
  validationDatabase: count.default(5000).describe("films they are searched in, at most"),
  selectBy: z.enum(["map", "macroAp", "ndcgJaccard100"]).default("ndcgJaccard100")
    .describe("the validation score that picks the best epoch"),
});

/** How the retrieval is scored; every choice is printed beside the figures. */
const evaluationSchema = z.strictObject({
  k: count.optional().describe("cut-off of mAP@k; the whole database unless told"),
  normaliser: z.enum(NORMALISERS).default("min").describe("Z of average precision"),
  emptyQueries: z.enum(EMPTY_QUERY_POLICIES).default("skip"),
  excludeSamePatient: z.boolean().default(true),
  resamples: count.default(1000).describe("of the patient bootstrap"),
});

/** The schema of a run's configuration; unknown keys are errors. */
export const configSchema = z.strictObject({
  name: z.string().regex(/^\w[\w.-]*$/, "letters, digits, _, - and ., such as phantom-64")
    .default("run").describe("names the run's folder"),
  seed: z.int().nonnegative().default(0),
  data: dataSchema,
  backbone: backboneSchema,
  codes: codesSchema.prefault({}),
  graph: graphSchema.prefault({}),
  gcn: gcnSchema.prefault({}),
  targets: targetsSchema.prefault({}),
  loss: lossSchema.prefault({}),
  train: trainSchema.prefault({}),
  evaluation: evaluationSchema.prefault({}),
});

/** A complete, validated configuration. */
export type Config = z.output<typeof configSchema>;

/** What a configuration file holds: a {@linkcode Config} in which defaults may be left out. */
export type ConfigInput = z.input<typeof configSchema>;
