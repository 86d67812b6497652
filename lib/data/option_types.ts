/**
 * The types of options: `DataInput` is what a person writes, `DataOptions` the same with every
 * default filled in.
 *
 * Made by tools/configuration_types.ts from lib/data/readers; do not edit.
 *
 * @module
 */

/** The kinds of `data`. */
export type DataInput =
  | PhantomDataInput
  | NihDataInput
  | ChexpertDataInput
  | TableDataInput
  | NpzDataInput
  | FeaturesDataInput
  | MemoryDataInput;

/** What `data.split.heldOut` holds. */
export interface DataSplitHeldOutInput {
  /** Share of the patients in no part. Default: `0.1`. */
  readonly share?: number | undefined;
  /** Whether they are the queries instead of the others. Default: `false`. */
  readonly asked?: boolean | undefined;
}

/** Patients dealt out at random by the seed. */
export interface PatientsDataSplitInput {
  /** Patients dealt out at random by the seed. */
  readonly kind: "patients";
  /** Share of the patients that train. Default: `0.7`. */
  readonly train?: number | undefined;
  /** Share that chooses the best epoch. Default: `0.1`. */
  readonly validation?: number | undefined;
  /** Share that asks. Default: `0.2`. */
  readonly query?: number | undefined;
  /**
   * What is searched; a number: films of a share of the patients, that nothing learns of.
   * Default: `"train+validation"`.
   */
  readonly database?: "train" | "train+validation" | number | undefined;
  /** See {@linkcode DataSplitHeldOutInput}. */
  readonly heldOut?: DataSplitHeldOutInput | undefined;
  /** Training films that are kept, drawn by the seed; default: all. */
  readonly trainFilms?: number | undefined;
}

/** Synthetic chest films; needs no files. */
export interface PhantomDataInput {
  /** Synthetic chest films; needs no files. */
  readonly kind: "phantom";
  /** How many to draw. Default: `2000`. */
  readonly films?: number | undefined;
  /** Height and width in pixels. Default: `64`. */
  readonly imageSize?: 64 | 128 | undefined;
  /** CSV label_set,count of what occurs together how often; default: ChestX-ray14's. */
  readonly labelSets?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly?: boolean | undefined;
  /** See {@linkcode PatientsDataSplitInput}. Default: `{"kind":"patients"}`. */
  readonly split?: PatientsDataSplitInput | undefined;
}

/** What `data.dicom` holds. */
export interface DataDicomInput {
  /**
   * Grey range: the file's own table or window, or all its values over data.range. Default:
   * `"file"`.
   */
  readonly window?: "file" | "full" | undefined;
}

/** The kinds of `data.range`. */
export type DataRangeInput = FullDataRangeInput | PercentilesDataRangeInput;

/** From the least to the greatest value of the film. */
export interface FullDataRangeInput {
  /** From the least to the greatest value of the film. */
  readonly kind: "full";
}

/** Between two percentiles of its values, so that a hot pixel darkens nothing. */
export interface PercentilesDataRangeInput {
  /** Between two percentiles of its values, so that a hot pixel darkens nothing. */
  readonly kind: "percentiles";
  /** What is black, in per cent. Default: `0.1`. */
  readonly low?: number | undefined;
  /** What is white, in per cent. Default: `99.9`. */
  readonly high?: number | undefined;
}

/** The kinds of `data.split`. */
export type DataSplitInput = PatientsDataSplitInput | ListsDataSplitInput | ColumnDataSplitInput;

/** Two files of film ids, one a line. */
export interface ListsDataSplitInput {
  /** Two files of film ids, one a line. */
  readonly kind: "lists";
  /** File of the films to share out between train and validation. */
  readonly train: string;
  /** File of the films that ask. */
  readonly query: string;
  /** Share of the patients of the list train that chooses the best epoch. Default: `0.125`. */
  readonly validation?: number | undefined;
  /**
   * What is searched; a number: films of a share of the patients, that nothing learns of.
   * Default: `"train+validation"`.
   */
  readonly database?: "train" | "train+validation" | number | undefined;
  /** See {@linkcode DataSplitHeldOutInput}. */
  readonly heldOut?: DataSplitHeldOutInput | undefined;
  /** Training films that are kept, drawn by the seed; default: all. */
  readonly trainFilms?: number | undefined;
}

