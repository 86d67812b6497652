/**
 * The `data` section of a configuration: which films, which labels, how they are split.
 *
 * @module
 */
import { z } from "zod";

const path = z.string().min(1);
const column = z.string().min(1);

/** What queries are answered from; see `DatabaseChoice`. */
const database = z.enum(["train", "train+validation"]).default("train+validation")
  .describe("what is searched");

/** Shares of patients; see `splitByPatient`. With lists, `validation` is carved out of the first. */
const splitSchema = z.strictObject({
  train: z.number().gt(0).lt(1).default(0.7).describe("share of the patients that train"),
  validation: z.number().min(0).lt(1).default(0.1)
    .describe("share that chooses the best epoch"),
  query: z.number().gt(0).lt(1).default(0.2).describe("share that asks"),
  database,
}).refine(({ train, validation, query }) => train + validation + query <= 1 + 1e-9, {
  error: "the shares train, validation and query must sum to at most 1",
});

const positivesOnly = z.boolean().default(false)
  .describe("leave out films without a finding, before splitting");

/** Which labels and films are used, and for what. */
const choice = {
  labels: z.array(z.string().min(1)).min(1).optional()
    .describe("the labels to use, in this order; default: all in the file"),
  positivesOnly,
  split: splitSchema.prefault({}),
};

/** Both or neither. */
const lists = {
  trainList: path.optional()
    .describe("file of film ids, one a line, to share out between train and validation"),
  testList: path.optional().describe("file of the film ids to ask with; both lists or neither"),
};

/** How image files become square films. */
const imageOptions = {
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
const cellOptions = {
  uncertain: z.enum(["ignore", "zeros", "ones", "soft"]).default("ignore")
    .describe("what −1 means: missing, absent, present, or softValue"),
  softValue: z.number().min(0).max(1).default(0.5).describe("the belief that soft stands for"),
  unmentioned: z.enum(["absent", "missing"]).default("absent").describe("what an empty cell means"),
};

/** Where a generic table keeps what. */
const tableOptions = {
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

const phantomSchema = z.strictObject({
  kind: z.literal("phantom").describe("synthetic chest films; needs no files"),
  films: z.int().min(20).max(1_000_000).default(2000).describe("how many to draw"),
  imageSize: z.union([z.literal(64), z.literal(128)]).default(64)
    .describe("height and width in pixels"),
  positivesOnly,
  split: splitSchema.prefault({}),
});

const nihSchema = z.strictObject({
  kind: z.literal("nih").describe("NIH ChestX-ray14, or a part of it"),
  metadata: path.describe("Data_Entry CSV, the 2017 or the 2020 version, plain or .gz"),
  ...imageOptions,
  ...lists,
  ...choice,
});

const chexpertSchema = z.strictObject({
  kind: z.literal("chexpert").describe("CheXpert"),
  metadata: path.describe("train.csv, plain or .gz"),
  ...imageOptions,
  ...cellOptions,
  ...lists,
  ...choice,
});

const tableSchema = z.strictObject({
  kind: z.literal("table").describe("images with any table of labels (VinDr, MIMIC, PadChest, …)"),
  metadata: path.describe("CSV with a row for each film, plain or .gz"),
  ...imageOptions,
  ...tableOptions,
  ...lists,
  ...choice,
});

const npzSchema = z.strictObject({
  kind: z.literal("npz").describe("MedMNIST's ChestMNIST, or a file like it"),
  images: path.describe("the .npz file, such as chestmnist_64.npz"),
  labelNames: z.array(z.string().min(1)).min(1).optional()
    .describe("names of its label columns; ChestX-ray14's where there are 14"),
  imageSize: z.int().min(8).max(1024).optional()
    .describe("height and width in pixels; default: as in the file"),
  ...choice,
  /** The file's own split is kept. */
  split: z.strictObject({ database }).prefault({}),
});

const featuresSchema = z.strictObject({
  kind: z.literal("features").describe("precomputed features instead of images"),
  features: path.describe("CSV whose first column is the film id, plain or .gz, or .npy"),
  featureIds: path.optional().describe("the film ids of a .npy file, one a line"),
  transform: z.enum(["none", "logit"]).default("none")
    .describe("logit: probabilities p become ln(p / (1 − p))"),
  metadata: path.describe("the labels: ChestX-ray14's metadata (known by its header) or a table"),
  ...tableOptions,
  ...lists,
  ...choice,
});

/**
 * The schema of `data`, by `kind`. Unknown keys are errors and every default is filled in. Its keys
 * are listed in docs/configuration.md.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataSchema } from "./schema.ts";
 *
 * const data = dataSchema.parse({ kind: "nih", metadata: "labels.csv", images: "films" });
 * assertEquals(data.kind === "nih" && data.imageSize, 64);
 * ```
 *
 * @internal Its type is zod's; read {@linkcode DataOptions} instead
 */
export const dataSchema = z.discriminatedUnion("kind", [
  phantomSchema,
  nihSchema,
  chexpertSchema,
  tableSchema,
  npzSchema,
  featuresSchema,
]).superRefine((data, context) => {
  if (!("trainList" in data || "testList" in data)) return;
  if ((data.trainList === undefined) === (data.testList === undefined)) return;
  const absent = data.trainList === undefined ? "trainList" : "testList";
  context.addIssue({
    code: "custom",
    path: [absent],
    message: "trainList and testList must be given together, or neither",
  });
});

/** A validated `data` section with every default filled in. */
export type DataOptions = ReturnType<typeof dataSchema.parse>;

/** The `data` section as a person writes it. */
export type DataInput = ReturnType<typeof dataSchema.encode>;

/** The options of one kind of data. */
export type DataOptionsOf<Kind extends DataOptions["kind"]> = Extract<DataOptions, { kind: Kind }>;
