/**
 * CXR-LT (Holste et al., 2023 and 2024): MIMIC-CXR-JPG with long-tailed labels, 26 in 2023, 40 and
 * 45 in 2024.
 *
 * @module
 */
import type { Layout } from "./layout.ts";

/** Columns that the tables of one year or another have beside their labels. */
const BESIDE = [
  "fpath",
  "path",
  "split",
  "study_id",
  "Rows",
  "Columns",
  "StudyDate",
  "StudyTime",
  "ViewPosition",
  "PerformedProcedureStepDescription",
  "ProcedureCodeSequence_CodeMeaning",
  "ViewCodeSequence_CodeMeaning",
  "PatientOrientationCodeSequence_CodeMeaning",
];

/** A column for each label; all that are not beside them are some. */
export const cxrLt: Layout = {
  title: "CXR-LT 2023 and 2024",
  licence: "PhysioNet Credentialed Health Data License 1.5.0",
  source: "https://physionet.org/content/cxr-lt-iccv-workshop-cvamd",
  tables: [{
    file: "train.csv, development.csv, test.csv or labels.csv of a task",
    header: ["dicom_id", "subject_id", "Calcification of the Aorta", "Tortuous Aorta"],
    columns: {
      id: "dicom_id",
      patient: "subject_id",
      view: ["ViewPosition"],
      labels: { kind: "columns", ignore: [], mayHave: BESIDE },
    },
  }],
};