/** A table that says of each film whether it trains or asks. */
export interface ColumnDataSplitInput {
  /** A table that says of each film whether it trains or asks. */
  readonly kind: "column";
  /** CSV with a row for each film, such as mimic-cxr-2.0.0-split.csv.gz. */
  readonly table: string;
  /** Its column of the film ids. Default: `"id"`. */
  readonly id?: string | undefined;
  /** Its column of the words train, validate and test. Default: `"split"`. */
  readonly column?: string | undefined;
  /**
   * What is searched; a number: films of a share of the patients, that nothing learns of.
   * Default: `"train+validation"`.
   */
  readonly database?: "train" | "train+validation" | number | undefined;
  /** See {@linkcode DataSplitHeldOutInput}. */
  readonly heldOut?: DataSplitHeldOutInput | undefined;
  /** Training films that are kept, drawn by the seed; default: all. */
  readonly trainFilms?: number | undefined;
}

/** NIH ChestX-ray14, or a part of it. */
export interface NihDataInput {
  /** NIH ChestX-ray14, or a part of it. */
  readonly kind: "nih";
  /** Data_Entry CSV, the 2017 or the 2020 version, plain or .gz. */
  readonly metadata: string;
  /** Folder of the images, in any nesting. */
  readonly images: string;
  /** Height and width in pixels. Default: `64`. */
  readonly imageSize?: number | undefined;
  /**
   * How a film becomes square: squashed, cropped to its centre, padded with black. Default:
   * `"squash"`.
   */
  readonly fit?: "squash" | "crop" | "pad" | undefined;
  /** See {@linkcode DataDicomInput}. */
  readonly dicom?: DataDicomInput | undefined;
  /** See {@linkcode DataRangeInput}. Default: `{"kind":"full"}`. */
  readonly range?: DataRangeInput | undefined;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Encoding of tables and lists without a byte-order mark; default: UTF-8. */
  readonly encoding?: string | undefined;
  /** Between the cells of tables: comma, semicolon, tab, bar or a character. */
  readonly separator?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly?: boolean | undefined;
  /** See {@linkcode DataSplitInput}. Default: `{"kind":"patients"}`. */
  readonly split?: DataSplitInput | undefined;
}

/** The kinds of `data.uncertain`. */
export type DataUncertainInput =
  | IgnoreDataUncertainInput
  | ZerosDataUncertainInput
  | OnesDataUncertainInput
  | SoftDataUncertainInput;

/** −1 means missing. */
export interface IgnoreDataUncertainInput {
  /** −1 means missing. */
  readonly kind: "ignore";
}

/** −1 means absent. */
export interface ZerosDataUncertainInput {
  /** −1 means absent. */
  readonly kind: "zeros";
}

/** −1 means present. */
export interface OnesDataUncertainInput {
  /** −1 means present. */
  readonly kind: "ones";
}

/** −1 means present to some degree. */
export interface SoftDataUncertainInput {
  /** −1 means present to some degree. */
  readonly kind: "soft";
  /** The belief that −1 stands for. Default: `0.5`. */
  readonly value?: number | undefined;
}

/** CheXpert. */
export interface ChexpertDataInput {
  /** CheXpert. */
  readonly kind: "chexpert";
  /** train.csv, valid.csv or test_labels.csv, plain or .gz. */
  readonly metadata: string;
  /** Folder of the images, in any nesting. */
  readonly images: string;
  /** Height and width in pixels. Default: `64`. */
  readonly imageSize?: number | undefined;
  /**
   * How a film becomes square: squashed, cropped to its centre, padded with black. Default:
   * `"squash"`.
   */
  readonly fit?: "squash" | "crop" | "pad" | undefined;
  /** See {@linkcode DataDicomInput}. */
  readonly dicom?: DataDicomInput | undefined;
  /** See {@linkcode DataRangeInput}. Default: `{"kind":"full"}`. */
  readonly range?: DataRangeInput | undefined;
  /** See {@linkcode DataUncertainInput}. Default: `{"kind":"ignore"}`. */
  readonly uncertain?: DataUncertainInput | undefined;
  /** What an empty cell or a word such as nan means. Default: `"absent"`. */
  readonly unmentioned?: "absent" | "missing" | undefined;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Encoding of tables and lists without a byte-order mark; default: UTF-8. */
  readonly encoding?: string | undefined;
  /** Between the cells of tables: comma, semicolon, tab, bar or a character. */
  readonly separator?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly?: boolean | undefined;
  /** See {@linkcode DataSplitInput}. Default: `{"kind":"patients"}`. */
  readonly split?: DataSplitInput | undefined;
}

