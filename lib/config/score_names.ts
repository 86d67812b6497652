/**
 * Names of scores as values of a configuration.
 *
 * @module
 */
import { z } from "zod";
import { DEFAULT_SCORES, DEFAULT_SELECTION, findScore, unknownScore } from "../metrics/mod.ts";

/** The name of a score, see parseScore. */
const scoreName = z.string().meta({ title: "name of a score" }).superRefine((name, context) => {
  if (findScore(name)) return;
  context.addIssue({ code: "custom", message: unknownScore(name) });
});

/** The scores of a table, none twice. */
export const scoreNames = z.array(scoreName).min(1).default([...DEFAULT_SCORES])
  .superRefine((names, context) => {
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice === undefined) return;
    context.addIssue({ code: "custom", message: `it has "${twice}" twice` });
  });

/** A score that something is chosen by, and so has a best. */
export const choosingScore = scoreName.superRefine((name, context) => {
  if (findScore(name)?.better !== "none") return;
  context.addIssue({ code: "custom", message: "it has no best value to choose by" });
}).default(DEFAULT_SELECTION);
