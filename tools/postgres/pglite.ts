/**
 * PGlite, PostgreSQL inside this process, as a database of tests and benchmarks.
 *
 * @module
 */
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import type { SqlConnection } from "../../lib/store/postgres/sql_connection.ts";

/** An empty database in memory. */
export async function pglite(
  { pgvector = false }: { readonly pgvector?: boolean } = {},
): Promise<SqlConnection> {
  const database = await PGlite.create(pgvector ? { extensions: { vector } } : {});
  if (pgvector) await database.exec("create extension vector");
  return {
    name: "PGlite",
    async query(text, values = []) {
      const { rows, affectedRows = 0 } = await database.query<Record<string, unknown>>(
        text,
        [...values],
      );
      return { rows, changed: affectedRows };
    },
    async close() {
      await database.close();
    },
  };
}
