/**
 * CheXpert (Irvin et al., AAAI 2019): its `train.csv` and `valid.csv`.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import type { Annotations } from "../labels/annotations.ts";
import { type CellPolicy, readLabelColumns } from "../labels/label_columns.ts";
import { parseAge, parseSex, parseView } from "../labels/strata.ts";
import { columnCells, columnIndex, rowName, type Table, uniqueColumn } from "../tables/table.ts";

/** CheXpert's labels but for "No Finding", which is the absence of the others. */
export const CHEXPERT_LABELS = [
  "Enlarged Cardiomediastinum",
  "Cardiomegaly",
  "Lung Opacity",
  "Lung Lesion",
  "Edema",
  "Consolidation",
  "Pneumonia",
  "Atelectasis",
  "Pneumothorax",
  "Pleural Effusion",
  "Pleural Other",
  "Fracture",
  "Support Devices",
] as const;

/**
 * The annotations in CheXpert's table. Films are identified by their path, patients by the
 * `patient00001` in it.
 *
 * @throws {InputError} if a column is missing, a path occurs twice or names no patient, or a cell
 * is no label value
 */
export function parseChexpert(
  table: Table,
  policy: CellPolicy,
  onWarning?: (message: string) => void,
): Annotations {
  const column = (name: string) => columnCells(table, name);
  const ids = uniqueColumn(table, columnIndex(table, "Path"));
  const projections = column("AP/PA");
  return {
    ids,
    patients: ids.map((path, row) => patientOf(path, row, table.name)),
    labels: readLabelColumns(table, CHEXPERT_LABELS, policy, onWarning),
    strata: {
      sex: column("Sex").map(parseSex),
      age: Float32Array.from(column("Age"), parseAge),
      view: column("Frontal/Lateral").map((side, row) =>
        side === "Lateral" ? "LATERAL" : parseView(projections[row]!)
      ),
    },
  };
}

function patientOf(path: string, row: number, name: string): string {
  const patient = /(?:^|\/)(patient\d+)\//.exec(path)?.[1];
  if (patient !== undefined) return patient;
  throw new InputError(
    `Cannot read labels: ${rowName(row)} of "${name}" has the path "${path}"; expected a folder ` +
      `such as "patient00001" in it`,
  );
}
