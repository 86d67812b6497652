/**
 * The two tables of a store, in a schema of their own: `codes` with a row a case, and `info` with
 * one row that says what the codes are.
 *
 * @module
 */
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import type { StoreInfo } from "../code_store.ts";
import { COLUMNS, type ColumnSql } from "./case_row.ts";
import type { SqlConnection } from "./sql_connection.ts";

/** The schema of a store's tables unless another is named. */
export const DEFAULT_SCHEMA = "cohash";

/** The form of the tables. */
const VERSION = 3;
/** An earlier one, which has no columns for dates, visits and reports. */
const WITHOUT_DATES = 2;
/** The first one, which has none for the findings that are unknown either. */
const WITHOUT_UNKNOWN = 1;

/** The first PostgreSQL that counts the ones of bit strings. */
const OLDEST_SERVER = 140000;

/** The quoted names of a store's tables. */
export interface Tables {
  readonly schema: string;
  readonly codes: string;
  readonly info: string;
}

/** The tables in a schema of this name. */
export function tablesIn(schema: string): Tables {
  const quoted = `"${schema.replaceAll('"', '""')}"`;
  return { schema: quoted, codes: `${quoted}.codes`, info: `${quoted}.info` };
}

/** What a server has that statements depend on. */
export interface ServerFacts {
  /** The schema of pgvector's operator for Hamming distances, where it is installed. */
  readonly vectorSchema: string | undefined;
  /** Whether Citus is installed, which spreads tables over servers. */
  readonly hasCitus: boolean;
}

const factsSchema = z.object({
  version: z.number(),
  version_name: z.string(),
  encoding: z.string(),
  vector_schema: z.string().nullable(),
  has_citus: z.boolean(),
});

/**
 * What the server has.
 *
 * @throws {InputError} if it is older than PostgreSQL 14, or keeps text in another encoding than
 * UTF-8
 */
export async function serverFacts(connection: SqlConnection): Promise<ServerFacts> {
  const { rows } = await connection.query(
    `select current_setting('server_version_num')::integer as version,
       current_setting('server_version') as version_name,
       current_setting('server_encoding') as encoding,
       (select nspname::text from pg_operator join pg_namespace n on n.oid = oprnamespace
         where oprname = '<~>' and oprleft = 'bit'::regtype and oprright = 'bit'::regtype
         limit 1) as vector_schema,
       exists (select from pg_proc where proname = 'create_distributed_table') as has_citus`,
  );
  const facts = factsSchema.parse(rows[0]);
  if (facts.version < OLDEST_SERVER) {
    throw new InputError(
      `Cannot use ${connection.name}: it runs PostgreSQL ${facts.version_name}, expected 14 or later`,
    );
  }
  if (facts.encoding !== "UTF8") {
    throw new InputError(
      `Cannot use ${connection.name}: the database keeps text as ${facts.encoding}, expected ` +
        "UTF8; make one with createdb --encoding=UTF8 --template=template0",
    );
  }
  return { vectorSchema: facts.vector_schema ?? undefined, hasCitus: facts.has_citus };
}

const infoSchema = z.object({
  version: z.number(),
  bits: z.number(),
  model: z.string(),
  label_names: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
});

/** What the tables of a store say of it. */
export interface FoundStore {
  readonly info: StoreInfo;
  /** The form of its tables. */
  readonly version: number;
}

/**
 * What the store in these tables says of itself, undefined where there is none.
 *
 * @throws {InputError} if its tables are of another version
 */
export async function readInfo(
  connection: SqlConnection,
  { info }: Tables,
): Promise<FoundStore | undefined> {
  const found = await connection.query("select to_regclass($1::text) is not null as is_there", [
    info,
  ]);
  if (found.rows[0]?.is_there !== true) return undefined;
  const { rows } = await connection.query(
    `select version, bits, model, label_names::text as label_names from ${info}`,
  );
  if (rows.length === 0) return undefined;
  const { version, bits, model, label_names } = infoSchema.parse(rows[0]);
  if (![WITHOUT_UNKNOWN, WITHOUT_DATES, VERSION].includes(version)) {
    throw new InputError(
      `Cannot use ${connection.name}: its tables have format ${version}, this cohash reads ` +
        `${WITHOUT_UNKNOWN} to ${VERSION}; push into another schema (schema=NAME in the address)`,
    );
  }
  return { info: { bits, model, labelNames: label_names }, version };
}