/** The kinds of `data.columns.labels`. */
export type DataColumnsLabelsInput = ColumnsDataColumnsLabelsInput | ListDataColumnsLabelsInput;

/** A column for each label. */
export interface ColumnsDataColumnsLabelsInput {
  /** A column for each label. */
  readonly kind: "columns";
  /** Columns that are neither a label nor named in data.columns. Default: `[]`. */
  readonly ignore?: readonly string[] | undefined;
}

/** One column that lists a film's labels. */
export interface ListDataColumnsLabelsInput {
  /** One column that lists a film's labels. */
  readonly kind: "list";
  /** The column of the lists. */
  readonly column: string;
  /** Between labels; default: | or ; as the cells have it; lists in brackets need none. */
  readonly separator?: string | undefined;
}

/** What `data.columns` holds. */
export interface DataColumnsInput {
  /** Column of the film ids. Default: `"id"`. */
  readonly id?: string | undefined;
  /** Column of the patients; default: each film its own. */
  readonly patient?: string | undefined;
  /** Column of the sex; only for the breakdown of results. */
  readonly sex?: string | undefined;
  /** Column of the age; only for the breakdown of results. */
  readonly age?: string | undefined;
  /** Column of the view; only for the breakdown of results. */
  readonly view?: string | undefined;
  /** Column of the days of the studies, to look films up by. */
  readonly date?: string | undefined;
  /** Column that counts a patient's visits; likewise. */
  readonly visit?: string | undefined;
  /** Column of the reports; likewise. */
  readonly report?: string | undefined;
  /** Column of the studies, here and in data.imageTable. */
  readonly study?: string | undefined;
  /** Column of the readers, where several read a film. */
  readonly reader?: string | undefined;
  /** See {@linkcode DataColumnsLabelsInput}. Default: `{"kind":"columns"}`. */
  readonly labels?: DataColumnsLabelsInput | undefined;
}

/** Images with a table of labels: an official one, or any. */
export interface TableDataInput {
  /** Images with a table of labels: an official one, or any. */
  readonly kind: "table";
  /** CSV with rows for each film, plain or .gz; of Open-i a .tgz or a folder. */
  readonly metadata: string;
  /** Folder of the images, in any nesting. */
  readonly images: string;
  /** Height and width in pixels. Default: `64`. */
  readonly imageSize?: number | undefined;
  /**
   * How a film becomes square: squashed, cropped to its centre, padded with black. Default:
   * `"squash"`.
   */
  readonly fit?: "squash" | "crop" | "pad" | undefined;
  /** See {@linkcode DataDicomInput}. */
  readonly dicom?: DataDicomInput | undefined;
  /** See {@linkcode DataRangeInput}. Default: `{"kind":"full"}`. */
  readonly range?: DataRangeInput | undefined;
  /** Official table that it is; default: known by its header, where no columns are named. */
  readonly layout?:
    | "nih"
    | "chexpert"
    | "cxr-lt"
    | "mimic"
    | "padchest"
    | "vindr"
    | "vinbigdata"
    | "openi"
    | "brax"
    | "brax-dicom"
    | "rsna"
    | "siim"
    | "object-cxr"
    | "nih-google"
    | "covid"
    | undefined;
  /** CSV with a row for each image, where the labels are of studies. */
  readonly imageTable?: string | undefined;
  /** See {@linkcode DataColumnsInput}. */
  readonly columns?: DataColumnsInput | undefined;
  /** Which findings a film with several rows has; default: as the layout, else error. */
  readonly repeats?: "error" | "union" | "majority" | "share" | undefined;
  /** See {@linkcode DataUncertainInput}. Default: `{"kind":"ignore"}`. */
  readonly uncertain?: DataUncertainInput | undefined;
  /** What an empty cell or a word such as nan means; default: as the layout, else absent. */
  readonly unmentioned?: "absent" | "missing" | undefined;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Encoding of tables and lists without a byte-order mark; default: UTF-8. */
  readonly encoding?: string | undefined;
  /** Between the cells of tables: comma, semicolon, tab, bar or a character. */
  readonly separator?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly?: boolean | undefined;
  /** See {@linkcode DataSplitInput}. Default: `{"kind":"patients"}`. */
  readonly split?: DataSplitInput | undefined;
}

