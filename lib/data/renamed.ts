/**
 * Keys of the `data` section in earlier versions and what they are called now.
 *
 * @module
 */

/** The new key by the old one, both below `data`. */
export const RENAMED_DATA_KEYS: Readonly<Record<string, string>> = {
  "trainList": "split.train of the kind lists",
  "testList": "split.query of the kind lists",
  "softValue": "uncertain.value of the kind soft",
  "columns.labelColumn": "columns.labels.column of the kind list",
  "columns.separator": "columns.labels.separator of the kind list",
  "columns.ignore": "columns.labels.ignore",
};
