/**
 * A study's tables inside a notebook.
 *
 * @module
 */
import { showMarkdown } from "../report/notebook.ts";
import { notebookTables } from "./formats.ts";
import type { StudyResults } from "./results.ts";

/**
 * Shows the tables of a study, and below them what their marks mean.
 *
 * @param scores Which tables of a study with columns, which has one for each score; default: all
 */
export async function showStudy(
  results: StudyResults,
  { scores }: { readonly scores?: readonly string[] } = {},
): Promise<void> {
  const { markdown, text } = notebookTables(results, scores);
  await showMarkdown(markdown, text);
}
