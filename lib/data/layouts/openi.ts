/**
 * Open-i's chest films of Indiana University (Demner-Fushman et al., JAMIA 2016): reports as XML,
 * with headings of MeSH, or as the tables that Kaggle has of them.
 *
 * @module
 */
import type { Layout } from "./layout.ts";
import { REPORT_COLUMNS } from "./openi_reports.ts";

/** A report is of a study, and each study of another patient. */
export const openi: Layout = {
  title: "Open-i, Indiana University",
  licence: "CC BY-NC-ND 4.0",
  source: "https://openi.nlm.nih.gov/faq",
  tables: [
    {
      file: "NLMCXR_reports.tgz or the folder ecgen-radiology",
      header: Object.values(REPORT_COLUMNS),
      columns: {
        id: REPORT_COLUMNS.image,
        patient: REPORT_COLUMNS.report,
        labels: { kind: "list", column: REPORT_COLUMNS.headings },
      },
      unmentioned: "missing",
    },
    {
      file: "indiana_reports.csv, with indiana_projections.csv as data.imageTable",
      header: ["uid", "MeSH", "Problems"],
      columns: {
        id: "filename",
        patient: "uid",
        study: "uid",
        view: ["projection"],
        report: ["findings", "impression"],
        labels: {
          kind: "list",
          column: "Problems",
          separator: ";",
          aliases: { "No Indexing": "" },
        },
      },
      unmentioned: "missing",
    },
  ],
};
