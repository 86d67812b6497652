/**
 * Keys and values of earlier versions and what they are called now.
 *
 * @module
 */
import { RENAMED_DATA_KEYS } from "../data/renamed.ts";

/** The new key by the old one. */
export const RENAMED_KEYS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(RENAMED_DATA_KEYS).map(([old, now]) => [`data.${old}`, `data.${now}`]),
  ),
  "codes.keepContinuous": 'evaluation.asks, which may have "asymmetric"',
  "evaluation.k": 'a part of the names in evaluation.scores, such as "map@100"',
  "loss.unlabelled": "labels.unlabelled",
  "targets.backward": "targets.binarise.backward",
  "targets.betaEnd": "targets.binarise.betaEnd",
  "train.executor": "engine.kind",
  "train.threads": "engine.threads",
  "train.momentum": "train.optimiser.momentum",
  "train.stepEvery": "train.schedule.every",
  "train.stepFactor": "train.schedule.factor",
};
