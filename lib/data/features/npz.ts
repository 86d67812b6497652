/**
 * Features in a `.npz` file, with or without their ids.
 *
 * @module
 */
import { didYouMean } from "../../base/errors.ts";
import { decodeNpy } from "../../base/npy.ts";
import { readNpyHeader } from "../../base/npy_header.ts";
import { unpackNpz } from "../../base/npz.ts";
import { listSome } from "../tables/table.ts";
import { featureError, type FeatureFileOptions, type FeatureTable } from "./feature_table.ts";
import { npyIds, readFeatureIds } from "./ids.ts";
import { arrayFeatures } from "./npy.ts";

/** Kinds of elements that are no features: text, Python objects, complex numbers, records, dates. */
const OTHER_KINDS = "USOcVMm";

/**
 * The features in a `.npz` file: the array that `featureArray` names, or the only one of numbers
 * `[films, width]`. Their ids are in the file `featureIds`, or in the array that `featureIdColumn`
 * names, or in the only one of text.
 *
 * @throws {InputError} if an array is not there, or it does not show which one is meant
 */
export async function npzFeatures(
  bytes: Uint8Array,
  path: string,
  options: FeatureFileOptions,
): Promise<FeatureTable> {
  const arrays = unpackNpz(bytes, path);
  if (Object.keys(arrays).length === 0) {
    throw featureError(
      path,
      "is a ZIP archive without NumPy's arrays; an Excel workbook is read when it is saved as CSV",
    );
  }
  const name = options.featureArray ?? onlyFeatures(arrays, path);
  const array = decodeNpy(arrayNamed(arrays, name, path), `${path}/${name}.npy`);
  const { featureIds } = options;
  const named = featureIds === undefined
    ? idsWithin(arrays, path, options.featureIdColumn)
    : { ids: await readFeatureIds(featureIds, options), source: `"${featureIds}"` };
  return arrayFeatures(array, named, `${path}/${name}.npy`, options.onWarning);
}

function arrayNamed(
  arrays: Readonly<Record<string, Uint8Array>>,
  name: string,
  path: string,
): Uint8Array {
  const names = Object.keys(arrays);
  if (names.includes(name)) return arrays[name]!;
  throw featureError(
    path,
    `has no array "${name}"${didYouMean(name, names)}; its arrays are ${listSome(names)}`,
  );
}

/** The name of the only array that can hold features. */
function onlyFeatures(arrays: Readonly<Record<string, Uint8Array>>, path: string): string {
  const fitting = Object.entries(arrays).filter(([name, bytes]) => {
    const { shape, kind } = readNpyHeader(bytes, `${path}/${name}.npy`);
    return shape.length === 2 && !OTHER_KINDS.includes(kind);
  }).map(([name]) => name);
  if (fitting.length === 1) return fitting[0]!;
  const names = Object.keys(arrays);
  throw featureError(
    path,
    fitting.length === 0
      ? `has no array of numbers [films, width]; its arrays are ${listSome(names)}`
      : `has ${fitting.length} arrays that may be the features: ${
        listSome(fitting)
      }; name one as ` +
        "data.featureArray (--feature-array)",
  );
}

function idsWithin(
  arrays: Readonly<Record<string, Uint8Array>>,
  path: string,
  chosen: string | undefined,
) {
  const name = chosen ?? onlyText(arrays, path);
  const source = `its array "${name}"`;
  return { ids: npyIds(arrayNamed(arrays, name, path), `${path}/${name}.npy`), source };
}

/** The name of the only array of text. */
function onlyText(arrays: Readonly<Record<string, Uint8Array>>, path: string): string {
  const fitting = Object.entries(arrays)
    .filter(([name, bytes]) => "US".includes(readNpyHeader(bytes, `${path}/${name}.npy`).kind))
    .map(([name]) => name);
  if (fitting.length === 1) return fitting[0]!;
  throw featureError(
    path,
    (fitting.length === 0
      ? "does not say whose they are: it has no array of text"
      : `has ${fitting.length} arrays that may be the film ids: ${listSome(fitting)}`) +
      "; name the array of the ids as data.featureIdColumn (--feature-id-column), or a file of " +
      "them as data.featureIds (--feature-ids)",
  );
}
