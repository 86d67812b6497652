/**
 * The part of `@std/csv` that cohash uses, over `npm:csv-parse`, for machines that cannot reach
 * JSR. To use the original, change one line of deno.json: `"@std/csv": "jsr:@std/csv@^1"`.
 *
 * @module
 */
import { CsvError, parse as csvParse } from "csv-parse/sync";

/** Options of {@linkcode parse}, named as in `@std/csv`. */
export interface ParseOptions {
  /** The character between fields; default: ",". */
  readonly separator?: string;
  /** Whether blanks around an unquoted field are dropped; default: no. */
  readonly trimLeadingSpace?: boolean;
}

/**
 * The records of a CSV text, each a list of fields; blank lines are skipped.
 *
 * @throws {SyntaxError} if a quote is not closed or records differ in their number of fields
 */
export function parse(text: string, options: ParseOptions = {}): string[][] {
  const { separator = ",", trimLeadingSpace = false } = options;
  try {
    return csvParse(text, {
      bom: true,
      delimiter: separator,
      ltrim: trimLeadingSpace,
      // All of them, since the first line's is otherwise taken to be every line's.
      record_delimiter: ["\r\n", "\n", "\r"],
      skip_empty_lines: true,
    });
  } catch (error) {
    if (error instanceof CsvError) throw new SyntaxError(error.message);
    throw error;
  }
}

/** CSV text of records, empty where there is no value; fields with separators, quotes or line breaks are quoted. */
export function stringify(
  records: readonly (readonly (string | number | boolean | null | undefined)[])[],
  options: ParseOptions = {},
): string {
  const { separator = "," } = options;
  const quote = (field: string) =>
    field.includes(separator) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  return records.map((record) =>
    record.map((field) => quote(String(field ?? ""))).join(separator) + "\r\n"
  )
    .join("");
}
