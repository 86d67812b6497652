/**
 * Keys of earlier versions and what they are called now.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";

/** The new key by the old one. */
const RENAMED: Readonly<Record<string, string>> = {
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

/**
 * Checks that a configuration has none of the old keys.
 *
 * @param name What is checked, for the message
 * @throws {InputError} naming the new key of every old one
 */
export function refuseOldKeys(input: unknown, name: string): void {
  const found = Object.entries(RENAMED).filter(([old]) => hasKey(input, old.split(".")));
  if (found.length === 0) return;
  const renamed = found.map(([old, now]) => `${old} is now ${now}`);
  throw new InputError(`Cannot use ${name}: ${renamed.join("; ")}`);
}

function hasKey(input: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return typeof input === "object" && input !== null && Object.hasOwn(input, key) &&
    hasKey(Reflect.get(input, key), rest);
}