/** What `data.split` holds. */
export interface NpzDataSplitInput {
  /**
   * What is searched; a number: films of a share of the patients, that nothing learns of.
   * Default: `"train+validation"`.
   */
  readonly database?: "train" | "train+validation" | number | undefined;
  /** See {@linkcode DataSplitHeldOutInput}. */
  readonly heldOut?: DataSplitHeldOutInput | undefined;
  /** Training films that are kept, drawn by the seed; default: all. */
  readonly trainFilms?: number | undefined;
}

/** MedMNIST's ChestMNIST, or a file like it. */
export interface NpzDataInput {
  /** MedMNIST's ChestMNIST, or a file like it. */
  readonly kind: "npz";
  /** The .npz file, such as chestmnist_64.npz. */
  readonly images: string;
  /** Names of its label columns; ChestX-ray14's where there are 14. */
  readonly labelNames?: readonly string[] | undefined;
  /** Height and width in pixels; default: as in the file. */
  readonly imageSize?: number | undefined;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly?: boolean | undefined;
  /** See {@linkcode NpzDataSplitInput}. */
  readonly split?: NpzDataSplitInput | undefined;
}

/** Precomputed features instead of images. */
export interface FeaturesDataInput {
  /** Precomputed features instead of images. */
  readonly kind: "features";
  /** CSV, Parquet, .npy or .npz, plain or .gz. */
  readonly features: string;
  /** The film ids of an array: a text with one a line, a .npy of text, or CSV. */
  readonly featureIds?: string | undefined;
  /** The array of a .npz file; default: the only one of numbers [films, width]. */
  readonly featureArray?: string | undefined;
  /** The column of the film ids, in .npz their array; default: id, or the only one of text. */
  readonly featureIdColumn?: string | undefined;
  /** Logit: probabilities p become ln(p / (1 − p)). Default: `"none"`. */
  readonly transform?: "none" | "logit" | undefined;
  /** The labels: a table, as those of the kind table. */
  readonly metadata: string;
  /** Official table that it is; default: known by its header, where no columns are named. */
  readonly layout?:
    | "nih"
    | "chexpert"
    | "cxr-lt"
    | "mimic"
    | "padchest"
    | "vindr"
    | "vinbigdata"
    | "openi"
    | "brax"
    | "brax-dicom"
    | "rsna"
    | "siim"
    | "object-cxr"
    | "nih-google"
    | "covid"
    | undefined;
  /** CSV with a row for each image, where the labels are of studies. */
  readonly imageTable?: string | undefined;
  /** See {@linkcode DataColumnsInput}. */
  readonly columns?: DataColumnsInput | undefined;
  /** Which findings a film with several rows has; default: as the layout, else error. */
  readonly repeats?: "error" | "union" | "majority" | "share" | undefined;
  /** See {@linkcode DataUncertainInput}. Default: `{"kind":"ignore"}`. */
  readonly uncertain?: DataUncertainInput | undefined;
  /** What an empty cell or a word such as nan means; default: as the layout, else absent. */
  readonly unmentioned?: "absent" | "missing" | undefined;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Encoding of tables and lists without a byte-order mark; default: UTF-8. */
  readonly encoding?: string | undefined;
  /** Between the cells of tables: comma, semicolon, tab, bar or a character. */
  readonly separator?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly?: boolean | undefined;
  /** See {@linkcode DataSplitInput}. Default: `{"kind":"patients"}`. */
  readonly split?: DataSplitInput | undefined;
}

