/**
 * A store of codes in PostgreSQL, or in Citus as its cluster.
 *
 * @module
 */
import { bytesPerCode } from "../../codes/pack.ts";
import { InputError } from "../../base/errors.ts";
import type { Hit, StoredCase } from "../case.ts";
import type {
  CasePage,
  CodeStore,
  ExpectedRelevance,
  ListRequest,
  SearchRequest,
  StoreInfo,
} from "../code_store.ts";
import { pageOf, pageStart } from "../cursor.ts";
import type { ExpectedIndex } from "../memory/index_manifest.ts";
import { checkRequest } from "../request.ts";
import {
  bitsText,
  caseOfRow,
  type CaseRow,
  COLUMNS,
  type ColumnSql,
  rowOf,
  rowSql,
} from "./case_row.ts";
import type { Filter } from "../filter/filter.ts";
import { filterSql } from "./filter_sql.ts";
import { candidateColumns, candidateOfRow, CANDIDATES, rerank } from "./rerank.ts";
import type { SqlConnection, SqlValue } from "./sql_connection.ts";
import {
  columnSql,
  createTables,
  DEFAULT_SCHEMA,
  type FoundStore,
  isUpToDate,
  readInfo,
  type ServerFacts,
  serverFacts,
  type Tables,
  tablesIn,
  updateTables,
} from "./tables.ts";

/** A run of consecutive numbers, and what tells whether two stores hold the same cases in it. */
export interface Block {
  /** The first number, divided by the block size. */
  readonly block: number;
  /** Cases with a number in it. */
  readonly cases: number;
  /** The sum of the checksums of its rows. */
  readonly checksum: bigint;
}

/** What a search tells of a case beside what is stored of it. */
interface Found extends Pick<Hit, "distance" | "relevance"> {
  readonly id: string;
}

/**
 * Codes and cases in a database. Searching compares the query with every code that fits the filter,
 * in the database, so it is exact; it gives what the embedded index gives, in the same order.
 *
 * Every statement can be repeated, so a connection that was lost in the middle does no harm.
 */
export class PostgresStore implements CodeStore {
  /** What the codes are. */
  readonly info: StoreInfo;
  readonly #connection: SqlConnection;
  readonly #tables: Tables;
  readonly #facts: ServerFacts;
  readonly #columns: ColumnSql;

  private constructor(
    connection: SqlConnection,
    found: FoundStore,
    tables: Tables,
    facts: ServerFacts,
  ) {
    this.#connection = connection;
    this.info = found.info;
    this.#columns = columnSql(found);
    this.#tables = tables;
    this.#facts = facts;
  }

  /**
   * The store in a schema of the database.
   *
   * @param expected What the codes must be; default: anything
   * @throws {InputError} if there is none, or it is not what is expected
   */
  static async open(
    connection: SqlConnection,
    schema = DEFAULT_SCHEMA,
    expected: ExpectedIndex = {},
  ): Promise<PostgresStore> {
    const facts = await serverFacts(connection);
    const tables = tablesIn(schema);
    const found = await readInfo(connection, tables);
    if (found === undefined) {
      throw new InputError(
        `Cannot open ${connection.name}: there is no index in its schema "${schema}"; fill it ` +
          "with cohash push INDEX --to ADDRESS, or name the schema (schema=NAME in the address)",
      );
    }
    refuseOther(connection, found.info, expected);
    return new PostgresStore(connection, found, tables, facts);
  }

  /**
   * The store in a schema of the database, made where there is none, and brought up to date where
   * its tables are of an earlier format.
   *
   * @throws {InputError} if there is one of other bits, another model or other findings
   * @throws {RangeError} if `bits` is no multiple of 8 from 8 to 1024
   */
  static async create(
    connection: SqlConnection,
    info: StoreInfo,
    schema = DEFAULT_SCHEMA,
  ): Promise<PostgresStore> {
    bytesPerCode(info.bits);
    const facts = await serverFacts(connection);
    const tables = tablesIn(schema);
    const before = await readInfo(connection, tables);
    if (before === undefined) await createTables(connection, tables, info, facts);
    const store = await PostgresStore.open(connection, schema, info);
    if (JSON.stringify(store.info.labelNames) !== JSON.stringify(info.labelNames)) {
      throw new InputError(
        `Cannot use ${connection.name}: its findings are ${store.info.labelNames.join(", ")}, ` +
          `expected ${info.labelNames.join(", ")}; use another schema (schema=NAME in the address)`,
      );
    }
    if (before === undefined || isUpToDate(before)) return store;
    await updateTables(connection, tables, info);
    return await PostgresStore.open(connection, schema, info);
  }

