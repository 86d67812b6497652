/**
 * The connection to a PostgreSQL server, by the client `pg`.
 *
 * @module
 */
import type { ConnectionOptions } from "node:tls";
// @ts-types="@types/pg"
import pg from "pg";
import { InputError } from "../../base/errors.ts";
import { readText } from "../../base/files.ts";
import { RetryingConnection, type RetryOptions } from "./retry.ts";
import { addressName, isLocal, type ServerAddress } from "./server_url.ts";
import {
  ConnectionLost,
  type SqlConnection,
  type SqlResult,
  type SqlValue,
} from "./sql_connection.ts";

/**
 * Connects to a server. Later, a lost connection is made again; see {@linkcode RetryingConnection}.
 *
 * Connections to other machines are encrypted, and the server must prove its name, unless the
 * address says otherwise (sslmode).
 *
 * @throws {InputError} if the server cannot be reached, does not let the user in, or has no such
 * database
 */
export async function connect(
  address: ServerAddress,
  options: RetryOptions = {},
): Promise<SqlConnection> {
  const connection = new PoolConnection(address, await tlsOptions(address));
  try {
    await connection.query("select 1");
  } catch (error) {
    await connection.close();
    if (!(error instanceof ConnectionLost)) throw error;
    throw new InputError(
      `Cannot reach ${connection.name}: ${error.message}; check host and port, and that the ` +
        "server runs and listens there",
    );
  }
  return new RetryingConnection(connection, options);
}

/** A pool of connections to one server. */
class PoolConnection implements SqlConnection {
  readonly name: string;
  readonly #pool: pg.Pool;
  /** Queries that may run at once; others wait here, where waiting counts as no lost connection. */
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(address: ServerAddress, ssl: ConnectionOptions | false) {
    const { host, port, database, user, password, settings } = address;
    this.name = addressName(address);
    this.#free = settings.pool_max;
    this.#pool = new pg.Pool({
      host,
      port,
      database,
      user,
      password,
      ssl,
      max: settings.pool_max,
      connectionTimeoutMillis: 1000 * settings.connect_timeout,
      statement_timeout: 1000 * settings.statement_timeout,
      application_name: settings.application_name,
      keepAlive: true,
    });
    // A connection that is lost while it waits in the pool leaves it; the next query makes another.
    this.#pool.on("error", () => {});
  }

  async query(text: string, values: readonly SqlValue[] = []): Promise<SqlResult> {
    await this.#turn();
    try {
      const { rows, rowCount } = await this.#pool.query(text, [...values]);
      return { rows, changed: rowCount ?? 0 };
    } catch (error) {
      throw inWords(error, this.name);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  /** Waits until a connection is free for one more query. */
  async #turn(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end();
  }
}

async function tlsOptions(address: ServerAddress): Promise<ConnectionOptions | false> {
  const { sslrootcert, sslcert, sslkey } = address.settings;
  const mode = address.settings.sslmode ?? (isLocal(address) ? "disable" : "verify-full");
  if (mode === "disable") return false;
  const read = async (path: string | undefined, purpose: string) =>
    path === undefined ? undefined : await readText(path, purpose);
  const ca = await read(sslrootcert, "the certificates of sslrootcert");
  const cert = await read(sslcert, "the certificate of sslcert");
  const key = await read(sslkey, "the key of sslkey");
  return {
    rejectUnauthorized: mode !== "require",
    ...(mode === "verify-ca" ? { checkServerIdentity: () => undefined } : {}),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
}

/** Errors of the network that mean the server is away. */
const NETWORK_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * Codes of PostgreSQL that mean: try again. Trouble with the connection, too many connections,
 * shutting down, starting up, in each other's way with another push.
 */
const LOST_CODES = /^(08...|53300|57P0[123]|40001|40P01)$/;

/** What `pg` says when a connection ends without a code. */
const LOST_MESSAGES = /connection terminated|connection timeout|timeout exceeded|not queryable/i;

/**
 * Classes of codes that are no fault of the statement: authorisation, state, resources, limits, the
 * operator, the system.
 */
const OUTSIDE_CODES = /^(25|28|3D|3F|53|54|55|57|58)/;

/** What to do about the errors that people meet. */
const HINTS: Readonly<Record<string, string>> = {
  "28P01": "check user and password; the password can stand in the address, in PGPASSWORD, or in " +
    "~/.pgpass",
  "28000": "check the user's name and the server's pg_hba.conf",
  "3D000": "make the database with createdb, or name another",
  "42501":
    "grant the user the rights: usage on the schema and select, to push also create on the " +
    "database and insert, update, delete",
  "42P01": "someone removed or changed the store's tables: push into another schema",
  "42703": "someone removed or changed the store's tables: push into another schema",
  "57014": "raise statement_timeout in the address",
  "53100": "the server's disk is full: make room, then repeat the command; what was done is kept",
  "25006": "this server is a read-only replica: push to the primary",
};

/** The error that a caller can act on. */
function inWords(error: unknown, name: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (NETWORK_CODES.has(code) || LOST_CODES.test(code) || LOST_MESSAGES.test(message)) {
    return new ConnectionLost(message);
  }
  if (/server does not support SSL/i.test(message)) {
    return new InputError(
      `Cannot connect to ${name}: it offers no encryption; turn TLS on at the server, or add ` +
        "sslmode=disable to send everything in the clear",
    );
  }
  if (/certificate|self.signed|altnames|issuer/i.test(message)) {
    return new InputError(
      `Cannot trust ${name}: ${message}; name the authority's certificate with sslrootcert=FILE, ` +
        "or add sslmode=require to encrypt without checking who answers",
    );
  }
  const hint = HINTS[code];
  if (hint !== undefined) return new InputError(`Cannot use ${name}: ${message}; ${hint}`);
  if (OUTSIDE_CODES.test(code)) return new InputError(`Cannot use ${name}: ${message} (${code})`);
  return error;
}
