/**
 * Label sets of another collection for the phantom, so that its findings occur together as they do
 * there.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { printableName } from "../../base/printable.ts";
import { CHESTXRAY14_LABELS } from "../dataset.ts";
import { meaningOfNothing } from "../labels/nothing_words.ts";
import { labelKey } from "../labels/spellings.ts";
import { readTable } from "../tables/parse_table.ts";
import { rowName, type Table } from "../tables/table.ts";
import { drawnAs } from "./drawn_as.ts";
import { type FindingName, type LabelSet, setCount } from "./label_sets.ts";

/** Films of the table by label. */
type Films = Map<string, number>;

/**
 * Reads a CSV of two columns under a header, such as `label_set,count`: labels with bars between
 * them, and the films that have exactly these. A film without a finding has an empty cell or a word
 * such as `No Finding`. Labels are drawn as {@linkcode drawnAs} says; others are left out of their
 * sets. One set a row, in the order of the file.
 *
 * @param onNote Hears which labels are left out and which are drawn as another
 * @throws {InputError} if the file cannot be read or has other columns, a count is no positive
 * integer, or nothing of it is drawn
 */
export async function readOtherLabelSets(
  path: string,
  onNote?: (message: string) => void,
): Promise<LabelSet[]> {
  const table = await readTable(path, "label sets");
  checkColumns(table);
  const [drawn, leftOut]: [Films, Films] = [new Map(), new Map()];
  const sets = table.rows.map(([cell = "", countText = ""], i): LabelSet => {
    const count = setCount(countText, `"${path}": ${rowName(i, table)}, "${cell}",`);
    const findings = new Set<FindingName>();
    for (const label of labelsOf(cell)) {
      const finding = drawnAs(label);
      if (finding !== undefined) findings.add(finding);
      const films = finding === undefined ? leftOut : drawn;
      films.set(label, (films.get(label) ?? 0) + count);
    }
    return { findings: [...findings], count };
  });
  if (drawn.size === 0) throw nothingDrawn(path, leftOut);
  const note = noteOf(drawn, leftOut);
  if (note !== undefined) onNote?.(`the phantom draws findings as they occur in "${path}"${note}`);
  return sets;
}

function checkColumns({ name, header }: Table): void {
  const shown = header.map((column) => `"${column}"`).join(", ");
  const fail = (reason: string): never => {
    throw new InputError(
      `Cannot read label sets: "${name}" ${reason}; expected two columns under a header such as ` +
        "label_set,count: labels with | between them, and how many films have exactly these",
    );
  };
  if (header.length !== 2) fail(`has the columns ${shown}`);
  if (/^\d+$/.test(header[1]!)) fail(`begins with the row ${shown}, which is no header`);
}

/** The labels in a cell, each once. */
function labelsOf(cell: string): readonly string[] {
  const labels = new Set(cell.split("|").map((label) => label.trim()));
  return [...labels].filter((label) => label !== "" && meaningOfNothing(label) !== "none");
}

function nothingDrawn(path: string, leftOut: Films): InputError {
  const has = leftOut.size === 0 ? "names no finding" : `has only ${listed(leftOut)}`;
  return new InputError(
    `Cannot read label sets: "${path}" ${has}; expected some that the phantom draws: ` +
      CHESTXRAY14_LABELS.join(", "),
  );
}

/** What becomes of labels that are not drawn under their own names. */
function noteOf(drawn: Films, leftOut: Films): string | undefined {
  const renamed = [...drawn].filter(([label]) => labelKey(label) !== labelKey(drawnAs(label)!))
    .map(([label, films]) =>
      `"${printableName(label)}" as ${drawnAs(label)} (${filmsText(films)})`
    );
  const parts = [
    ...renamed.length > 0 ? [`: ${renamed.join(", ")}`] : [],
    ...leftOut.size > 0 ? [`; it has no drawing of, and leaves out, ${listed(leftOut)}`] : [],
  ];
  return parts.length === 0 ? undefined : parts.join("");
}

/** The labels that a message names before it only counts. */
const MOST_NAMED = 20;

/** Labels with their films, the most frequent first. */
function listed(films: Films): string {
  const sorted = [...films].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const named = sorted.slice(0, MOST_NAMED)
    .map(([label, count]) => `"${printableName(label)}" (${filmsText(count)})`).join(", ");
  return sorted.length > MOST_NAMED ? `${named} and ${sorted.length - MOST_NAMED} more` : named;
}

function filmsText(count: number): string {
  return count === 1 ? "1 film" : `${count} films`;
}
