/**
 * Asking again after the connection was lost.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import {
  ConnectionLost,
  type SqlConnection,
  type SqlResult,
  type SqlValue,
} from "./sql_connection.ts";

/** How a lost connection is dealt with. */
export interface RetryOptions {
  /** Times that a statement is tried before it is given up; default: 8, about a minute. */
  readonly tries?: number;
  /** Seconds before the second try; default: every further wait is twice as long. 0.5. */
  readonly firstWait?: number;
  /** Told in words of every lost connection. */
  readonly onRetry?: (message: string) => void;
}

/**
 * A connection that tries a statement again when the connection was lost, after longer and longer
 * waits. It suits statements that do no harm when they are done twice.
 */
export class RetryingConnection implements SqlConnection {
  /** See {@linkcode SqlConnection}. */
  readonly name: string;
  readonly #connection: SqlConnection;
  readonly #options: Required<RetryOptions>;

  /** Asks through a connection that makes lost ones again by itself. */
  constructor(
    connection: SqlConnection,
    { tries = 8, firstWait = 0.5, onRetry = () => {} }: RetryOptions = {},
  ) {
    this.name = connection.name;
    this.#connection = connection;
    this.#options = { tries, firstWait, onRetry };
  }

  /**
   * Runs one statement; see {@linkcode SqlConnection.query}.
   *
   * @throws {InputError} if the database was not there at any try
   */
  async query(text: string, values?: readonly SqlValue[]): Promise<SqlResult> {
    const { tries, firstWait, onRetry } = this.#options;
    for (let tried = 1;; tried++) {
      try {
        return await this.#connection.query(text, values);
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        if (tried === tries) {
          throw new InputError(
            `Cannot go on with ${this.name}: ${error.message}; tried ${tries} times. When the ` +
              "server runs again, repeat the command: what was done is kept",
          );
        }
        const wait = firstWait * 2 ** (tried - 1);
        onRetry(
          `Lost ${this.name}: ${error.message}; trying again in ${wait} s (${tried} of ${
            tries - 1
          })`,
        );
        await new Promise((resolve) => setTimeout(resolve, 1000 * wait));
      }
    }
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    await this.#connection.close();
  }
}
