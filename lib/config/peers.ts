/**
 * The configuration of the methods: which one a run uses, and the hyper-parameters of the peers,
 * whose defaults are the published ones.
 *
 * @module
 */
import { z } from "zod";

const positive = z.number().positive();
const weight = z.number().nonnegative();
const count = z.int().positive();

/** Every method by the name it has in tables: ours, then its peers by year. */
export const METHOD_NAMES = [
  "cohash",
  "lsh",
  "itq",
  "dpsh",
  "hashnet",
  "dch",
  "greedyhash",
  "idhn",
  "csq",
  "dpn",
  "orthohash",
  "hyp2",
  "crh",
] as const;

/** See {@linkcode METHOD_NAMES}. */
export type MethodName = (typeof METHOD_NAMES)[number];

/** What OrthoHash's loss takes, and CRH's, which is the same. */
const cosineLoss = {
  scale: z.union([positive, z.enum(["adaptive", "sqrt-bits"])]).default("adaptive")
    .describe("scale s of the cosines, as loss.scale"),
  margin: weight.default(0.2).describe("margin m of positive labels"),
  marginForm: z.enum(["cos", "arc"]).default("cos").describe("as loss.marginForm"),
};

/**
 * The hyper-parameters of the peers, a section each; a run reads only its own method's.
 *
 * @internal Its type is zod's
 */
export const peersSchema = z.strictObject({
  itq: z.strictObject({
    iterations: count.default(50).describe("ITQ: alternations of codes and rotation"),
    films: count.default(10000).describe("ITQ: training films it learns from, at most"),
  }).prefault({}),
  dpsh: z.strictObject({
    eta: weight.default(0.1).describe("DPSH: weight η of the quantisation loss"),
  }).prefault({}),
  hashnet: z.strictObject({
    alpha: positive.default(0.1).describe("HashNet: factor α of the inner products"),
    betaEvery: count.default(20).describe("HashNet: epochs from one β = √1, √2, √3, … to the next"),
  }).prefault({}),
  dch: z.strictObject({
    gamma: positive.default(20).describe("DCH: scale γ of the Cauchy distribution, in bits"),
    lambda: weight.default(0.1).describe("DCH: weight λ of the quantisation loss"),
  }).prefault({}),
  greedyhash: z.strictObject({
    alpha: weight.default(0.1).describe("GreedyHash: weight α of the cubic penalty"),
  }).prefault({}),
  idhn: z.strictObject({
    alpha: positive.default(0.5).describe("IDHN: factor α of the inner products"),
    gamma: weight.default(0.1).describe("IDHN: weight γ of pairs that are partly similar"),
    lambda: weight.default(0.1).describe("IDHN: weight λ of the quantisation loss"),
  }).prefault({}),
  csq: z.strictObject({
    lambda: weight.default(0.0001).describe("CSQ: weight λ of the quantisation loss"),
  }).prefault({}),
  dpn: z.strictObject({
    margin: positive.default(1).describe("DPN: margin m of every bit"),
  }).prefault({}),
  orthohash: z.strictObject(cosineLoss).prefault({}),
  hyp2: z.strictObject({
    beta: weight.default(0.5).describe("HyP²: weight β of irrelevant pairs"),
  }).prefault({}),
  crh: z.strictObject({
    ...cosineLoss,
    codebook: count.default(2).describe("CRH: candidate centres for each label"),
  }).prefault({}),
});
