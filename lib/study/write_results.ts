/**
 * The files that a study leaves in its folder beside its runs.
 *
 * @module
 */
import { join } from "node:path";
import { writeWhole } from "../base/files.ts";
import { renderPng } from "../charts/render.ts";
import { studyCsv, studyJson, studyLatex, studyMarkdown } from "./formats.ts";
import { chartsOf, studyPage } from "./page.ts";
import type { StudyResults } from "./results.ts";

/** Writes tables and charts in all formats and returns the paths of the files. */
export async function writeStudy(results: StudyResults, folder: string): Promise<string[]> {
  const files: Record<string, string | Uint8Array> = {
    "results.csv": studyCsv(results, folder),
    "results.json": studyJson(results, folder),
    "results.md": studyMarkdown(results, folder),
    "results.tex": studyLatex(results, folder),
    "results.html": await studyPage(results, folder),
  };
  for (const { name, chart } of chartsOf(results)) files[`${name}.png`] = await renderPng(chart);
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [name, content] of Object.entries(files)) {
    await writeWhole(join(folder, name), content);
  }
  return paths;
}
