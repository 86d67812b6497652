/**
 * Collections with one or two labels: of the challenges of RSNA and SIIM, of object-CXR, and the
 * COVID-19 image data collection.
 *
 * @module
 */
import type { Layout } from "./layout.ts";

/** One row a box, or the class of a film, once for each box (Shih et al., 2019). */
export const rsna: Layout = {
  title: "RSNA Pneumonia Detection Challenge",
  licence: "rules of the challenge: non-commercial and academic research",
  source: "https://www.kaggle.com/c/rsna-pneumonia-detection-challenge",
  tables: [
    {
      file: "stage_2_train_labels.csv",
      header: ["patientId", "Target", "width", "height"],
      columns: {
        id: "patientId",
        labels: {
          kind: "columns",
          ignore: [],
          only: ["Target"],
          labelOf: { Target: "Lung Opacity" },
        },
      },
      repeats: "union",
    },
    {
      file: "stage_2_detailed_class_info.csv",
      header: ["patientId", "class"],
      columns: {
        id: "patientId",
        labels: {
          kind: "list",
          column: "class",
          separator: "|",
          vocabulary: ["Lung Opacity", "No Lung Opacity / Not Normal"],
        },
      },
      repeats: "union",
    },
  ],
};

/** One row a mask, −1 where there is none. */
export const siim: Layout = {
  title: "SIIM-ACR Pneumothorax Segmentation",
  licence: "rules of the challenge: non-commercial and academic research",
  source: "https://www.kaggle.com/c/siim-acr-pneumothorax-segmentation",
  tables: [{
    file: "train-rle.csv",
    header: ["ImageId", "EncodedPixels"],
    columns: {
      id: "ImageId",
      labels: { kind: "presence", column: "EncodedPixels", label: "Pneumothorax", absent: ["-1"] },
    },
    repeats: "union",
  }],
};

/** Where foreign objects are; nothing where there are none. */
export const objectCxr: Layout = {
  title: "object-CXR",
  licence: "CC BY-NC 4.0",
  source: "https://jfhealthcare.github.io/object-CXR",
  tables: [{
    file: "train.csv or dev.csv",
    header: ["image_name", "annotation"],
    columns: {
      id: "image_name",
      labels: { kind: "presence", column: "annotation", label: "Foreign Object", absent: [""] },
    },
  }],
};

/** Diagnoses from the general to the particular: `Pneumonia/Viral/COVID-19`. */
export const covid: Layout = {
  title: "COVID-19 image data collection",
  licence: "of each image its own, in its row",
  source: "https://github.com/ieee8023/covid-chestxray-dataset",
  tables: [{
    file: "metadata.csv",
    header: ["patientid", "finding", "view", "filename"],
    columns: {
      id: "filename",
      patient: "patientid",
      sex: "sex",
      age: "age",
      view: "view",
      labels: { kind: "list", column: "finding", separator: "/", aliases: { todo: "" } },
    },
    unmentioned: "missing",
  }],
};
