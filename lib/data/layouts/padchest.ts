/**
 * PadChest (Bustos et al., Medical Image Analysis 2020).
 *
 * @module
 */
import type { Layout } from "./layout.ts";

/**
 * Lists as Python prints them. Reports without labels say nothing, and `normal` is no finding; of the
 * other words, `unchanged`, `exclude` and `suboptimal study` are none to learn, see `data.labels`.
 * Ages are years of study less years of birth.
 */
export const padchest: Layout = {
  title: "PadChest",
  licence: "PadChest Dataset Research Use Agreement",
  source: "https://bimcv.cipf.es/bimcv-projects/padchest",
  tables: [{
    file: "PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv",
    header: ["ImageID", "PatientID", "Projection", "Labels", "PatientSex_DICOM"],
    columns: {
      id: "ImageID",
      patient: "PatientID",
      sex: "PatientSex_DICOM",
      age: { birth: "PatientBirth", date: "StudyDate_DICOM" },
      view: "Projection",
      date: "StudyDate_DICOM",
      report: ["Report"],
      labels: { kind: "list", column: "Labels", separator: "|" },
    },
    unmentioned: "missing",
  }],
};
