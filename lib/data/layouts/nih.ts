/**
 * NIH ChestX-ray14 (Wang et al., CVPR 2017), and what others labelled of it.
 *
 * @module
 */
import { CHESTXRAY14_LABELS } from "../dataset.ts";
import type { PatientInId } from "../labels/table_columns.ts";
import type { Layout } from "./layout.ts";

/** Films are called `00000001_000.png` after patient and film. */
const PATIENT: PatientInId = {
  pattern: /^(\d+)_\d+/,
  expected: 'a patient such as "00000001_"',
};

/**
 * Its metadata: v2020 writes ages as `57`, the table of 2017 as `058Y` with a nameless last column.
 * The list of boxes names one finding a row, and says nothing of a film's others.
 */
export const nih: Layout = {
  title: "NIH ChestX-ray14",
  licence: "free to use with attribution to the NIH Clinical Center",
  source: "https://nihcc.app.box.com/v/ChestXray-NIHCC",
  tables: [
    {
      file: "Data_Entry_2017.csv or Data_Entry_2017_v2020.csv",
      header: ["Image Index", "Finding Labels", "Patient ID"],
      columns: {
        id: "Image Index",
        patient: "Patient ID",
        sex: "Patient Gender",
        age: "Patient Age",
        view: "View Position",
        visit: ["Follow-up #"],
        labels: {
          kind: "list",
          column: "Finding Labels",
          separator: "|",
          vocabulary: CHESTXRAY14_LABELS,
        },
      },
    },
    {
      file: "BBox_List_2017.csv",
      header: ["Image Index", "Finding Label", "Bbox [x"],
      columns: {
        id: "Image Index",
        patient: PATIENT,
        labels: {
          kind: "list",
          column: "Finding Label",
          separator: "|",
          vocabulary: CHESTXRAY14_LABELS,
          aliases: { Infiltrate: "Infiltration" },
          unlisted: "missing",
        },
      },
      repeats: "union",
    },
  ],
};

/** Four findings of some of its films, agreed on by radiologists (Majkowska et al., 2020). */
export const nihGoogle: Layout = {
  title: "ChestX-ray14 labelled by Google's readers",
  licence: "CC BY 4.0",
  source: "https://cloud.google.com/healthcare-api/docs/resources/public-datasets/nih-chest",
  tables: [{
    file: "google2019_nih-chest-xray-labels.csv",
    header: ["Image Index", "Fracture", "Airspace opacity", "Nodule or mass"],
    columns: {
      id: "Image Index",
      patient: PATIENT,
      labels: {
        kind: "columns",
        ignore: [],
        only: ["Fracture", "Pneumothorax", "Airspace opacity", "Nodule or mass"],
      },
    },
  }],
};
