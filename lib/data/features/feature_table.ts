/**
 * Feature vectors in memory, and the checks that all files of them share.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { type TableFormat } from "../tables/parse_table.ts";
import { listSome } from "../tables/table.ts";

/** Feature vectors and whose they are. */
export interface FeatureTable {
  /** Of the n films, in the order of their vectors. */
  readonly ids: readonly string[];
  /** Length D of one vector. */
  readonly width: number;
  /** `[n, width]`. */
  readonly values: Float32Array<ArrayBuffer>;
  /** The names of the D features; default: they are numbered from 0. */
  readonly names?: readonly string[];
}

/** Which part of a file is what, and who hears of oddities. */
export interface FeatureFileOptions extends Pick<TableFormat, "encoding" | "separator"> {
  /** The film ids of an array, in the order of its rows: see `readFeatureIds`. */
  readonly featureIds?: string | undefined;
  /** The array of the features in a `.npz` file. */
  readonly featureArray?: string | undefined;
  /** The column of the film ids, in a `.npz` file their array. */
  readonly featureIdColumn?: string | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * The error of a file of features.
 *
 * @param reason What follows its name
 */
export function featureError(path: string, reason: string, options?: ErrorOptions): InputError {
  return new InputError(`Cannot read features: "${path}" ${reason}`, options);
}

/** A number as it is kept, in 32 bits; NaN of what is no finite number there, as 1e40 is not. */
export function keptNumber(value: unknown): number {
  const isNumber = typeof value === "number" || typeof value === "bigint" ||
    typeof value === "boolean";
  const kept = isNumber ? Math.fround(Number(value)) : NaN;
  return Number.isFinite(kept) ? kept : NaN;
}

/**
 * The error of a value that is no number.
 *
 * @param id Of its film
 * @param where Such as `in column "p"`
 */
export function noNumber(
  path: string,
  value: unknown,
  { id, where }: { readonly id: string; readonly where: string },
): InputError {
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  return featureError(path, `holds ${shown} for film "${id}" ${where}; expected a finite number`);
}

/** Tells which features have the same value in all of two or more films: they tell nothing. */
export function warnOfConstants(
  { ids, width, values, names }: FeatureTable,
  path: string,
  onWarning: ((message: string) => void) | undefined,
): void {
  if (ids.length < 2) return;
  const isConstant = (column: number) => {
    for (let at = column + width; at < values.length; at += width) {
      if (values[at] !== values[column]) return false;
    }
    return true;
  };
  const constant = Array.from({ length: width }, (_, column) => column).filter(isConstant);
  const zeros = constant.filter((column) => values[column] === 0);
  const shown = (columns: readonly number[]) =>
    listSome(columns.map((column) => names?.[column] ?? String(column)), 5);
  if (constant.length > 0) {
    const allZero = zeros.length === 0 ? "" : `, ${zeros.length} of them 0 (${shown(zeros)})`;
    onWarning?.(
      `${constant.length} of the ${width} features of "${path}" have one value in all ` +
        `${ids.length} films and tell nothing: ${shown(constant)}${allZero}`,
    );
  }
}
