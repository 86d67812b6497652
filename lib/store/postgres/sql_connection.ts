/**
 * What the store needs of a database: statements with parameters. The client of a server and
 * PGlite both fit behind it, so that every SQL text is one for all.
 *
 * @module
 */

/** A value that stands for `$1`, `$2`, … in a statement; a list is an SQL array. */
export type SqlValue = string | number | null | readonly (string | number | null)[];

/** What a statement gives. */
export interface SqlResult {
  /** Values by column name: numbers for `integer` and `double precision`, text for `text`. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Rows that were inserted, updated or deleted. */
  readonly changed: number;
}

/** A database that answers statements. */
export interface SqlConnection {
  /** What messages call the database; never with a password. */
  readonly name: string;
  /**
   * Runs one statement by itself: it is done whole or not at all.
   *
   * @throws {ConnectionLost} if the database went away; whether the statement was done is unknown
   * @throws {InputError} if the database refuses it for a reason that a user can mend
   */
  query(text: string, values?: readonly SqlValue[]): Promise<SqlResult>;
  /** Ends the connection. */
  close(): Promise<void>;
}

/** The database went away while it was asked, or cannot be reached now. */
export class ConnectionLost extends Error {
  /** What a printed error begins with. */
  override name = "ConnectionLost";
}
