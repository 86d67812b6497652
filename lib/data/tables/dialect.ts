/**
 * What stands between the cells of a table: a comma, a semicolon, a tab or a bar, as programs and
 * spreadsheets of different countries write it.
 *
 * @module
 */
import { CsvError, parse } from "csv-parse/sync";

/** Separators by the names that options and messages use for them. */
const SEPARATORS: Readonly<Record<string, string>> = {
  comma: ",",
  semicolon: ";",
  tab: "\t",
  bar: "|",
};

/** The names of separators that options take, beside any single character. */
export const SEPARATOR_NAMES: readonly string[] = Object.keys(SEPARATORS);

/** How the cells of a table are written. */
export interface Dialect {
  /** One character. */
  readonly separator: string;
  /** Characters at the text's begin that are no table: Excel's hint `sep=;`. */
  readonly skipped: number;
}

/** Records looked at, within so many characters. */
const [SAMPLE_RECORDS, SAMPLE] = [50, 1 << 20];

/**
 * The separator that an option names: `semicolon`, or the character itself; undefined where it is
 * none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { separatorOf } from "./dialect.ts";
 *
 * assertEquals(["tab", ";", "dot dot"].map(separatorOf), ["\t", ";", undefined]);
 * ```
 */
export function separatorOf(option: string): string | undefined {
  const separator = Object.hasOwn(SEPARATORS, option) ? SEPARATORS[option]! : option;
  return separator.length === 1 && !/["\r\n]/.test(separator) ? separator : undefined;
}

/** How messages name a separator. */
export function separatorName(separator: string): string {
  const name = SEPARATOR_NAMES.find((name) => SEPARATORS[name] === separator);
  return name ?? JSON.stringify(separator);
}

/**
 * How a table's cells are separated, or the names of the separators that they may have, where more
 * than one fits. A separator fits where every one of the first rows has as many cells as the header,
 * and at least two.
 *
 * @param asked The separator where it is known
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { detectDialect } from "./dialect.ts";
 *
 * assertEquals(detectDialect("id;Mass\na;0,5\n"), { separator: ";", skipped: 0 });
 * assertEquals(detectDialect("sep=|\nid|Mass\n"), { separator: "|", skipped: 6 });
 * assertEquals(detectDialect("id;a,b\nx;1,2\n"), ["comma", "semicolon"]);
 * ```
 */
export function detectDialect(text: string, asked?: string): Dialect | readonly string[] {
  const [hint = "", hinted] = /^"?sep=(.)"?[,;\t]*(?:\r\n|\n|\r)/i.exec(text) ?? [];
  const skipped = hint.length;
  const known = asked ?? hinted;
  if (known !== undefined) return { separator: known, skipped };
  const candidates = Object.values(SEPARATORS)
    .map((separator) => ({ separator, widths: sampleWidths(text.slice(skipped), separator) }))
    .filter(({ widths: [header = 0] }) => header > 1);
  const fitting = candidates.filter(({ widths: [header, ...rows] }) =>
    rows.every((width) => width === header)
  );
  if (fitting.length > 1) return fitting.map(({ separator }) => separatorName(separator));
  const widest = candidates.toSorted((a, b) => b.widths[0]! - a.widths[0]!)[0];
  return { separator: (fitting[0] ?? widest)?.separator ?? ",", skipped };
}

/** How many cells the first records have, but for empty ones beyond the header's. */
function sampleWidths(text: string, separator: string): number[] {
  const sample = text.slice(0, SAMPLE);
  const records: string[][] = [];
  try {
    parseRecords(sample, separator, (record) => records.push(record));
  } catch (error) {
    const isCut = error instanceof CsvError && error.code === "CSV_QUOTE_NOT_CLOSED" &&
      sample.length < text.length;
    if (!isCut) return [];
  }
  // The last one may be cut.
  if (records.length < SAMPLE_RECORDS && sample.length < text.length) records.pop();
  const filled = records.filter((record) => record.some((cell) => cell.trim() !== ""));
  const [header = []] = filled;
  const lastOf = (record: readonly string[]) => record.findLastIndex((cell) => cell.trim() !== "");
  const extra = (record: readonly string[]) => lastOf(record) >= header.length;
  return filled.map((record) =>
    extra(record) ? record.length : Math.min(record.length, header.length)
  );
}

function parseRecords(
  text: string,
  separator: string,
  onRecord: (record: string[]) => void,
): void {
  parse(text, {
    delimiter: separator,
    record_delimiter: RECORD_ENDS,
    relax_column_count: true,
    skip_empty_lines: true,
    to: SAMPLE_RECORDS,
    on_record: (record: string[]) => void onRecord(record),
  });
}

/** All of them, since the first line's is otherwise taken to be every line's. */
export const RECORD_ENDS = ["\r\n", "\n", "\r"];

/** Any of {@linkcode RECORD_ENDS}. */
export const LINE_END = /\r\n|\n|\r/;
