/**
 * The records of CSV texts: lists of cells, before any is taken for a header.
 *
 * @module
 */
import { CsvError, parse } from "csv-parse/sync";
import { InputError } from "../../base/errors.ts";
import { detectDialect, LINE_END, RECORD_ENDS, separatorOf } from "./dialect.ts";

/** What separates the cells of a text, by the option or recognised, and what precedes its records. */
export function dialectOf(
  text: string,
  { separator: option }: { readonly separator?: string | undefined },
  fail: (reason: string) => never,
) {
  const asked = option === undefined ? undefined : separatorOf(option);
  if (option !== undefined && asked === undefined) {
    fail(`cannot be separated by ${JSON.stringify(option)}; expected a name or one character`);
  }
  const dialect = detectDialect(text, asked);
  if ("separator" in dialect) return dialect;
  return fail(
    `may have its cells separated by ${dialect.join(" or by ")}; say by which with ` +
      `data.separator=${dialect[0]} or data.separator=${dialect[1]} (of --metadata: --separator)`,
  );
}

/**
 * The records of a CSV text without a header, and what separates their cells. Empty ones are passed
 * over.
 *
 * @param name The file's name, for messages
 * @param purpose What the file holds, for messages
 * @throws {InputError} if the separator does not show or a quote is not closed
 */
export function parseRecords(
  text: string,
  name: string,
  purpose: string,
): { readonly records: readonly (readonly string[])[]; readonly separator: string } {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read ${purpose}: "${name}" ${reason}`);
  };
  const { separator, skipped } = dialectOf(text, {}, fail);
  const records = readRecords(text.slice(skipped), separator, fail);
  return { records: records.filter((record) => !isBlank(record)), separator };
}

/** The records of a text, each a list of cells; an empty line is a record of one empty cell. */
export function readRecords(
  text: string,
  separator: string,
  fail: (reason: string) => never,
): string[][] {
  // Where nothing is quoted there is nothing to parse, which is twice as fast.
  if (!text.includes('"')) return text.split(LINE_END).map((line) => line.split(separator));
  try {
    return parse(text, {
      delimiter: separator,
      record_delimiter: RECORD_ENDS,
      relax_column_count: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? `line ${error.lines}` : "a line";
    switch (error.code) {
      case "CSV_QUOTE_NOT_CLOSED":
        return fail(`has a quotation mark on ${line} that is not closed`);
      case "INVALID_OPENING_QUOTE":
        return fail(
          `has a quotation mark within a cell on ${line}; such a cell stands in quotation marks, ` +
            'and its own are doubled: "5"" tube"',
        );
      case "CSV_INVALID_CLOSING_QUOTE":
        return fail(
          `has text after a closing quotation mark on ${line}; quotation marks within a cell are ` +
            'doubled: "5"" tube"',
        );
      default:
        return fail(`is not a well-formed CSV file (${line})`);
    }
  }
}

/** Whether a record has a cell with something in it. */
export function hasCell(record: readonly string[]): boolean {
  return !isBlank(record);
}

/** Whether no cell of a record has anything in it. */
export function isBlank(record: readonly string[]): boolean {
  return record.every((cell) => cell === "" || cell.trim() === "");
}
