/**
 * The `data` section of a configuration: which films, which labels, how they are split.
 *
 * @module
 */
import { z } from "zod";

/** What queries are answered from; see `DatabaseChoice`. */
const database = z.enum(["train", "train+validation"]).default("train+validation");

/** Shares of patients; see `splitByPatient`. With lists, `validation` is carved out of the first. */
const splitSchema = z.strictObject({
  train: z.number().gt(0).lt(1).default(0.7),
  validation: z.number().min(0).lt(1).default(0.1),
  query: z.number().gt(0).lt(1).default(0.2),
  database,
}).refine(({ train, validation, query }) => train + validation + query <= 1 + 1e-9, {
  error: "the shares train, validation and query must sum to at most 1",
});

/** Leaves out films without a positive label ("No Finding"), before splitting. */
const positivesOnly = z.boolean().default(false);

/** Which labels and films are used, and for what. */
const choice = {
  /** The labels to use, in this order; all that the file holds unless told. */
  labels: z.array(z.string().min(1)).min(1).optional(),
  positivesOnly,
  split: splitSchema.prefault({}),
};

/** Files that list film ids, one a line; both or neither. */
const lists = {
  trainList: z.string().min(1).optional(),
  testList: z.string().min(1).optional(),
};

/** How image files become square films. */
const imageOptions = {
  /** The folder that holds the images, in any nesting. */
  images: z.string().min(1),
  /** Height and width in pixels of what the backbone sees. */
  imageSize: z.int().min(8).max(1024).default(64),
  /** A film that is not square is squashed, cropped to its centre or padded with black. */
  fit: z.enum(["squash", "crop", "pad"]).default("squash"),
  dicom: z.strictObject({
    /** The file's own window, or everything between the least and the greatest value. */
    window: z.enum(["file", "full"]).default("file"),
  }).prefault({}),
};

/** How a cell of a one-column-per-label table is read. */
const cellOptions = {
  /** What −1 means: missing, absent, present, or `softValue`. */
  uncertain: z.enum(["ignore", "zeros", "ones", "soft"]).default("ignore"),
  softValue: z.number().min(0).max(1).default(0.5),
  /** What an empty cell means. */
  unmentioned: z.enum(["absent", "missing"]).default("absent"),
};

/** Where a generic table keeps what. */
const tableOptions = {
  columns: z.strictObject({
    id: z.string().min(1).default("id"),
    patient: z.string().min(1).optional(),
    sex: z.string().min(1).optional(),
    age: z.string().min(1).optional(),
    view: z.string().min(1).optional(),
    /** The one column that lists a film's labels; without it, each label has its own column. */
    labelColumn: z.string().min(1).optional(),
    separator: z.string().min(1).default("|"),
    /** Columns that are neither a label nor named above. */
    ignore: z.array(z.string()).default([]),
  }).prefault({}),
  /** Rows that share an id (several readers of one film): an error, or one film with their mean. */
  repeats: z.enum(["error", "mean"]).default("error"),
  ...cellOptions,
};

const phantomSchema = z.strictObject({
  kind: z.literal("phantom"),
  films: z.int().min(20).max(1_000_000).default(2000),
  imageSize: z.union([z.literal(64), z.literal(128)]).default(64),
  positivesOnly,
  split: splitSchema.prefault({}),
});

const nihSchema = z.strictObject({
  kind: z.literal("nih"),
  metadata: z.string().min(1),
  ...imageOptions,
  ...lists,
  ...choice,
});

const chexpertSchema = z.strictObject({
  kind: z.literal("chexpert"),
  metadata: z.string().min(1),
  ...imageOptions,
  ...cellOptions,
  ...lists,
  ...choice,
});

const tableSchema = z.strictObject({
  kind: z.literal("table"),
  metadata: z.string().min(1),
  ...imageOptions,
  ...tableOptions,
  ...lists,
  ...choice,
});

const npzSchema = z.strictObject({
  kind: z.literal("npz"),
  /** The `.npz` file, such as MedMNIST's `chestmnist_64.npz`. */
  images: z.string().min(1),
  /** Names of the file's label columns; ChestX-ray14's where there are 14. */
  labelNames: z.array(z.string().min(1)).min(1).optional(),
  /** Height and width in pixels; as in the file unless told. */
  imageSize: z.int().min(8).max(1024).optional(),
  ...choice,
  /** The file's own split is kept. */
  split: z.strictObject({ database }).prefault({}),
});

const featuresSchema = z.strictObject({
  kind: z.literal("features"),
  /** A CSV file whose first column is the film id, or a `.npy` file. */
  features: z.string().min(1),
  /** The film ids of a `.npy` file, one a line. */
  featureIds: z.string().min(1).optional(),
  transform: z.enum(["none", "logit"]).default("none"),
  /** The labels: ChestX-ray14's metadata (known by its header) or a generic table. */
  metadata: z.string().min(1),
  ...tableOptions,
  ...lists,
  ...choice,
});

/**
 * The schema of `data`, by `kind`. Unknown keys are errors and every default is filled in.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataSchema } from "./schema.ts";
 *
 * const data = dataSchema.parse({ kind: "nih", metadata: "labels.csv", images: "films" });
 * assertEquals(data.kind === "nih" && data.imageSize, 64);
 * ```
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
export type DataOptions = z.output<typeof dataSchema>;

/** The `data` section as a person writes it. */
export type DataInput = z.input<typeof dataSchema>;

/** The options of one kind of data. */
export type DataOptionsOf<Kind extends DataOptions["kind"]> = Extract<DataOptions, { kind: Kind }>;