/** Films that a program has in memory, and no command can read. */
export interface MemoryDataInput {
  /** Films that a program has in memory, and no command can read. */
  readonly kind: "memory";
}

/** The kinds of `data`. */
export type DataOptions =
  | PhantomDataOptions
  | NihDataOptions
  | ChexpertDataOptions
  | TableDataOptions
  | NpzDataOptions
  | FeaturesDataOptions
  | MemoryDataOptions;

/** What `data.split.heldOut` holds. */
export interface DataSplitHeldOutOptions {
  /** Share of the patients in no part. Default: `0.1`. */
  readonly share: number;
  /** Whether they are the queries instead of the others. Default: `false`. */
  readonly asked: boolean;
}

/** Patients dealt out at random by the seed. */
export interface PatientsDataSplitOptions {
  /** Patients dealt out at random by the seed. */
  readonly kind: "patients";
  /** Share of the patients that train. Default: `0.7`. */
  readonly train: number;
  /** Share that chooses the best epoch. Default: `0.1`. */
  readonly validation: number;
  /** Share that asks. Default: `0.2`. */
  readonly query: number;
  /**
   * What is searched; a number: films of a share of the patients, that nothing learns of.
   * Default: `"train+validation"`.
   */
  readonly database: "train" | "train+validation" | number;
  /** See {@linkcode DataSplitHeldOutOptions}. */
  readonly heldOut?: DataSplitHeldOutOptions | undefined;
  /** Training films that are kept, drawn by the seed; default: all. */
  readonly trainFilms?: number | undefined;
}

/** Synthetic chest films; needs no files. */
export interface PhantomDataOptions {
  /** Synthetic chest films; needs no files. */
  readonly kind: "phantom";
  /** How many to draw. Default: `2000`. */
  readonly films: number;
  /** Height and width in pixels. Default: `64`. */
  readonly imageSize: 64 | 128;
  /** CSV label_set,count of what occurs together how often; default: ChestX-ray14's. */
  readonly labelSets?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly: boolean;
  /** See {@linkcode PatientsDataSplitOptions}. */
  readonly split: PatientsDataSplitOptions;
}

/** What `data.dicom` holds. */
export interface DataDicomOptions {
  /**
   * Grey range: the file's own table or window, or all its values over data.range. Default:
   * `"file"`.
   */
  readonly window: "file" | "full";
}

/** The kinds of `data.range`. */
export type DataRangeOptions = FullDataRangeOptions | PercentilesDataRangeOptions;

/** From the least to the greatest value of the film. */
export interface FullDataRangeOptions {
  /** From the least to the greatest value of the film. */
  readonly kind: "full";
}

/** Between two percentiles of its values, so that a hot pixel darkens nothing. */
export interface PercentilesDataRangeOptions {
  /** Between two percentiles of its values, so that a hot pixel darkens nothing. */
  readonly kind: "percentiles";
  /** What is black, in per cent. Default: `0.1`. */
  readonly low: number;
  /** What is white, in per cent. Default: `99.9`. */
  readonly high: number;
}

/** The kinds of `data.split`. */
export type DataSplitOptions =
  | PatientsDataSplitOptions
  | ListsDataSplitOptions
  | ColumnDataSplitOptions;

/** Two files of film ids, one a line. */
export interface ListsDataSplitOptions {
  /** Two files of film ids, one a line. */
  readonly kind: "lists";
  /** File of the films to share out between train and validation. */
  readonly train: string;
  /** File of the films that ask. */
  readonly query: string;
  /** Share of the patients of the list train that chooses the best epoch. Default: `0.125`. */
  readonly validation: number;
  /**
   * What is searched; a number: films of a share of the patients, that nothing learns of.
   * Default: `"train+validation"`.
   */
  readonly database: "train" | "train+validation" | number;
  /** See {@linkcode DataSplitHeldOutOptions}. */
  readonly heldOut?: DataSplitHeldOutOptions | undefined;
  /** Training films that are kept, drawn by the seed; default: all. */
  readonly trainFilms?: number | undefined;
}