/** Whether tables have all columns; see {@linkcode updateTables}. */
export function isUpToDate({ version }: FoundStore): boolean {
  return version === VERSION;
}

/**
 * The columns that tables of an earlier format lack. Where nobody noted which findings are unknown,
 * in tables or rows of the first one, they are all that are not present.
 */
export function columnSql({ version }: FoundStore): ColumnSql {
  const hasDates = version > WITHOUT_DATES;
  return {
    unknown: version > WITHOUT_UNKNOWN ? "coalesce(unknown, ~labels)" : "~labels",
    date: hasDates ? "date" : "null::text",
    visit: hasDates ? "visit" : "null::double precision",
    report: hasDates ? "report" : "null::text",
  };
}

/** The columns that were added to the first format. */
const ADDED = ["unknown", "date", "visit", "report"] as const;

/** The columns that may be null: those added, which are so in older rows, and unknown ages. */
const NULLABLE: readonly string[] = ["age", ...ADDED];

/** Brings tables of an earlier format up to date; in their rows, what was added stays null. */
export async function updateTables(
  connection: SqlConnection,
  { codes, info }: Tables,
  store: StoreInfo,
): Promise<void> {
  for (const column of ADDED) {
    const type = COLUMNS[column].kept(store);
    await connection.query(`alter table ${codes} add column if not exists ${column} ${type}`);
  }
  await connection.query(`update ${info} set version = $1::integer`, [VERSION]);
}

/**
 * Makes the tables where they are not there. With Citus, `codes` is spread over the servers by id,
 * and `info` is kept on each. It can be repeated after it was interrupted anywhere: the row of
 * `info` comes last.
 */
export async function createTables(
  connection: SqlConnection,
  { schema, codes, info }: Tables,
  store: StoreInfo,
  { hasCitus }: ServerFacts,
): Promise<void> {
  const columns = Object.entries(COLUMNS).map(([name, { kept }]) =>
    `${name} ${kept(store)}${NULLABLE.includes(name) ? "" : " not null"}`
  );
  // Looked for first, since making it takes rights that who pushes need not have.
  const found = await connection.query(
    "select to_regnamespace($1::text) is not null as is_there",
    [schema],
  );
  if (found.rows[0]?.is_there !== true) {
    await connection.query(`create schema if not exists ${schema}`);
  }
  await connection.query(
    `create table if not exists ${info} (
       only_row boolean primary key default true check (only_row),
       version integer not null, bits integer not null, model text not null,
       label_names jsonb not null)`,
  );
  await connection.query(
    `create table if not exists ${codes} (${columns.join(", ")}, primary key (id))`,
  );
  if (hasCitus) await distribute(connection, codes, info);
  await connection.query(
    `insert into ${info} (only_row, version, bits, model, label_names)
     values (true, $1::integer, $2::integer, $3::text, $4::text::jsonb)
     on conflict (only_row) do nothing`,
    [VERSION, store.bits, store.model, JSON.stringify(store.labelNames)],
  );
}

/** Spreads the tables over the servers of Citus, unless they are. */
async function distribute(connection: SqlConnection, codes: string, info: string): Promise<void> {
  const { rows } = await connection.query(
    "select logicalrelid::oid = $1::text::regclass::oid as is_codes from pg_dist_partition " +
      "where logicalrelid in ($1::text::regclass, $2::text::regclass)",
    [codes, info],
  );
  const isSpread = (isCodes: boolean) => rows.some((row) => row.is_codes === isCodes);
  if (!isSpread(true)) {
    await connection.query("select create_distributed_table($1::text::regclass, 'id')", [codes]);
  }
  if (!isSpread(false)) {
    await connection.query("select create_reference_table($1::text::regclass)", [info]);
  }
}
