/**
 * Tests that hold on every database: PGlite, PGlite with pgvector, and Debian's PostgreSQL where it
 * is installed.
 *
 * @module
 */
import type { StoreInfo } from "../../../lib/store/code_store.ts";
import { PostgresStore } from "../../../lib/store/postgres/postgres_store.ts";
import type { SqlConnection } from "../../../lib/store/postgres/sql_connection.ts";
import { connect } from "../../../lib/store/postgres/server_connection.ts";
import { parseServerUrl } from "../../../lib/store/postgres/server_url.ts";
import { pglite } from "../../../tools/postgres/pglite.ts";
import { debianServer, SKIPPED } from "../../../tools/postgres/debian_server.ts";

/** Registers a test for each database; each starts once a file, and the tests share it. */
export function testWithDatabases(
  name: string,
  body: (connection: SqlConnection) => Promise<void>,
): void {
  for (const [database, connection] of databases) {
    Deno.test({
      name: `${name} (${database}${connection === undefined ? `; ${SKIPPED}` : ""})`,
      ignore: connection === undefined,
      // The connection outlives the test, with timers of its own.
      sanitizeOps: false,
      sanitizeResources: false,
      fn: () => body(connection!),
    });
  }
}

/** The number of the schema that the next store gets. */
let schemas = 0;

/** Runs the body with an empty store that is removed afterwards. */
export async function withStore(
  connection: SqlConnection,
  info: StoreInfo,
  body: (store: PostgresStore, schema: string) => Promise<void>,
): Promise<void> {
  const schema = `store_${schemas++}`;
  try {
    await body(await PostgresStore.create(connection, info, schema), schema);
  } finally {
    await connection.query(`drop schema if exists ${schema} cascade`);
  }
}

const server = await debianServer();

/** The databases by name, undefined where one is not installed. */
const databases: readonly (readonly [string, SqlConnection | undefined])[] = [
  ["PGlite", await pglite()],
  ["PGlite with pgvector", await pglite({ pgvector: true })],
  [
    "PostgreSQL",
    server === undefined ? undefined : await connect(parseServerUrl(server.url)),
  ],
];
