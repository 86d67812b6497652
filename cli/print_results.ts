/**
 * A run's table of scores, whether the chances that it tells can be believed, and what its classifier
 * is worth.
 *
 * @module
 */
import type { RetrievalReport } from "../lib/metrics/mod.ts";
import { calibrationText } from "../lib/report/calibration_text.ts";
import { lowGroups } from "../lib/report/low_groups.ts";
import { print } from "./command_line.ts";

/** Prints the results of a run. */
export async function printResults(
  { rows, calibration, classification }: RetrievalReport,
): Promise<void> {
  const { resultTable } = await import("../lib/report/text_table.ts");
  print({ styled: resultTable(rows) });
  if (calibration !== undefined) print(calibrationText(calibration));
  if (classification !== undefined) {
    const { classificationText } = await import("../lib/report/classification_text.ts");
    print(classificationText(classification));
  }
  const [first] = rows;
  const low = first === undefined ? [] : lowGroups(first);
  if (low.length > 0) print(`Not as good for all, by ${first!.name}:\n  ${low.join("\n  ")}`);
}
