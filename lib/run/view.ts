/**
 * What a run is scored by: which films are searched, and how they are asked for. One training has
 * several such views, and figures of two views do not compare.
 *
 * @module
 */
import type { Config } from "../config/config.ts";

/** A way to ask; see the key `evaluation.asks`. */
export type Ask = Config["evaluation"]["asks"][number];

/** What is searched: films that the network never saw, or those that have trained it. */
export const DATABASES = ["unseen", "train"] as const;

/** See {@linkcode DATABASES}. */
export type Searched = (typeof DATABASES)[number];

/** See the module. */
export interface View {
  /** What is searched. */
  readonly database: Searched;
  /** How it is asked for. */
  readonly ask: Ask;
}

const DATABASE_TITLES: Readonly<Record<Searched, string>> = {
  unseen: "Database unseen",
  train: "Database = train",
};

const ASK_TITLES: Readonly<Record<Ask, string>> = {
  code: "symmetric (Hamming)",
  asymmetric: "asymmetric (ties broken)",
  target: "asked (target)",
  expected: "asked (expected relevance)",
  "expected-recorded": "asked (expected relevance of recorded labels)",
  "expected-both": "asked (expected relevance of recorded labels and code)",
};

/**
 * A view in words.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { viewTitle } from "./view.ts";
 *
 * const view = { database: "unseen", ask: "expected" } as const;
 * assertEquals(viewTitle(view), "Database unseen, asked (expected relevance)");
 * ```
 */
export function viewTitle({ database, ask }: View): string {
  return `${DATABASE_TITLES[database]}, ${ASK_TITLES[ask]}`;
}

/** A view as a part of a file's name: `unseen-expected`. */
export function viewSlug({ database, ask }: View): string {
  return `${database}-${ask}`;
}
