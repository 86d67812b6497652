/**
 * What is wrong with a configuration, in words: the key, the value received, what was expected,
 * and the nearest key or value that exists.
 *
 * @module
 */
import type { z } from "zod";
import { didYouMean } from "../base/errors.ts";
import { type KeyPath, keyPaths, matching, nodesAt, ROOT, valueAt } from "./config_tree.ts";
import { kindOf } from "./schema_node.ts";

/** One problem of a configuration, such as `codes.bits is 33, expected a multiple of 8`. */
export function describeProblem(issue: z.core.$ZodIssue, input: unknown): string {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => describeUnknownKey(key, issue.path, input)).join("; ");
  }
  const received = valueAt(input, issue.path);
  const subject = `${issue.path.join(".") || "it"} ${
    received === undefined ? "is missing" : `is ${show(received)}`
  }`;
  if (issue.code === "custom") return `${subject}: ${issue.message}`;
  const choices = choicesOf(issue, input);
  const hint = typeof received === "string" ? didYouMean(received, choices.map(String)) : "";
  return `${subject}, expected ${expectation(issue, input)}${hint}`;
}

function describeUnknownKey(key: string, path: KeyPath, input: unknown): string {
  const name = [...path, key].join(".");
  const kinds = nodesAt(path, input);
  const owners = kinds.filter(({ properties = {} }) => Object.hasOwn(properties, key)).map(kindOf);
  const kind = valueAt(input, [...path, "kind"]);
  if (owners.length > 0) {
    return `there is no key "${name}" for the kind ${show(kind)}, only for ${owners.join(", ")}`;
  }
  const known = matching(kinds, kind).flatMap(({ properties = {} }) => Object.keys(properties));
  const elsewhere = keyPaths(ROOT).filter((path) => path.endsWith(`.${key}`));
  return `there is no key "${name}"${didYouMean(key, known) || suggestion(elsewhere)}`;
}

function suggestion(paths: readonly string[]): string {
  return paths.length === 0 ? "" : ` (did you mean ${list(paths.map(show))}?)`;
}

/** What the value of a wrong key should have been. */
function expectation(issue: z.core.$ZodIssue, input: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return list(issue.values.map(show));
    case "invalid_union": {
      const choices = choicesOf(issue, input);
      if (choices.length > 0) return list(choices.map(show));
      return list(issue.errors.flatMap(([first]) => first ? expectation(first, input) : []));
    }
    case "too_small":
      return sized(issue.origin) + (issue.inclusive ? "at least " : "more than ") + issue.minimum;
    case "too_big":
      return sized(issue.origin) + (issue.inclusive ? "at most " : "less than ") + issue.maximum;
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    default:
      return issue.message;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "an integer",
  number: "a number",
  object: "an object",
  string: "a text",
};

function sized(origin: string): string {
  return origin === "string" || origin === "array" ? "a length of " : "";
}

/** The values to choose from: of an enumeration, or the kinds of a section. */
function choicesOf(issue: z.core.$ZodIssue, input: unknown): readonly unknown[] {
  if (issue.code === "invalid_value") return issue.values;
  if (issue.code !== "invalid_union") return [];
  if (issue.path.at(-1) === "kind") return nodesAt(issue.path.slice(0, -1), input).map(kindOf);
  return issue.errors.flatMap(([first]) => first?.code === "invalid_value" ? first.values : []);
}

/** A value in a message: on one line and not too long. */
function show(value: unknown): string {
  return Deno.inspect(value, {
    breakLength: Infinity,
    compact: true,
    depth: 2,
    iterableLimit: 5,
    strAbbreviateSize: 80,
  });
}

/** `"a", "b" or "c"`. */
function list(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}
