/**
 * Codes and cases, searched by Hamming distance or by expected relevance: in memory, with a kernel
 * in WebAssembly, or in PostgreSQL.
 *
 * @module
 */
export type { Case, Hit, StoredCase } from "./case.ts";
export type { CasePage, CodeStore, ExpectedRelevance, ListRequest } from "./code_store.ts";
export type { SearchRequest, StoreInfo } from "./code_store.ts";
export { everyCase } from "./every_case.ts";
export { type Filter, fits } from "./filter/filter.ts";
export { parseFilter } from "./filter/filter_parser.ts";
export type { KernelKind, SearchStrategy } from "./kernel/kernel.ts";
export { decodeFaiss, encodeFaiss, type FaissCodes } from "./memory/faiss.ts";
export { BatchSearch } from "./memory/batch_search.ts";
export { HammingIndex, type IndexOptions } from "./memory/hamming_index.ts";
export type { ExpectedIndex } from "./memory/index_manifest.ts";
export type { BatchOptions, IndexRequest } from "./memory/index_request.ts";
export type { Nearest } from "./memory/index_rows.ts";
export { createServerStore, openStore, type OpenStoreOptions } from "./open_store.ts";
export type { CaseRow } from "./postgres/case_row.ts";
export { type Block, PostgresStore } from "./postgres/postgres_store.ts";
export { push, type PushOptions, type PushResult, type PushSource } from "./postgres/push.ts";
export type { RetryOptions } from "./postgres/retry.ts";
export {
  ConnectionLost,
  type SqlConnection,
  type SqlResult,
  type SqlValue,
} from "./postgres/sql_connection.ts";
