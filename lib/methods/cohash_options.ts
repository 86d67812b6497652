/**
 * What cohash's options may be: where its targets come from, the label graph and the network that
 * makes targets of it, and the loss.
 *
 * @module
 */
import { z } from "zod";
import { PLACE } from "../base/place.ts";
import { SET_SOURCES } from "../data/labels/control_sets.ts";
import { FIXED_TARGET_KINDS, type FixedTargetKind } from "../model/fixed_targets.ts";
import { count, marginForm, positive, scale, weight } from "./options.ts";

const fraction = z.number().min(0).max(1);
const epsilon = z.number().min(0).lt(1).describe("label smoothing ε");
const margin = weight.describe("margin m of positive labels");

const priorSchema = z.strictObject({
  path: z.string().meta(PLACE).describe(
    "CSV of label lists, with how many films have each if it says so, or of counts of label pairs",
  ),
  films: positive.optional().describe(
    "as how many films with a finding it counts, added to the training films; without: it alone counts",
  ),
});

/** How edges weigh, and what is counted for them. */
const weighed = {
  p: fraction.default(0.2).describe("weight that the edges into a label share, beside its own 1"),
  patientWeighting: z.boolean().default(false).describe("let every patient count once"),
  prior: priorSchema.optional().describe("co-occurrence that comes from elsewhere"),
};

const thresholded = {
  tau: fraction.default(0.1).describe("least P(j | i) that makes an edge"),
  ...weighed,
};

const graphSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("conditional").describe("an edge i→j where P(j | i) ≥ τ"),
    ...thresholded,
  }),
  z.strictObject({
    kind: z.literal("unthresholded").describe("edges weighted by P(j | i)"),
    ...weighed,
  }),
  z.strictObject({
    kind: z.literal("ppmi").describe("edges weighted by positive pointwise mutual information"),
    ...weighed,
  }),
  z.strictObject({ kind: z.literal("identity").describe("no edges, as a control") }),
  z.strictObject({
    kind: z.literal("random").describe("the conditional graph rewired, as a control"),
    ...thresholded,
  }),
  z.strictObject({
    kind: z.literal("learned").describe("trained from the conditional graph on, as a control"),
    ...thresholded,
  }),
]);

const gcnSchema = z.strictObject({
  hidden: count.default(256).describe("width of the hidden layer"),
  nodes: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("one-hot").describe("nothing is known of a label beforehand"),
    }),
    z.strictObject({
      kind: z.literal("gaussian").describe("random vectors"),
      width: count.default(300).describe("length of a vector"),
    }),
    z.strictObject({
      kind: z.literal("file").describe("word vectors of the label names, such as GloVe's"),
      path: z.string().meta(PLACE).describe("CSV without header: a label's name, then its vector"),
    }),
  ]).prefault({ kind: "one-hot" }),
});

const binariseSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("sign").describe("sign, straight through in the backward pass"),
    backward: z.enum(["identity", "tanh"]).default("identity")
      .describe("slope of the straight-through sign"),
  }),
  z.strictObject({
    kind: z.literal("tanh").describe("tanh(βT), β growing over the epochs"),
    betaEnd: positive.default(10).describe("β grows from 1 to this"),
  }),
  z.strictObject({ kind: z.literal("real").describe("not at all; only directions count") }),
]);

/** What the targets that learn have. */
const dynamic = {
  learningRateFactor: positive.default(0.03).describe("their learning rate beside the head's"),
  binarise: binariseSchema.prefault({ kind: "sign" }),
  freezeAfter: count.optional().describe("epochs after which the targets stay as they are"),
  orthogonality: z.number().nonnegative().default(0).describe("weight of an optional second loss"),
};

const FIXED_TABLES: Readonly<Record<FixedTargetKind, string>> = {
  "hadamard": "fixed and exactly orthogonal: OrthoHash's",
  "bernoulli": "fixed, by fair coin tosses",
  "max-distance": "fixed, as far apart as a greedy search finds",
  "csq": "fixed, CSQ's hash centres",
};

const targetsSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("gcn").describe("what the graph network makes of the label graph"),
    ...dynamic,
  }),
  z.strictObject({
    kind: z.literal("hadamard-gcn").describe("orthogonal codes that the graph network pulls at"),
    lambda: positive.default(0.5).describe("strength λ of the pull in sign(Hadamard + λ·GCN)"),
    ...dynamic,
  }),
  z.strictObject({
    kind: z.literal("free").describe("a table that is learned without any graph"),
    ...dynamic,
  }),
  ...FIXED_TARGET_KINDS.map((kind) =>
    z.strictObject({ kind: z.literal(kind).describe(FIXED_TABLES[kind]) })
  ),
]);

/** The co-occurrence from elsewhere that a label graph is mined from, if one is. */
export function priorOf(
  graph: z.output<typeof graphSchema> | undefined,
): z.output<typeof priorSchema> | undefined {
  return graph === undefined || graph.kind === "identity" ? undefined : graph.prior;
}

/** The kinds of targets that the graph network makes: they read `graph` and `gcn`. */
export const GRAPH_TARGETS = ["gcn", "hadamard-gcn"] as const;

const lossSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("labels").describe("a film is compared with every label"),
    epsilon: epsilon.default(0.05),
    scale,
    margin: margin.default(0.4),
    marginForm,
    prior: weight.default(0)
      .describe("weight a of a label's frequency π in its logit, a·(ln π − mean ln π)"),
    smoothing: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("uniform").describe("ε goes to all labels evenly") }),
      z.strictObject({
        kind: z.literal("cooccurrence").describe("ε goes to what occurs with the film's labels"),
        patientWeighting: z.boolean().default(false).describe("let every patient count once"),
      }),
    ]).prefault({ kind: "uniform" }),
  }),
  z.strictObject({
    kind: z.literal("sets").describe(
      "a film is compared with every label set of the training films",
    ),
    epsilon: epsilon.default(0.4),
    scale: positive.default(5).describe("scale s of the cosines"),
    margin: margin.default(0.3),
    prior: weight.default(1).describe("weight a of a set's frequency π in its logit, a·ln π"),
    sets: z.enum(SET_SOURCES).default("mined").describe(
      "which sets, with which frequencies: those of the training films; as controls those with " +
        "their labels swapped between films, or with labels that are independent of each other",
    ),
  }),
]);

/** See the module. */
export const cohashOptions = z.strictObject({
  graph: graphSchema.prefault({ kind: "conditional" }).describe("the label graph"),
  gcn: gcnSchema.prefault({}).describe("the graph network that makes targets of the label graph"),
  targets: targetsSchema.prefault({ kind: "gcn" })
    .describe("cohash's hash targets, the paper's dynamic ones or tables to compare with"),
  loss: lossSchema.prefault({ kind: "labels" }).describe("cohash's smoothed cosine cross-entropy"),
});
