/**
 * CheXpert (Irvin et al., AAAI 2019) and collections labelled in its form: MIMIC-CXR-JPG and BRAX.
 *
 * @module
 */
import type { LabelColumns, PatientInId } from "../labels/table_columns.ts";
import type { Layout } from "./layout.ts";

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

const LABELS: LabelColumns = { kind: "columns", ignore: [], only: CHEXPERT_LABELS };

/** Two columns that no table has by chance, beside its own. */
const KNOWN_BY = ["Enlarged Cardiomediastinum", "Support Devices"];

const PATIENT: PatientInId = {
  pattern: /(?:^|\/)(patient\d+)\//,
  expected: 'a folder such as "patient00001"',
};

/** Its tables. Films are identified by their path, patients by the `patient00001` in it. */
export const chexpert: Layout = {
  title: "CheXpert",
  licence: "Stanford University Dataset Research Use Agreement",
  source: "https://stanfordaimi.azurewebsites.net",
  tables: [
    {
      file: "train.csv or valid.csv",
      header: ["Path", "Sex", "Age", "Frontal/Lateral", "AP/PA"],
      columns: {
        id: "Path",
        patient: PATIENT,
        sex: "Sex",
        age: "Age",
        view: ["Frontal/Lateral", "AP/PA"],
        labels: LABELS,
      },
    },
    {
      file: "test_labels.csv",
      header: ["Path", ...KNOWN_BY],
      columns: { id: "Path", patient: PATIENT, labels: LABELS },
    },
  ],
};

/** Its labels are of studies; the images of each, and their views, stand in another table. */
export const mimic: Layout = {
  title: "MIMIC-CXR-JPG",
  licence: "PhysioNet Credentialed Health Data License 1.5.0",
  source: "https://physionet.org/content/mimic-cxr-jpg",
  tables: [{
    file: "mimic-cxr-2.0.0-chexpert.csv or mimic-cxr-2.0.0-negbio.csv, with " +
      "mimic-cxr-2.0.0-metadata.csv as data.imageTable",
    header: ["subject_id", "study_id", ...KNOWN_BY],
    columns: {
      id: "dicom_id",
      patient: "subject_id",
      study: "study_id",
      view: ["ViewPosition"],
      date: ["StudyDate"],
      labels: LABELS,
    },
  }],
};

function braxOf(title: string, id: string): Layout {
  return {
    title,
    licence: "PhysioNet Credentialed Health Data License 1.5.0",
    source: "https://physionet.org/content/brax",
    tables: [{
      file: "master_spreadsheet_update.csv",
      header: ["DicomPath", "PngPath", "PatientID", ...KNOWN_BY],
      columns: {
        id,
        patient: "PatientID",
        sex: "PatientSex",
        age: "PatientAge",
        view: "ViewPosition",
        labels: LABELS,
      },
    }],
  };
}

/** BRAX (Reis et al., 2022), by the paths of its PNG files. */
export const brax = braxOf("BRAX", "PngPath");

/** The same by the paths of its DICOM files. */
export const braxDicom = braxOf("BRAX's DICOM files", "DicomPath");