  async count(): Promise<number> {
    const { rows } = await this.#connection.query(
      `select count(*)::double precision as count from ${this.#tables.codes}`,
    );
    return Number(rows[0]?.count);
  }

  /**
   * The nearest cases, exact, ordered by (distance, number). A case that is removed by others
   * meanwhile may be left out.
   *
   * @throws {InputError} if the filter asks for a finding that is none of the store's
   * @throws {RangeError} if the code has another length, or `top` is no whole number from 1
   */
  async search(request: SearchRequest): Promise<readonly Hit[]> {
    const found = request.expected === undefined
      ? await this.#nearest(request)
      : await this.#mostRelevant(request, request.expected);
    const entries = await this.find(found.map(({ id }) => id));
    return entries.flatMap((entry, rank) => {
      const { id: _, ...measures } = found[rank]!;
      return entry === undefined ? [] : [{ ...measures, ...entry }];
    });
  }

  /** How the database answers a request, as its EXPLAIN ANALYZE tells. */
  async explain(request: SearchRequest): Promise<string> {
    const { text, values } = this.#searchSql(request);
    const { rows } = await this.#connection.query(`explain (analyze) ${text}`, values);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  }

  async find(ids: readonly string[]): Promise<readonly (StoredCase | undefined)[]> {
    if (ids.length === 0) return [];
    const { rows } = await this.#connection.query(
      `select ${rowSql(this.#columns)} from ${this.#tables.codes} where id = any($1::text[])`,
      [ids.filter((id) => !id.includes("\0"))],
    );
    const byId = new Map(rows.map((row) => [row.id, caseOfRow(row, this.info)]));
    return ids.map((id) => byId.get(id));
  }

  /**
   * A page of the cases that fit. Those with one number, of several indexes, are ordered by id.
   *
   * @throws {InputError} if the cursor is none that a store gave, or the filter asks for a finding
   * that is none of the store's
   * @throws {RangeError} if the limit is no whole number from 1
   */
  async list(request: ListRequest): Promise<CasePage> {
    const start = pageStart(request);
    const { filter, limit } = request;
    const values: SqlValue[] = [start.number];
    const fits = filter === undefined ? "" : `and ${this.#filterSql(filter, values)} `;
    const { rows } = await this.#connection.query(
      `select ${
        rowSql(this.#columns)
      } from ${this.#tables.codes} where codes.number >= $1::bigint ${fits}` +
        `order by codes.number, id limit ${limit + 1} offset ${start.passed}`,
      values,
    );
    return pageOf(rows.map((row) => caseOfRow(row, this.info)), request, start);
  }

  /**
   * Stores cases with their numbers. One whose id is there takes its place; one that is there just
   * so is left alone.
   *
   * @returns How many were new or different
   * @throws {InputError} if a case has a finding that is none of the store's
   */
  async put(entries: readonly StoredCase[]): Promise<number> {
    return await this.putRows(entries.map((entry) => rowOf(entry, this.info)));
  }

  /** Stores rows; see {@linkcode put}. */
  async putRows(rows: readonly CaseRow[]): Promise<number> {
    const columns = Object.entries(COLUMNS);
    const names = columns.map(([name]) => name);
    const lists = columns.map(([_, { given }], n) => `$${n + 1}::${given}[]`);
    const values = columns.map(([name, { kept }]) => `${name}::${kept(this.info)}`);
    // Citus lets no statement set the column that rows are spread by.
    const changes = names.filter((name) => name !== "id").map((name) =>
      `${name} = excluded.${name}`
    );
    const { changed } = await this.#connection.query(
      `insert into ${this.#tables.codes} (${names.join(", ")})
       select ${values.join(", ")} from unnest(${lists.join(", ")}) as given (${names.join(", ")})
       on conflict (id) do update set ${changes.join(", ")}
       where codes.checksum <> excluded.checksum`,
      columns.map((_, column) => rows.map((row) => row[column]!)),
    );
    return changed;
  }

  /** Removes the cases of these ids, where they are there, and says how many there were. */
  async remove(ids: readonly string[]): Promise<number> {
    const { changed } = await this.#connection.query(
      `delete from ${this.#tables.codes} where id = any($1::text[])`,
      [ids],
    );
    return changed;
  }

  /** What the store holds, by blocks of `size` consecutive numbers; empty blocks are left out. */
  async blocks(size: number): Promise<readonly Block[]> {
    const { rows } = await this.#connection.query(
      `select (number / $1::bigint)::double precision as block,
         count(*)::double precision as cases, sum(checksum)::text as checksum
       from ${this.#tables.codes} group by 1`,
      [size],
    );
    return rows.map(({ block, cases, checksum }) => ({
      block: Number(block),
      cases: Number(cases),
      checksum: BigInt(String(checksum)),
    }));
  }

  /** The ids of the cases whose numbers are from `first` to `last`. */
  async idsBetween(first: number, last: number): Promise<readonly string[]> {
    const { rows } = await this.#connection.query(
      `select id from ${this.#tables.codes} where number between $1::bigint and $2::bigint`,
      [first, last],
    );
    return rows.map(({ id }) => String(id));
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #nearest(request: SearchRequest): Promise<readonly Found[]> {
    const { text, values } = this.#searchSql(request);
    const { rows } = await this.#connection.query(text, values);
    return rows.map(({ id, distance }) => ({ id: String(id), distance: Number(distance) }));
  }

  async #mostRelevant(
    request: SearchRequest,
    expected: ExpectedRelevance,
  ): Promise<readonly Found[]> {
    const { top } = request;
    const most = Math.max(top, expected.candidates ?? CANDIDATES);
    // One more tells whether these are all.
    const { text, values } = this.#searchSql(
      { ...request, top: most + 1 },
      candidateColumns(this.#columns.unknown),
    );
    const { rows } = await this.#connection.query(text, values);
    if (rows.length > most) expected.onPartial?.(most);
    const candidates = rows.slice(0, most).map(candidateOfRow);
    return rerank(candidates, expected, { top, labelNames: this.info.labelNames })
      .map(({ id, distance, relevance }) => ({ id, distance, relevance }));
  }

  /**
   * The statement that gives the ids and distances of the nearest cases, in order.
   *
   * @param more Further columns
   */
  #searchSql(request: SearchRequest, more = ""): { text: string; values: SqlValue[] } {
    checkRequest(request, this.info);
    const { code, top, radius, filter } = request;
    const values: SqlValue[] = [bitsText(code)];
    const distance = this.#distanceSql(`$1::bit(${this.info.bits})`);
    const conditions: string[] = [];
    if (filter !== undefined) conditions.push(this.#filterSql(filter, values));
    if (radius !== undefined && radius < this.info.bits) {
      conditions.push(`${distance} <= $${values.push(radius)}::double precision`);
    }
    const where = conditions.length === 0 ? "" : `where ${conditions.join(" and ")} `;
    // The limit is a checked number and no parameter, so that Citus is sure to pass it on.
    const limit = Math.min(top, Number.MAX_SAFE_INTEGER);
    const text = `select id, ${distance} as distance${more} from ${this.#tables.codes} ${where}` +
      `order by 2, number limit ${limit}`;
    return { text, values };
  }

  #filterSql(filter: Filter, values: SqlValue[]): string {
    const { labelNames } = this.info;
    return filterSql(filter, { labelNames, ...this.#columns }, values);
  }

  /**
   * The Hamming distance of the column `code` to the query. pgvector's operator counts the same a
   * little faster; the cast keeps its approximate indexes out.
   */
  #distanceSql(query: string): string {
    const { vectorSchema } = this.#facts;
    return vectorSchema === undefined
      ? `bit_count(code # ${query})::integer`
      : `(code operator("${vectorSchema}".<~>) ${query})::integer`;
  }
}

function refuseOther({ name }: SqlConnection, info: StoreInfo, { bits, model }: ExpectedIndex) {
  if (bits !== undefined && bits !== info.bits) {
    throw new InputError(
      `Cannot use ${name}: its codes have ${info.bits} bits, expected ${bits}; use another ` +
        "schema (schema=NAME in the address)",
    );
  }
  if (model !== undefined && model !== info.model) {
    throw new InputError(
      `Cannot use ${name}: its codes were made by another model (SHA-256 ${info.model}, expected ` +
        `${model}); use another schema (schema=NAME in the address)`,
    );
  }
}
