/**
 * Reading back what a study has written: enough of its `results.json` to draw its charts again.
 *
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import { readText } from "../base/files.ts";
import { parsedJson } from "../base/json.ts";
import { findScore } from "../metrics/mod.ts";
import { ASKS } from "../config/config.ts";
import { DATABASES } from "../run/view.ts";
import type { ChartedStudy } from "./page.ts";

const score = z.object({
  mean: z.number(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
});

const results = z.object({
  baseline: z.string(),
  columnTitle: z.string().nullable(),
  choose: z.enum(["per column", "over all"]).default("per column"),
  scores: z.array(z.string().refine((name) => findScore(name) !== undefined)),
  blocks: z.array(z.object({
    database: z.enum(DATABASES),
    ask: z.enum(ASKS),
    cells: z.array(z.object({
      row: z.string(),
      column: z.string(),
      isChosen: z.boolean(),
      scores: z.record(z.string(), score).nullable(),
    })),
  })).min(1),
});

/**
 * The results in a study's folder.
 *
 * @throws {InputError} if there are none, or their file is damaged
 */
export async function readStudyResults(folder: string): Promise<ChartedStudy> {
  const path = join(folder, "results.json");
  const text = await readText(path, "the results of a study");
  const parsed = results.safeParse(parsedJson(text));
  if (!parsed.success) {
    throw new InputError(
      `Cannot read "${path}": it does not hold the results of a study; the command that ran the ` +
        "study writes it again",
    );
  }
  const { blocks, columnTitle, scores, ...study } = parsed.data;
  return {
    study: { ...study, ...columnTitle === null ? {} : { columnTitle } },
    blocks: blocks.map(({ cells, ...view }) => ({ view, cells })),
    scores,
  };
}
