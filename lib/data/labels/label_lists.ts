/**
 * Tables with one column that lists a film's labels (PadChest, ChestX-ray14), or names one of them
 * in each of several rows (VinDr-CXR).
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import type { LabelMatrix } from "../dataset.ts";
import { spreadsheetFault } from "../tables/ids.ts";
import { columnCells, listSome, rowName, type Table } from "../tables/table.ts";
import { parseLabelList } from "./label_list.ts";
import { separatorOf } from "./list_separator.ts";
import { isNoFinding, meaningOfNothing, type Nothing } from "./nothing_words.ts";
import { asSeen, chooseSpellings, labelKey } from "./spellings.ts";
import type { LabelList } from "./table_columns.ts";

/** How a column of lists is read. */
export interface ListOptions extends Omit<LabelList, "kind" | "column"> {
  /** The labels to read, in this order; default: the vocabulary, or all that occur, sorted. */
  readonly labels?: readonly string[] | undefined;
  /** Labels that a list could name, too: where none does, they are absent. */
  readonly listable?: readonly string[] | undefined;
  /** A cell in which nothing is written. */
  readonly unmentioned: "absent" | "missing";
  /** Hears how words for nothing were read, and which spellings are one label. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** What one cell says. */
interface ListCell {
  readonly findings: readonly string[];
  /** The words for nothing in it. */
  readonly words: readonly string[];
  /** What it says where it has no finding. */
  readonly nothing: Nothing;
  /** How many rows have it. */
  readonly rows: number;
}

/**
 * 1 where a row lists a label and 0 elsewhere, or NaN in a row of which it is unknown, or where nothing
 * is written and `unmentioned` is "missing".
 *
 * @throws {InputError} if a cell is not understood, or a wanted label never occurs
 */
export function readLabelLists(table: Table, column: string, options: ListOptions): LabelMatrix {
  const cells = readCells(table, column, options);
  const counts = new Map<string, number>();
  for (const { findings, rows } of cells.values()) {
    for (const label of findings) counts.set(label, (counts.get(label) ?? 0) + rows);
  }
  const { labels, vocabulary, listable = [], onWarning } = options;
  const { labelOf, variants } = chooseSpellings(counts, labels ?? vocabulary ?? listable);
  const occurring = [...new Set([...counts.keys()].map((label) => labelOf.get(labelKey(label))!))];
  refuseUnsplit(table, column, occurring, labels ?? vocabulary);
  const possible = [...new Set([...occurring, ...listable])];
  const names = labels ?? vocabulary ?? possible.sort();
  if (labels !== undefined) checkWanted(labels, possible);
  if (names.length === 0) throw new InputError("Cannot read labels: no film has any");
  noteWords(cells, column, options);
  if (variants.length > 0) {
    const pairs = variants.slice(0, 3).map(({ variant, label }) => `"${variant}" as "${label}"`);
    const more = variants.length > 3 ? ` and ${variants.length - 3} more` : "";
    onWarning?.(
      `labels that differ only in case, blanks or the like are one: ${pairs.join(", ")}${more}`,
    );
  }
  return { names, values: fillValues(table, column, cells, names, options) };
}

/** `[rows, names]`: what each row's cell says. */
function fillValues(
  table: Table,
  column: string,
  cells: ReadonlyMap<string, ListCell>,
  names: readonly string[],
  { labels, unmentioned, unlisted }: ListOptions,
): Float32Array {
  const columnOf = new Map(names.map((name, i) => [labelKey(name), i]));
  const columnsOf = new Map(
    [...cells].map(([text, { findings }]) => [
      text,
      findings.map((label) => columnOf.get(labelKey(label))),
    ]),
  );
  const values = new Float32Array(table.rows.length * names.length);
  for (const [row, text] of columnCells(table, column).entries()) {
    const { findings, nothing } = cells.get(text)!;
    const start = row * names.length;
    const isUnknown = findings.length === 0 &&
      (nothing === "unknown" || nothing === "unwritten" && unmentioned === "missing");
    if (isUnknown || findings.length > 0 && unlisted === "missing") {
      values.fill(NaN, start, start + names.length);
    }
    for (const [n, i] of columnsOf.get(text)!.entries()) {
      if (i !== undefined) values[start + i] = 1;
      else if (labels === undefined) throw unknownLabel(table, row, findings[n]!, names);
    }
  }
  return values;
}

/** What each different cell of the column says. */
function readCells(
  table: Table,
  column: string,
  options: ListOptions,
): ReadonlyMap<string, ListCell> {
  const texts = columnCells(table, column);
  const rowsOf = new Map<string, number>();
  for (const text of texts) rowsOf.set(text, (rowsOf.get(text) ?? 0) + 1);
  // Blanks around the labels are dropped anyway.
  const separator = (options.separator?.trim() || options.separator) ??
    separatorOf(rowsOf.keys(), `"${table.name}"`, column, options.onWarning);
  return new Map([...rowsOf].map(([text, rows]) => {
    try {
      return [text, readCell(text, rows, { ...options, separator })];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new InputError(
        `Cannot read labels: ${rowName(texts.indexOf(text), table)} of "${table.name}" has ` +
          `${
            shown(text)
          } in the column "${column}", which ${error.message}; expected labels with ` +
          `"${separator}" between them, or a list such as ['Mass', 'Edema']`,
      );
    }
  }));
}

function readCell(
  text: string,
  rows: number,
  { separator, aliases = {} }: Pick<LabelList, "aliases"> & { readonly separator: string },
): ListCell {
  const parts = meaningOfNothing(text) === undefined ? parseLabelList(text, separator) : [text];
  const items = parts.map(asSeen).map((item) =>
    Object.hasOwn(aliases, item) ? aliases[item]! : item
  );
  const meanings = items.map(meaningOfNothing);
  for (const item of items) {
    const fault = spreadsheetFault(item);
    if (fault !== undefined) throw new SyntaxError(`has "${item}", ${fault}`);
  }
  const isNone = items.length === 0 || meanings.includes("none");
  return {
    findings: [...new Set(items.filter((_, i) => meanings[i] === undefined))],
    // An empty item beside others is only a separator too many.
    words: items.filter((item, i) =>
      meanings[i] !== undefined && (item !== "" || items.length === 1)
    ),
    nothing: isNone ? "none" : meanings.includes("unknown") ? "unknown" : "unwritten",
    rows,
  };
}

/** A cell as messages show it. */
function shown(text: string): string {
  return text.length > 80 ? `${JSON.stringify(text.slice(0, 80))}…` : JSON.stringify(text);
}

/** Refuses labels such as `Mass;Edema` where both parts are labels of the table themselves. */
function refuseUnsplit(
  table: Table,
  column: string,
  occurring: readonly string[],
  wanted: readonly string[] | undefined,
): void {
  const keys = new Set(occurring.map(labelKey));
  const unsplit = occurring.find((label) => {
    const parts = label.split(/[|;；,，、/+&\n\t]| and /).map(labelKey);
    return parts.length > 1 && parts.every((part) => keys.has(part)) && !wanted?.includes(label);
  });
  if (unsplit === undefined) return;
  throw new InputError(
    `Cannot read labels: the column "${column}" of "${table.name}" has the label ` +
      `${shown(unsplit)}, each part of which is a label too; name what stands between labels as ` +
      `data.columns.labels.separator, write it in every cell, or choose this label in data.labels`,
  );
}

function checkWanted(wanted: readonly string[], occurring: readonly string[]): void {
  const keys = new Set(occurring.map(labelKey));
  const wantedAs = new Map<string, string>();
  for (const label of wanted) {
    const other = wantedAs.get(labelKey(label));
    if (other !== undefined) {
      throw new InputError(
        `Cannot choose the labels: "${other}" and "${label}" are one label; name it once`,
      );
    }
    wantedAs.set(labelKey(label), label);
    if (keys.has(labelKey(label))) continue;
    if (meaningOfNothing(label) !== undefined) {
      throw new InputError(
        `Cannot choose the labels: "${label}" is no label but the absence of the others`,
      );
    }
    throw new InputError(
      `Cannot choose the labels: no film has "${label}"${didYouMean(label, occurring)}; the ` +
        `labels are ${listSome([...occurring].sort())}`,
    );
  }
}

function unknownLabel(
  table: Table,
  row: number,
  label: string,
  vocabulary: readonly string[],
): InputError {
  return new InputError(
    `Cannot read labels: ${
      rowName(row, table)
    } of "${table.name}" names "${label}", which is not one ` +
      `of the ${vocabulary.length} labels${didYouMean(label, [...vocabulary, "No Finding"])}`,
  );
}

/** Says how often which word for nothing stands there, and what it was taken for. */
function noteWords(
  cells: ReadonlyMap<string, ListCell>,
  column: string,
  { unmentioned, onWarning }: ListOptions,
): void {
  const countsOf = {
    none: new Map<string, number>(),
    unwritten: new Map<string, number>(),
    unknown: new Map<string, number>(),
  };
  let mixed = 0;
  for (const [text, { findings, words, nothing, rows }] of cells) {
    if (findings.length > 0 && words.length > 0) mixed += rows;
    if (findings.length > 0) continue;
    const counts = countsOf[nothing];
    const word = words.join(", ") || text;
    counts.set(word, (counts.get(word) ?? 0) + rows);
  }
  const { none, unwritten, unknown } = countsOf;
  // Collections that write "No Finding" mean just that, and need no note.
  if ([...none.keys()].some((word) => !isNoFinding(word))) {
    onWarning?.(`rows of "${column}" that say that nothing was found: ${counted(none)}`);
  }
  if (unwritten.size > 0) {
    onWarning?.(
      `rows of "${column}" where nothing is written: ${counted(unwritten)}; they are read as ` +
        (unmentioned === "absent"
          ? "no finding (data.unmentioned=missing reads them as unknown)"
          : "unknown (data.unmentioned=absent reads them as no finding)"),
    );
  }
  if (unknown.size > 0) {
    onWarning?.(`rows of "${column}" whose findings are unknown: ${counted(unknown)}`);
  }
  if (mixed > 0) {
    onWarning?.(
      `${mixed} rows of "${column}" have findings beside a word such as "normal": the findings count`,
    );
  }
}

/** `"nan" 6, "None" 2`. */
function counted(counts: ReadonlyMap<string, number>): string {
  const most = [...counts].sort(([, a], [, b]) => b - a);
  const some = most.slice(0, 8).map(([word, rows]) => `"${word}" ${rows}`).join(", ");
  return most.length > 8 ? `${some} and ${most.length - 8} other words` : some;
}
