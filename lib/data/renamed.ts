/**
 * Keys and values of the `data` section in earlier versions and what they are called now.
 *
 * @module
 */

/** The new key by the old one, or the new value by the old one, all below `data`. */
export const RENAMED_DATA_KEYS: Readonly<Record<string, string>> = {
  "trainList": "split.train of the kind lists",
  "testList": "split.query of the kind lists",
  "softValue": "uncertain.value of the kind soft",
  "columns.labelColumn": "columns.labels.column of the kind list",
  "columns.separator": "columns.labels.separator of the kind list",
  "columns.ignore": "columns.labels.ignore",
  // The mean over rows lost findings wherever a reader has a row for each.
  "repeats=mean": "repeats=share, the share of the readers in the column columns.reader",
};
