/**
 * What cohash's options may be: where its targets come from, the label graph and the network that
 * makes targets of it, and the loss.
 *
 * @module
 */
import { z } from "zod";
import { ADJACENCY_KINDS } from "../graph/adjacency.ts";
import { FIXED_TARGET_KINDS, type FixedTargetKind } from "../model/fixed_targets.ts";
import { count, marginForm, positive, scale } from "./options.ts";

const fraction = z.number().min(0).max(1);

/** Fills in the kind of a section that does not name one. */
function orKind(kind: string): (section: unknown) => unknown {
  return (section) =>
    typeof section === "object" && section !== null && !("kind" in section)
      ? { ...section, kind }
      : section;
}

const graphSchema = z.strictObject({
  kind: z.enum(ADJACENCY_KINDS).default("conditional")
    .describe("how labels are joined; identity, random and learned are controls"),
  tau: fraction.default(0.1).describe("least P(j | i) that makes an edge"),
  p: fraction.default(0.2).describe("weight that the edges into a label share, beside its own 1"),
  patientWeighting: z.boolean().default(false).describe("let every patient count once"),
});

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
      path: z.string().describe("CSV without header: a label's name, then its vector"),
    }),
  ]).prefault({ kind: "one-hot" }),
});

const dynamicTargets = {
  learningRateFactor: positive.default(0.03).describe("their learning rate beside the head's"),
  binarise: z.enum(["sign", "tanh", "real"]).default("sign")
    .describe("how real values become codes: straight-through sign, tanh(βT), or not at all"),
  backward: z.enum(["identity", "tanh"]).default("identity")
    .describe("slope of the straight-through sign"),
  betaEnd: positive.default(10).describe("tanh(βT): β grows from 1 to this"),
  freezeAfter: count.optional().describe("epochs after which the targets stay as they are"),
  orthogonality: z.number().nonnegative().default(0).describe("weight of an optional second loss"),
};

const FIXED_TABLES: Readonly<Record<FixedTargetKind, string>> = {
  "hadamard": "fixed and exactly orthogonal: OrthoHash's",
  "bernoulli": "fixed, by fair coin tosses",
  "max-distance": "fixed, as far apart as a greedy search finds",
  "csq": "fixed, CSQ's hash centres",
};

/** @internal Its type is zod's; read {@linkcode ConfigInput} instead */
export const targetKinds = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("gcn").describe("what the graph network makes of the label graph"),
    ...dynamicTargets,
  }),
  z.strictObject({
    kind: z.literal("hadamard-gcn").describe("orthogonal codes that the graph network pulls at"),
    lambda: positive.default(0.5).describe("strength λ of the pull in sign(Hadamard + λ·GCN)"),
    ...dynamicTargets,
  }),
  z.strictObject({
    kind: z.literal("free").describe("a table that is learned without any graph"),
    ...dynamicTargets,
  }),
  ...FIXED_TARGET_KINDS.map((kind) =>
    z.strictObject({ kind: z.literal(kind).describe(FIXED_TABLES[kind]) })
  ),
]);

// A union has no default kind of its own.
const targetsSchema = z.preprocess(orKind("gcn"), targetKinds);

const lossSchema = z.strictObject({
  epsilon: z.number().min(0).lt(1).default(0.05).describe("label smoothing ε"),
  scale,
  margin: z.number().min(0).default(0.4).describe("margin m of positive labels"),
  marginForm,
  smoothing: z.enum(["uniform", "cooccurrence"]).default("uniform")
    .describe("where ε goes: to all labels evenly, or to those that occur with the film's"),
});

/** See the module. */
export const cohashOptions = z.strictObject({
  graph: graphSchema.prefault({}).describe("the label graph"),
  gcn: gcnSchema.prefault({}).describe("the graph network that makes targets of the label graph"),
  targets: targetsSchema.prefault({ kind: "gcn" })
    .describe("cohash's hash targets, the paper's dynamic ones or tables to compare with"),
  loss: lossSchema.prefault({}).describe("cohash's smoothed cosine cross-entropy"),
});