/** A table that says of each film whether it trains or asks. */
export interface ColumnDataSplitOptions {
  /** A table that says of each film whether it trains or asks. */
  readonly kind: "column";
  /** CSV with a row for each film, such as mimic-cxr-2.0.0-split.csv.gz. */
  readonly table: string;
  /** Its column of the film ids. Default: `"id"`. */
  readonly id: string;
  /** Its column of the words train, validate and test. Default: `"split"`. */
  readonly column: string;
  /**
   * What is searched; a number: films of a share of the patients, that nothing learns of.
   * Default: `"train+validation"`.
   */
  readonly database: "train" | "train+validation" | number;
  /** See {@linkcode DataSplitHeldOutOptions}. */
  readonly heldOut?: DataSplitHeldOutOptions | undefined;
  /** Training films that are kept, drawn by the seed; default: all. */
  readonly trainFilms?: number | undefined;
}

/** NIH ChestX-ray14, or a part of it. */
export interface NihDataOptions {
  /** NIH ChestX-ray14, or a part of it. */
  readonly kind: "nih";
  /** Data_Entry CSV, the 2017 or the 2020 version, plain or .gz. */
  readonly metadata: string;
  /** Folder of the images, in any nesting. */
  readonly images: string;
  /** Height and width in pixels. Default: `64`. */
  readonly imageSize: number;
  /**
   * How a film becomes square: squashed, cropped to its centre, padded with black. Default:
   * `"squash"`.
   */
  readonly fit: "squash" | "crop" | "pad";
  /** See {@linkcode DataDicomOptions}. */
  readonly dicom: DataDicomOptions;
  /** See {@linkcode DataRangeOptions}. */
  readonly range: DataRangeOptions;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Encoding of tables and lists without a byte-order mark; default: UTF-8. */
  readonly encoding?: string | undefined;
  /** Between the cells of tables: comma, semicolon, tab, bar or a character. */
  readonly separator?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly: boolean;
  /** See {@linkcode DataSplitOptions}. */
  readonly split: DataSplitOptions;
}

/** The kinds of `data.uncertain`. */
export type DataUncertainOptions =
  | IgnoreDataUncertainOptions
  | ZerosDataUncertainOptions
  | OnesDataUncertainOptions
  | SoftDataUncertainOptions;

/** −1 means missing. */
export interface IgnoreDataUncertainOptions {
  /** −1 means missing. */
  readonly kind: "ignore";
}

/** −1 means absent. */
export interface ZerosDataUncertainOptions {
  /** −1 means absent. */
  readonly kind: "zeros";
}

/** −1 means present. */
export interface OnesDataUncertainOptions {
  /** −1 means present. */
  readonly kind: "ones";
}

/** −1 means present to some degree. */
export interface SoftDataUncertainOptions {
  /** −1 means present to some degree. */
  readonly kind: "soft";
  /** The belief that −1 stands for. Default: `0.5`. */
  readonly value: number;
}

/** CheXpert. */
export interface ChexpertDataOptions {
  /** CheXpert. */
  readonly kind: "chexpert";
  /** train.csv, valid.csv or test_labels.csv, plain or .gz. */
  readonly metadata: string;
  /** Folder of the images, in any nesting. */
  readonly images: string;
  /** Height and width in pixels. Default: `64`. */
  readonly imageSize: number;
  /**
   * How a film becomes square: squashed, cropped to its centre, padded with black. Default:
   * `"squash"`.
   */
  readonly fit: "squash" | "crop" | "pad";
  /** See {@linkcode DataDicomOptions}. */
  readonly dicom: DataDicomOptions;
  /** See {@linkcode DataRangeOptions}. */
  readonly range: DataRangeOptions;
  /** See {@linkcode DataUncertainOptions}. */
  readonly uncertain: DataUncertainOptions;
  /** What an empty cell or a word such as nan means. Default: `"absent"`. */
  readonly unmentioned: "absent" | "missing";
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Encoding of tables and lists without a byte-order mark; default: UTF-8. */
  readonly encoding?: string | undefined;
  /** Between the cells of tables: comma, semicolon, tab, bar or a character. */
  readonly separator?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly: boolean;
  /** See {@linkcode DataSplitOptions}. */
  readonly split: DataSplitOptions;
}

