/**
 * Options that readers share.
 *
 * @module
 */
import { z } from "zod";
import { PLACE } from "../../base/place.ts";
import { LAYOUT_NAMES } from "../layouts/registry.ts";
import { SEPARATOR_NAMES, separatorOf } from "../tables/dialect.ts";
import { isEncoding, unknownEncoding } from "../tables/encoding.ts";

/** A path of a file or a folder. */
export const path = z.string().min(1).meta(PLACE);

const column = z.string().min(1);

/** What every kind of split may say; see `SplitOptions` and `withFewerFilms`. */
export const splitOptions = {
  database: z.union([z.enum(["train", "train+validation"]), z.number().gt(0).lt(1)])
    .default("train+validation")
    .describe(
      "what is searched; a number: films of a share of the patients, that nothing learns of",
    ),
  heldOut: z.strictObject({
    share: z.number().gt(0).lt(1).default(0.1).describe("share of the patients in no part"),
    asked: z.boolean().default(false).describe(
      "whether they are the queries instead of the others",
    ),
  }).optional(),
  trainFilms: z.int().positive().optional()
    .describe("training films that are kept, drawn by the seed; default: all"),
};

/** The share of the patients that are searched only. */
const searchedOnly = (database: unknown) => typeof database === "number" ? database : 0;

/** Shares of patients; see `splitByPatient`. */
const shares = z.strictObject({
  kind: z.literal("patients").describe("patients dealt out at random by the seed"),
  train: z.number().gt(0).lt(1).default(0.7).describe("share of the patients that train"),
  validation: z.number().min(0).lt(1).default(0.1)
    .describe("share that chooses the best epoch"),
  query: z.number().gt(0).lt(1).default(0.2).describe("share that asks"),
  ...splitOptions,
}).refine(
  ({ train, validation, query, database }) =>
    train + validation + query + searchedOnly(database) <= 1 + 1e-9,
  {
    error:
      "the shares train, validation and query must sum to at most 1, with that of a database " +
      "of its own",
  },
);

/** Published lists; see `splitByLists`. */
const lists = z.strictObject({
  kind: z.literal("lists").describe("two files of film ids, one a line"),
  train: path.describe("file of the films to share out between train and validation"),
  query: path.describe("file of the films that ask"),
  validation: z.number().min(0).lt(1).default(0.125)
    .describe("share of the patients of the list train that chooses the best epoch"),
  ...splitOptions,
}).refine(({ validation, database }) => validation + searchedOnly(database) < 1, {
  error: "the shares validation and database must sum to less than 1",
});

/** A published table; see `sidesOf`. */
const byColumn = z.strictObject({
  kind: z.literal("column").describe("a table that says of each film whether it trains or asks"),
  table: path.describe("CSV with a row for each film, such as mimic-cxr-2.0.0-split.csv.gz"),
  id: column.default("id").describe("its column of the film ids"),
  column: column.default("split").describe("its column of the words train, validate and test"),
  ...splitOptions,
});

/** The split of films that no list can name. */
export const patientSplit = shares.prefault({ kind: "patients" });

/** Whether films without a finding are used. */
export const positivesOnly = z.boolean().default(false)
  .describe("leave out films without a finding, before splitting");

/** Which labels are used. */
export const labels = z.array(z.string().min(1)).min(1).optional()
  .describe("the labels to use, in this order; default: all in the file");

/** How text files are read. */
export const textOptions = {
  encoding: z.string().refine(isEncoding, { error: (issue) => unknownEncoding(issue.input) })
    .optional()
    .describe("encoding of tables and lists without a byte-order mark; default: UTF-8"),
  separator: z.string().refine((name) => separatorOf(name) !== undefined, {
    error: `expected ${SEPARATOR_NAMES.join(", ")} or a character`,
  }).optional()
    .describe(`between the cells of tables: ${SEPARATOR_NAMES.join(", ")} or a character`),
};

