/**
 * Options that several methods take.
 *
 * @module
 */
import { z } from "zod";

/** Above 0. */
export const positive = z.number().positive();

/** A weight in a loss. */
export const weight = z.number().nonnegative();

/** 1, 2, 3, … */
export const count = z.int().positive();

/** From 0 to 1. */
export const fraction = z.number().min(0).max(1);

/** Scale s of the cosines; see resolveScale. */
export const scale = z.union([positive, z.enum(["adaptive", "sqrt-bits"])]).default("adaptive")
  .describe("scale s of the cosines; adaptive √2·ln(C − 1), sqrt-bits √K");

/** How a margin is applied. */
export const marginForm = z.enum(["cos", "arc"]).default("cos")
  .describe("m is taken from the cosine, or added to the angle (in radians)");

/** What OrthoHash's loss takes, and CRH's, which is the same. */
export const cosineLoss = {
  scale,
  margin: weight.default(0.2).describe("margin m of positive labels"),
  marginForm,
};

/** What is tried when a method with {@linkcode cosineLoss} is tuned. */
export const TUNED_COSINE_LOSS = [
  {},
  { margin: 0.1 },
  { margin: 0.4 },
  { margin: 0.6 },
  { scale: 5 },
  { scale: 5, margin: 0.4 },
] as const;
