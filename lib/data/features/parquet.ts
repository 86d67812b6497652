/**
 * Features in a Parquet file: one column of lists, or a column a feature.
 *
 * @module
 */
import { didYouMean } from "../../base/errors.ts";
import { listSome } from "../tables/table.ts";
import {
  featureError,
  type FeatureFileOptions,
  type FeatureTable,
  keptNumber,
  noNumber,
} from "./feature_table.ts";
import { readFeatureIds, uniqueIds } from "./ids.ts";
import { countsRows, type FeatureColumn, idColumnOf } from "./id_column.ts";

/** Whether bytes begin as a Parquet file does. */
export function isParquet(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === "PAR1";
}

/**
 * The features in a Parquet file. The ids stand in the column `featureIdColumn`, or `id`, or the
 * first, unless `featureIds` names a file of them; every other column is a feature, or a list of
 * features.
 *
 * @throws {InputError} if it is damaged, a column is not there, lists differ in length, or a value is
 * no finite number
 */
export async function parquetFeatures(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  options: FeatureFileOptions,
): Promise<FeatureTable> {
  const columns = await readColumns(bytes, path);
  const rows = columns[0]?.cells.length ?? 0;
  if (rows === 0) throw featureError(path, "has no rows");
  const { featureIds, featureIdColumn, onWarning } = options;
  const idColumn = featureIds === undefined
    ? columns[chosenColumn(columns, featureIdColumn, path)]
    : undefined;
  const ids = idColumn === undefined
    ? await readFeatureIds(featureIds!, options)
    : uniqueIds(idColumn.cells.map((cell) => idOf(cell, idColumn.name, path)), path);
  if (ids.length !== rows) {
    throw featureError(path, `has ${rows} rows but "${featureIds}" names ${ids.length} films`);
  }
  const others = columns.filter((column) => column !== idColumn);
  const features = others.filter((column) => !countsRows(column));
  if (features.length < others.length) {
    onWarning?.(`the column of "${path}" that counts the rows is left out`);
  }
  return table(ids, features, path);
}

function chosenColumn(
  columns: readonly FeatureColumn[],
  named: string | undefined,
  path: string,
): number {
  const column = idColumnOf(columns, (cell) => typeof cell !== "string", named);
  if (column >= 0) return column;
  const names = columns.map(({ name }) => name);
  throw featureError(
    path,
    `has no column "${named}"${didYouMean(named!, names)}; its columns are ${listSome(names)}`,
  );
}

async function readColumns(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Promise<readonly FeatureColumn[]> {
  const file = {
    byteLength: bytes.byteLength,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  const { parquetMetadataAsync, parquetRead, parquetSchema } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  try {
    const metadata = await parquetMetadataAsync(file);
    const rows = Number(metadata.num_rows);
    // Each row has an id or a number of its own; what promises more is damaged, and would fill the
    // memory.
    if (rows > bytes.byteLength) throw new RangeError(`${rows} rows`);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    const columns = new Map(names.map((name) => [name, new Array<unknown>(rows)]));
    await parquetRead({
      file,
      metadata,
      compressors,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const column = columns.get(columnName)!;
        for (let i = 0; i < columnData.length; i++) column[rowStart + i] = columnData[i];
      },
    });
    return [...columns].map(([name, cells]) => ({ name, cells }));
  } catch (error) {
    const reason = "is a damaged Parquet file, or of a kind that is not read";
    throw featureError(path, reason, { cause: error });
  }
}

function idOf(cell: unknown, column: string, path: string): string {
  if (typeof cell === "string") return cell.trim();
  if (typeof cell === "bigint" || Number.isSafeInteger(cell)) return String(cell);
  throw featureError(
    path,
    `holds ${cell === undefined ? "nothing" : String(cell)} as an id, in the column "${column}"; ` +
      "expected text or whole numbers, or name the column of the ids as data.featureIdColumn " +
      "(--feature-id-column)",
  );
}

/** The table of these columns, each as wide as its lists. */
function table(
  ids: readonly string[],
  columns: readonly FeatureColumn[],
  path: string,
): FeatureTable {
  const width = columns.reduce((sum, { cells }) => sum + widthOf(cells[0]), 0);
  if (width === 0) throw featureError(path, "has no column beside the film ids");
  const values = new Float32Array(ids.length * width);
  const names: string[] = [];
  let start = 0;
  for (const { name, cells } of columns) {
    const count = widthOf(cells[0]);
    for (let n = 0; n < count; n++) names.push(isList(cells[0]) ? `${name}[${n}]` : name);
    for (const [row, cell] of cells.entries()) {
      const list = isList(cell) ? cell : [cell];
      if (list.length !== count) {
        throw featureError(
          path,
          `has ${list.length} numbers for film "${
            ids[row]
          }" in the column "${name}" and ${count} ` +
            `for film "${ids[0]}"`,
        );
      }
      for (let n = 0; n < count; n++) {
        const value = keptNumber(list[n]);
        if (Number.isNaN(value)) {
          throw noNumber(path, list[n], { id: ids[row]!, where: `in column "${name}"` });
        }
        values[row * width + start + n] = value;
      }
    }
    start += count;
  }
  return { ids, width, values, names };
}

function widthOf(cell: unknown): number {
  return isList(cell) ? cell.length : 1;
}

function isList(cell: unknown): cell is ArrayLike<unknown> {
  return Array.isArray(cell) || ArrayBuffer.isView(cell);
}