/** Which labels and films are used, and for what. */
export const choice = {
  labels,
  ...textOptions,
  positivesOnly,
  split: z.discriminatedUnion("kind", [shares, lists, byColumn]).prefault({ kind: "patients" }),
};

/** How image files become square films. */
export const imageOptions = {
  images: path.describe("folder of the images, in any nesting"),
  imageSize: z.int().min(8).max(1024).default(64).describe("height and width in pixels"),
  fit: z.enum(["squash", "crop", "pad"]).default("squash")
    .describe("how a film becomes square: squashed, cropped to its centre, padded with black"),
  dicom: z.strictObject({
    window: z.enum(["file", "full"]).default("file")
      .describe("grey range: the file's own table or window, or all its values over data.range"),
  }).prefault({}),
  range: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("full").describe("from the least to the greatest value of the film"),
    }),
    z.strictObject({
      kind: z.literal("percentiles")
        .describe("between two percentiles of its values, so that a hot pixel darkens nothing"),
      low: z.number().min(0).max(100).default(0.1).describe("what is black, in per cent"),
      high: z.number().min(0).max(100).default(99.9).describe("what is white, in per cent"),
    }).refine(({ low, high }) => low < high, { error: "low must be less than high" }),
  ]).prefault({ kind: "full" }),
};

/** How a cell of a one-column-per-label table is read. */
export const cellOptions = {
  uncertain: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("ignore").describe("−1 means missing") }),
    z.strictObject({ kind: z.literal("zeros").describe("−1 means absent") }),
    z.strictObject({ kind: z.literal("ones").describe("−1 means present") }),
    z.strictObject({
      kind: z.literal("soft").describe("−1 means present to some degree"),
      value: z.number().min(0).max(1).default(0.5).describe("the belief that −1 stands for"),
    }),
  ]).prefault({ kind: "ignore" }),
  unmentioned: z.enum(["absent", "missing"]).default("absent").describe(
    "what an empty cell or a word such as nan means",
  ),
};

/** Where a table keeps what. */
export const tableOptions = {
  layout: z.enum(LAYOUT_NAMES).optional()
    .describe(
      "official table that it is; default: known by its header, where no columns are named",
    ),
  imageTable: path.optional()
    .describe("CSV with a row for each image, where the labels are of studies"),
  columns: z.strictObject({
    id: column.default("id").describe("column of the film ids"),
    patient: column.optional().describe("column of the patients; default: each film its own"),
    sex: column.optional().describe("column of the sex; only for the breakdown of results"),
    age: column.optional().describe("column of the age; only for the breakdown of results"),
    view: column.optional().describe("column of the view; only for the breakdown of results"),
    date: column.optional().describe("column of the days of the studies, to look films up by"),
    visit: column.optional().describe("column that counts a patient's visits; likewise"),
    report: column.optional().describe("column of the reports; likewise"),
    study: column.optional().describe("column of the studies, here and in data.imageTable"),
    reader: column.optional().describe("column of the readers, where several read a film"),
    labels: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("columns").describe("a column for each label"),
        ignore: z.array(z.string()).default([])
          .describe("columns that are neither a label nor named in data.columns"),
      }),
      z.strictObject({
        kind: z.literal("list").describe("one column that lists a film's labels"),
        column: column.describe("the column of the lists"),
        separator: z.string().min(1).optional()
          .describe(
            "between labels; default: | or ; as the cells have it; lists in brackets need none",
          ),
      }),
    ]).prefault({ kind: "columns" }),
  }).prefault({}),
  repeats: z.enum(["error", "union", "majority", "share"]).optional()
    .describe("which findings a film with several rows has; default: as the layout, else error"),
  ...cellOptions,
  unmentioned: cellOptions.unmentioned.unwrap().optional()
    .describe(
      "what an empty cell or a word such as nan means; default: as the layout, else absent",
    ),
};
