/**
 * VinDr-CXR (Nguyen et al., Scientific Data 2022) and the part of it that Kaggle's competition
 * VinBigData used. Three radiologists read each film to train with; the test films were agreed on.
 *
 * @module
 */
import type { Layout, LayoutTable } from "./layout.ts";

const CLASS = { kind: "list", column: "class_name", separator: "|" } as const;

/** One row a box, or a row that says "No finding", of each reader. */
function boxes(file: string): LayoutTable {
  return {
    file,
    header: ["image_id", "rad_id", "class_name", "x_min"],
    columns: { id: "image_id", reader: "rad_id", labels: CLASS },
    repeats: "share",
  };
}

/** Its four tables: boxes, or a column for each label. */
export const vindr: Layout = {
  title: "VinDr-CXR",
  licence: "PhysioNet Credentialed Health Data License 1.5.0",
  source: "https://physionet.org/content/vindr-cxr",
  tables: [
    boxes("annotations_train.csv"),
    {
      file: "annotations_test.csv",
      header: ["image_id", "class_name", "x_min"],
      columns: { id: "image_id", labels: CLASS },
      repeats: "union",
    },
    {
      file: "image_labels_train.csv",
      header: ["image_id", "rad_id", "Aortic enlargement", "Cardiomegaly", "Nodule/Mass"],
      columns: { id: "image_id", reader: "rad_id", labels: { kind: "columns", ignore: [] } },
      repeats: "share",
    },
    {
      file: "image_labels_test.csv",
      header: ["image_id", "Aortic enlargement", "Cardiomegaly", "Nodule/Mass"],
      columns: { id: "image_id", labels: { kind: "columns", ignore: [] } },
    },
  ],
};

/** The competition's table has the boxes of VinDr-CXR, with the numbers of the classes. */
export const vinbigdata: Layout = {
  title: "VinBigData",
  licence: "rules of the competition: research only",
  source: "https://www.kaggle.com/c/vinbigdata-chest-xray-abnormalities-detection",
  tables: [boxes("train.csv")],
};
