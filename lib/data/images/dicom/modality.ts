/**
 * From stored values to what they stand for: the Modality LUT (PS3.3, C.11.1).
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import type { DataSet } from "./data_set.ts";
import { macroOf } from "./functional_groups.ts";
import { lookUp, readLookupTable } from "./lookup_table.ts";
import { TAG } from "./tags.ts";

const TABLE = { descriptor: TAG.lutDescriptor, data: TAG.lutData };

/**
 * What a stored value stands for: an entry of the table in the Modality LUT Sequence, or slope ×
 * value + intercept, or where the file has neither the value itself.
 *
 * @throws {InputError} if the table, the slope or the intercept cannot be used, since without it all
 *   values would be others
 */
export function modalityTransform(
  data: DataSet,
  { isSigned }: { readonly isSigned: boolean },
): (stored: number) => number {
  const item = data.firstItem(TAG.modalityLutSequence);
  if (item !== undefined) {
    const table = tableOf(item, isSigned);
    return (stored) => lookUp(table, stored);
  }
  const line = macroOf(data, "pixelValueTransformation");
  const slope = line.decimal(TAG.rescaleSlope) ?? 1;
  const intercept = line.decimal(TAG.rescaleIntercept) ?? 0;
  if (slope === 0) throw new InputError("its rescale slope is 0, by which all pixels become equal");
  if (!Number.isFinite(65536 * slope) || !Number.isFinite(intercept)) {
    throw new InputError(`its rescale slope is ${slope}, which no film has`);
  }
  return (stored) => slope * stored + intercept;
}

/** The unit of these values and the least difference between two of them. */
export function modalityUnit(data: DataSet): { readonly unit: string; readonly step: number } {
  const item = data.firstItem(TAG.modalityLutSequence);
  const line = macroOf(data, "pixelValueTransformation");
  const unit = item === undefined ? line.text(TAG.rescaleType) : item.text(TAG.modalityLutType);
  return {
    // US stands for "unspecified" (PS3.3, C.11.1.1.2).
    unit: unit === "US" ? "" : unit,
    step: item === undefined ? Math.abs(line.decimal(TAG.rescaleSlope) ?? 1) : 1,
  };
}

function tableOf(item: DataSet, mayBeNegative: boolean) {
  try {
    return readLookupTable(item, TABLE, { mayBeNegative });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`its modality table (0028,3000) cannot be used: ${error.message}`);
  }
}
