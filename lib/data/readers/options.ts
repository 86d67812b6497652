/**
 * Options that readers share.
 *
 * @module
 */
import { z } from "zod";

/** A path of a file or a folder. */
export const path = z.string().min(1);

const column = z.string().min(1);

/** What queries are answered from; see `DatabaseChoice`. */
export const database = z.enum(["train", "train+validation"]).default("train+validation")
  .describe("what is searched");

/** Shares of patients; see `splitByPatient`. With lists, `validation` is carved out of the first. */
export const split = z.strictObject({
  train: z.number().gt(0).lt(1).default(0.7).describe("share of the patients that train"),
  validation: z.number().min(0).lt(1).default(0.1)
    .describe("share that chooses the best epoch"),
  query: z.number().gt(0).lt(1).default(0.2).describe("share that asks"),
  database,
}).refine(({ train, validation, query }) => train + validation + query <= 1 + 1e-9, {
  error: "the shares train, validation and query must sum to at most 1",
}).prefault({});

/** Whether films without a finding are used. */
export const positivesOnly = z.boolean().default(false)
  .describe("leave out films without a finding, before splitting");

/** Which labels are used. */
export const labels = z.array(z.string().min(1)).min(1).optional()
  .describe("the labels to use, in this order; default: all in the file");

/** Which labels and films are used, and for what. */
export const choice = {
  /** Both or neither. */
  trainList: path.optional()
    .describe("file of film ids, one a line, to share out between train and validation"),
  testList: path.optional().describe("file of the film ids to ask with; both lists or neither"),
  labels,
  positivesOnly,
  split,
};

/** How image files become square films. */
export const imageOptions = {
  images: path.describe("folder of the images, in any nesting"),
  imageSize: z.int().min(8).max(1024).default(64).describe("height and width in pixels"),
  fit: z.enum(["squash", "crop", "pad"]).default("squash")
    .describe("how a film becomes square: squashed, cropped to its centre, padded with black"),
  dicom: z.strictObject({
    window: z.enum(["file", "full"]).default("file")
      .describe("grey range: the file's own window, or from its least to its greatest value"),
  }).prefault({}),
};

/** How a cell of a one-column-per-label table is read. */
export const cellOptions = {
  uncertain: z.enum(["ignore", "zeros", "ones", "soft"]).default("ignore")
    .describe("what −1 means: missing, absent, present, or softValue"),
  softValue: z.number().min(0).max(1).default(0.5).describe("the belief that soft stands for"),
  unmentioned: z.enum(["absent", "missing"]).default("absent").describe("what an empty cell means"),
};

/** Where a generic table keeps what. */
export const tableOptions = {
  columns: z.strictObject({
    id: column.default("id").describe("column of the film ids"),
    patient: column.optional().describe("column of the patients; default: each film its own"),
    sex: column.optional().describe("column of the sex; only for the breakdown of results"),
    age: column.optional().describe("column of the age; only for the breakdown of results"),
    view: column.optional().describe("column of the view; only for the breakdown of results"),
    labelColumn: column.optional()
      .describe("one column that lists a film's labels; default: a column for each label"),
    separator: z.string().min(1).default("|").describe("between the labels of labelColumn"),
    ignore: z.array(z.string()).default([])
      .describe("columns that are neither a label nor named above"),
  }).prefault({}),
  repeats: z.enum(["error", "mean"]).default("error")
    .describe("rows with one id, such as several readers': an error, or a film with their mean"),
  ...cellOptions,
};
