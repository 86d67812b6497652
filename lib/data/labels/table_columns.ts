/**
 * Which column of a table holds what: as a person names them, and with what official tables need
 * beside.
 *
 * @module
 */

/** The columns of a table with a row for each film, or for each reader or box. */
export interface TableColumns {
  readonly id: string;
  /** The patients' column, or what in an id names them. Without it every film has one of its own. */
  readonly patient?: string | PatientInId | undefined;
  readonly sex?: string | undefined;
  /** Ages, or a year of birth and a date, such as `1950` and `20140915`. */
  readonly age?: string | BirthAndDate | undefined;
  /** One column, or several of which the first counts that names a view; a table may lack some. */
  readonly view?: string | readonly string[] | undefined;
  /** The day of the study: one column, or several of which the first counts that a table has. */
  readonly date?: string | readonly string[] | undefined;
  /** Which of the patient's visits it was, as a number that grows with time; likewise. */
  readonly visit?: string | readonly string[] | undefined;
  /** The report: one column, or several that make one, of which a table may lack some. */
  readonly report?: string | readonly string[] | undefined;
  /** Who read the film, where several did. */
  readonly reader?: string | undefined;
  /** The column by which labels of studies find their images, see `joinStudies`. */
  readonly study?: string | undefined;
  readonly labels: LabelPlace;
}

/** A part of the id that names the patient, such as a folder. */
export interface PatientInId {
  /** Its first group is the patient. */
  readonly pattern: RegExp;
  /** What the pattern looks for, for messages: `a folder such as "patient00001"`. */
  readonly expected: string;
}

/** Two columns that give an age. */
export interface BirthAndDate {
  readonly birth: string;
  readonly date: string;
}

/** Where the labels are. */
export type LabelPlace = LabelColumns | LabelList | LabelPresence;

/** A column for each label. */
export interface LabelColumns {
  readonly kind: "columns";
  /** Columns that are neither a label nor of the film. */
  readonly ignore: readonly string[];
  /** Further ones that a table may have. */
  readonly mayHave?: readonly string[] | undefined;
  /** The columns that are labels, whatever others there are. */
  readonly only?: readonly string[] | undefined;
  /** The label of a column that is called otherwise. */
  readonly labelOf?: Readonly<Record<string, string>> | undefined;
}

/** One column that lists a film's labels, or names one of them in each of several rows. */
export interface LabelList {
  readonly kind: "list";
  readonly column: string;
  /** Between the labels of a list; see `separatorOf`. Lists in brackets need none. */
  readonly separator?: string | undefined;
  /** All labels that there may be, in this order; another is an error. */
  readonly vocabulary?: readonly string[] | undefined;
  /** The label that another word stands for; "" where it says nothing. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** What is known of labels that a row does not list; default: that they are absent. */
  readonly unlisted?: "absent" | "missing" | undefined;
}

/** One label, present where a column holds anything but some words. */
export interface LabelPresence {
  readonly kind: "presence";
  readonly column: string;
  readonly label: string;
  /** What stands in the column where the label is absent. */
  readonly absent: readonly string[];
}
