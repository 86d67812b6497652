/**
 * Features in a CSV file, with or without a header, whatever stands between its cells.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import { decodeText } from "../tables/encoding.ts";
import { trimBlanks } from "../tables/ids.ts";
import { isMissing } from "../tables/missing.ts";
import { numberReader } from "../tables/numbers.ts";
import { parseTable } from "../tables/parse_table.ts";
import { listSome, type Table, uniqueColumn } from "../tables/table.ts";
import {
  featureError,
  type FeatureFileOptions,
  type FeatureTable,
  keptNumber,
  noNumber,
} from "./feature_table.ts";
import { firstIsHeader } from "./csv_header.ts";
import { countsRows, type FeatureColumn, idColumnOf } from "./id_column.ts";

/**
 * The features in a CSV file: a row a film, a column a feature, and one column of film ids, which is
 * `featureIdColumn`, or `id`, or the only one that holds no numbers, or the first. A first row that
 * looks like the others is a film and no header. pandas' numbers of the rows are left out.
 *
 * @throws {InputError} if it is no well-formed table, is given a list of ids too, has no such column,
 * or a cell is no finite number
 */
export function csvFeatures(
  bytes: Uint8Array,
  path: string,
  options: FeatureFileOptions,
): FeatureTable {
  const { featureIds, featureIdColumn, onWarning } = options;
  if (featureIds !== undefined) {
    throw featureError(
      path,
      "names its films itself, in a column; leave out the list of film ids " +
        `"${featureIds}" (data.featureIds, --feature-ids), which is for arrays`,
    );
  }
  const table = readCsv(bytes, path, "features", options);
  const idColumn = chosenColumn(table, featureIdColumn);
  const ids = uniqueColumn(table, idColumn);
  const columns = columnsOf(table);
  const used = [...columns.keys()].filter((i) => i !== idColumn && !countsRows(columns[i]!));
  if (used.length === 0) {
    throw featureError(path, "has one column; expected the film ids and the features");
  }
  if (used.length + 1 < columns.length) {
    onWarning?.(`the column of "${path}" that counts the rows is left out`);
  }
  return { ids, ...numbersOf(table, used, ids, path) };
}

/**
 * The ids in a CSV file, by the same rules.
 *
 * @throws {InputError} if it is no well-formed table, or has no such column
 */
export function csvIds(bytes: Uint8Array, path: string, options: FeatureFileOptions): string[] {
  const table = readCsv(bytes, path, "feature ids", options);
  const column = chosenColumn(table, options.featureIdColumn);
  return table.rows.map((cells) => trimBlanks(cells[column]!));
}

function readCsv(
  bytes: Uint8Array,
  path: string,
  purpose: string,
  { encoding, separator, featureIdColumn, onWarning }: FeatureFileOptions,
): Table {
  const text = decodeText(bytes, path, purpose, { encoding, onWarning });
  return parseTable(text, path, purpose, {
    separator,
    hasHeader: (first, rows) => firstIsHeader(first, rows, { path, purpose, featureIdColumn }),
  });
}

function columnsOf({ header, rows }: Table): FeatureColumn[] {
  return header.map((name, i) => ({ name, cells: rows.map((cells) => cells[i]!) }));
}

function chosenColumn(table: Table, named: string | undefined): number {
  const read = numberReader(table);
  // A number that is missing makes no ids of its column.
  const isNumber = (cell: unknown) => isMissing(String(cell)) || read(String(cell)) !== undefined;
  const column = idColumnOf(columnsOf(table), isNumber, named);
  if (column >= 0) return column;
  throw new InputError(
    `Cannot read "${table.name}": it has no column "${named}"${
      didYouMean(named!, table.header)
    }; its columns are ${listSome(table.header)}`,
  );
}

/** The numbers of these columns, `[films, width]`, and the columns' names. */
function numbersOf(
  table: Table,
  columns: readonly number[],
  ids: readonly string[],
  path: string,
): Omit<FeatureTable, "ids"> {
  const read = numberReader(table);
  const width = columns.length;
  const values = new Float32Array(ids.length * width);
  for (const [row, cells] of table.rows.entries()) {
    for (const [n, column] of columns.entries()) {
      const cell = cells[column]!;
      const value = keptNumber(read(cell));
      if (Number.isNaN(value)) {
        const where = `in column "${table.header[column]}"`;
        throw noNumber(path, cell, { id: ids[row]!, where });
      }
      values[row * width + n] = value;
    }
  }
  return { width, values, names: columns.map((column) => table.header[column]!) };
}