/** The kinds of `data.columns.labels`. */
export type DataColumnsLabelsOptions =
  | ColumnsDataColumnsLabelsOptions
  | ListDataColumnsLabelsOptions;

/** A column for each label. */
export interface ColumnsDataColumnsLabelsOptions {
  /** A column for each label. */
  readonly kind: "columns";
  /** Columns that are neither a label nor named in data.columns. Default: `[]`. */
  readonly ignore: readonly string[];
}

/** One column that lists a film's labels. */
export interface ListDataColumnsLabelsOptions {
  /** One column that lists a film's labels. */
  readonly kind: "list";
  /** The column of the lists. */
  readonly column: string;
  /** Between labels; default: | or ; as the cells have it; lists in brackets need none. */
  readonly separator?: string | undefined;
}

/** What `data.columns` holds. */
export interface DataColumnsOptions {
  /** Column of the film ids. Default: `"id"`. */
  readonly id: string;
  /** Column of the patients; default: each film its own. */
  readonly patient?: string | undefined;
  /** Column of the sex; only for the breakdown of results. */
  readonly sex?: string | undefined;
  /** Column of the age; only for the breakdown of results. */
  readonly age?: string | undefined;
  /** Column of the view; only for the breakdown of results. */
  readonly view?: string | undefined;
  /** Column of the days of the studies, to look films up by. */
  readonly date?: string | undefined;
  /** Column that counts a patient's visits; likewise. */
  readonly visit?: string | undefined;
  /** Column of the reports; likewise. */
  readonly report?: string | undefined;
  /** Column of the studies, here and in data.imageTable. */
  readonly study?: string | undefined;
  /** Column of the readers, where several read a film. */
  readonly reader?: string | undefined;
  /** See {@linkcode DataColumnsLabelsOptions}. */
  readonly labels: DataColumnsLabelsOptions;
}

/** Images with a table of labels: an official one, or any. */
export interface TableDataOptions {
  /** Images with a table of labels: an official one, or any. */
  readonly kind: "table";
  /** CSV with rows for each film, plain or .gz; of Open-i a .tgz or a folder. */
  readonly metadata: string;
  /** Folder of the images, in any nesting. */
  readonly images: string;
  /** Height and width in pixels. Default: `64`. */
  readonly imageSize: number;
  /**
   * How a film becomes square: squashed, cropped to its centre, padded with black. Default:
   * `"squash"`.
   */
  readonly fit: "squash" | "crop" | "pad";
  /** See {@linkcode DataDicomOptions}. */
  readonly dicom: DataDicomOptions;
  /** See {@linkcode DataRangeOptions}. */
  readonly range: DataRangeOptions;
  /** Official table that it is; default: known by its header, where no columns are named. */
  readonly layout?:
    | "nih"
    | "chexpert"
    | "cxr-lt"
    | "mimic"
    | "padchest"
    | "vindr"
    | "vinbigdata"
    | "openi"
    | "brax"
    | "brax-dicom"
    | "rsna"
    | "siim"
    | "object-cxr"
    | "nih-google"
    | "covid"
    | undefined;
  /** CSV with a row for each image, where the labels are of studies. */
  readonly imageTable?: string | undefined;
  /** See {@linkcode DataColumnsOptions}. */
  readonly columns: DataColumnsOptions;
  /** Which findings a film with several rows has; default: as the layout, else error. */
  readonly repeats?: "error" | "union" | "majority" | "share" | undefined;
  /** See {@linkcode DataUncertainOptions}. */
  readonly uncertain: DataUncertainOptions;
  /** What an empty cell or a word such as nan means; default: as the layout, else absent. */
  readonly unmentioned?: "absent" | "missing" | undefined;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Encoding of tables and lists without a byte-order mark; default: UTF-8. */
  readonly encoding?: string | undefined;
  /** Between the cells of tables: comma, semicolon, tab, bar or a character. */
  readonly separator?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly: boolean;
  /** See {@linkcode DataSplitOptions}. */
  readonly split: DataSplitOptions;
}

