/**
 * From an index to a database: only what the database does not hold yet.
 *
 * @module
 */
import { forEachConcurrently } from "../../base/concurrency.ts";
import type { StoredCase } from "../case.ts";
import type { CodeStore, StoreInfo } from "../code_store.ts";
import { type CaseRow, checksumOf, rowOf } from "./case_row.ts";
import type { Block, PostgresStore } from "./postgres_store.ts";

/** Blocks on their way at once: one is got ready while the database stores another. */
const SENDERS = 2;

/** What is pushed: an index that can list its cases. */
export interface PushSource extends Pick<CodeStore, "count" | "find"> {
  /** All cases with their codes, ordered by number. */
  entries(): Iterable<StoredCase>;
}

/** How a push is watched and ended. */
export interface PushOptions {
  /** Numbers of one block, whose cases are compared and sent together; default: 10,000. */
  readonly blockSize?: number;
  /** Whether cases that the source does not have are removed from the database. */
  readonly prune?: boolean;
  /** Told how many cases of the source are dealt with. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the push after the blocks at hand, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What a push did. */
export interface PushResult {
  /** Cases that were not in the database. */
  readonly added: number;
  /** Cases that were there with another code, number or facts. */
  readonly changed: number;
  /** Cases that were there just so. */
  readonly kept: number;
  /** Cases that were in the database alone and are gone. */
  readonly removed: number;
  /** Cases that are in the database alone. */
  readonly foreign: number;
}

/**
 * Brings a database to hold the cases of the source. Cases are compared by blocks of numbers, and
 * only blocks that differ are sent; so a push that was interrupted anywhere goes on where it was,
 * and a second push sends nothing.
 *
 * @param store Made for the source, see `PostgresStore.create`
 * @throws {InputError} if a case cannot be stored
 */
export async function push(
  source: PushSource,
  store: PostgresStore,
  { blockSize = 10_000, prune = false, onProgress = () => {}, signal }: PushOptions = {},
): Promise<PushResult> {
  const total = await source.count();
  const before = await store.count();
  const known = new Map((await store.blocks(blockSize)).map((block) => [block.block, block]));
  const pushed = new Map<number, Block>();
  const blocks = blocksOf(source, store.info, blockSize);
  let done = 0;
  let different = 0;
  await forEachConcurrently(blocks, SENDERS, async (rows) => {
    signal?.throwIfAborted();
    const block = describe(rows, blockSize);
    pushed.set(block.block, block);
    if (!isSame(block, known.get(block.block))) {
      const changed = await store.putRows(rows);
      different += changed;
    }
    done += rows.length;
    onProgress(done, total);
  });
  const after = await store.count();
  // After a lost connection the database may have done a statement that it then found done.
  const added = after - before;
  const sent = Math.max(different, added);
  const removed = prune && after > total
    ? await removeForeign(source, store, pushed, blockSize)
    : 0;
  const foreign = after - removed - total;
  return { added, changed: sent - added, kept: total - sent, removed, foreign };
}

/** The rows of the source, block by block. */
function* blocksOf(
  source: PushSource,
  info: StoreInfo,
  size: number,
): Generator<readonly CaseRow[]> {
  let rows: CaseRow[] = [];
  let block = 0;
  for (const entry of source.entries()) {
    const own = Math.floor(entry.number / size);
    if (own !== block && rows.length > 0) {
      yield rows;
      rows = [];
    }
    block = own;
    rows.push(rowOf(entry, info));
  }
  if (rows.length > 0) yield rows;
}

/** What `PostgresStore.blocks` says of a block that holds these rows. */
function describe(rows: readonly CaseRow[], size: number): Block {
  const block = Math.floor(Number(rows[0]![0]) / size);
  const checksum = rows.reduce((sum, row) => sum + checksumOf(row), 0n);
  return { block, cases: rows.length, checksum };
}

function isSame(a: Block, b: Block | undefined): boolean {
  return a.cases === b?.cases && a.checksum === b.checksum;
}

/** Removes from the database the cases that the source does not have, and says how many. */
async function removeForeign(
  source: PushSource,
  store: PostgresStore,
  pushed: ReadonlyMap<number, Block>,
  size: number,
): Promise<number> {
  let removed = 0;
  for (const found of await store.blocks(size)) {
    if (isSame(found, pushed.get(found.block))) continue;
    const first = found.block * size;
    const ids = await store.idsBetween(first, first + size - 1);
    const own = await source.find(ids);
    removed += await store.remove(ids.filter((_, n) => own[n] === undefined));
  }
  return removed;
}
