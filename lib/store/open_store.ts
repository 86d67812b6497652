/**
 * One way to open an index, wherever it is.
 *
 * @module
 */
import type { CodeStore, StoreInfo } from "./code_store.ts";
import { HammingIndex } from "./memory/hamming_index.ts";
import type { ExpectedIndex } from "./memory/index_manifest.ts";
import type { PostgresStore } from "./postgres/postgres_store.ts";
import type { RetryOptions } from "./postgres/retry.ts";
import { isServerUrl, parseServerUrl } from "./postgres/server_url.ts";
import type { SqlConnection } from "./postgres/sql_connection.ts";

/** What is expected of an index, and how a lost connection to its server is dealt with. */
export interface OpenStoreOptions extends RetryOptions {
  /** What the codes must be; default: anything. */
  readonly expected?: ExpectedIndex;
}

/**
 * The index in a folder, or in PostgreSQL where the place is an address
 * `postgres://user@host/database`.
 *
 * @throws {InputError} if there is none, it cannot be opened, or it is not what is expected
 */
export async function openStore(
  place: string,
  { expected = {}, ...retry }: OpenStoreOptions = {},
): Promise<CodeStore> {
  if (!isServerUrl(place)) return await HammingIndex.open(place, expected);
  return await withServer(
    place,
    retry,
    (Store, connection, schema) => Store.open(connection, schema, expected),
  );
}

/**
 * The store in PostgreSQL at an address, made where there is none.
 *
 * @throws {InputError} if the server cannot be reached, or the schema holds another index
 */
export async function createServerStore(
  url: string,
  info: StoreInfo,
  retry: RetryOptions = {},
): Promise<PostgresStore> {
  return await withServer(
    url,
    retry,
    (Store, connection, schema) => Store.create(connection, info, schema),
  );
}

/** Connects, and ends the connection again where no store comes of it. */
async function withServer(
  url: string,
  retry: RetryOptions,
  open: (
    Store: typeof PostgresStore,
    connection: SqlConnection,
    schema: string,
  ) => Promise<PostgresStore>,
): Promise<PostgresStore> {
  const address = parseServerUrl(url);
  // The client takes a tenth of a second to load, which a folder's index need not wait for.
  const { connect } = await import("./postgres/server_connection.ts");
  const { PostgresStore } = await import("./postgres/postgres_store.ts");
  const connection = await connect(address, retry);
  try {
    return await open(PostgresStore, connection, address.settings.schema);
  } catch (error) {
    await connection.close();
    throw error;
  }
}