/** What `data.split` holds. */
export interface NpzDataSplitOptions {
  /**
   * What is searched; a number: films of a share of the patients, that nothing learns of.
   * Default: `"train+validation"`.
   */
  readonly database: "train" | "train+validation" | number;
  /** See {@linkcode DataSplitHeldOutOptions}. */
  readonly heldOut?: DataSplitHeldOutOptions | undefined;
  /** Training films that are kept, drawn by the seed; default: all. */
  readonly trainFilms?: number | undefined;
}

/** MedMNIST's ChestMNIST, or a file like it. */
export interface NpzDataOptions {
  /** MedMNIST's ChestMNIST, or a file like it. */
  readonly kind: "npz";
  /** The .npz file, such as chestmnist_64.npz. */
  readonly images: string;
  /** Names of its label columns; ChestX-ray14's where there are 14. */
  readonly labelNames?: readonly string[] | undefined;
  /** Height and width in pixels; default: as in the file. */
  readonly imageSize?: number | undefined;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly: boolean;
  /** See {@linkcode NpzDataSplitOptions}. */
  readonly split: NpzDataSplitOptions;
}

/** Precomputed features instead of images. */
export interface FeaturesDataOptions {
  /** Precomputed features instead of images. */
  readonly kind: "features";
  /** CSV, Parquet, .npy or .npz, plain or .gz. */
  readonly features: string;
  /** The film ids of an array: a text with one a line, a .npy of text, or CSV. */
  readonly featureIds?: string | undefined;
  /** The array of a .npz file; default: the only one of numbers [films, width]. */
  readonly featureArray?: string | undefined;
  /** The column of the film ids, in .npz their array; default: id, or the only one of text. */
  readonly featureIdColumn?: string | undefined;
  /** Logit: probabilities p become ln(p / (1 − p)). Default: `"none"`. */
  readonly transform: "none" | "logit";
  /** The labels: a table, as those of the kind table. */
  readonly metadata: string;
  /** Official table that it is; default: known by its header, where no columns are named. */
  readonly layout?:
    | "nih"
    | "chexpert"
    | "cxr-lt"
    | "mimic"
    | "padchest"
    | "vindr"
    | "vinbigdata"
    | "openi"
    | "brax"
    | "brax-dicom"
    | "rsna"
    | "siim"
    | "object-cxr"
    | "nih-google"
    | "covid"
    | undefined;
  /** CSV with a row for each image, where the labels are of studies. */
  readonly imageTable?: string | undefined;
  /** See {@linkcode DataColumnsOptions}. */
  readonly columns: DataColumnsOptions;
  /** Which findings a film with several rows has; default: as the layout, else error. */
  readonly repeats?: "error" | "union" | "majority" | "share" | undefined;
  /** See {@linkcode DataUncertainOptions}. */
  readonly uncertain: DataUncertainOptions;
  /** What an empty cell or a word such as nan means; default: as the layout, else absent. */
  readonly unmentioned?: "absent" | "missing" | undefined;
  /** The labels to use, in this order; default: all in the file. */
  readonly labels?: readonly string[] | undefined;
  /** Encoding of tables and lists without a byte-order mark; default: UTF-8. */
  readonly encoding?: string | undefined;
  /** Between the cells of tables: comma, semicolon, tab, bar or a character. */
  readonly separator?: string | undefined;
  /** Leave out films without a finding, before splitting. Default: `false`. */
  readonly positivesOnly: boolean;
  /** See {@linkcode DataSplitOptions}. */
  readonly split: DataSplitOptions;
}

/** Films that a program has in memory, and no command can read. */
export interface MemoryDataOptions {
  /** Films that a program has in memory, and no command can read. */
  readonly kind: "memory";
}
