/**
 * Threads that share out a batch of queries and search the codes of one memory, which none of them
 * copies.
 *
 * A single query is not split: to ask a worker takes 0.03 to 0.05 ms, so that there is nothing to
 * gain below a million codes, and from there on the tables of multi-index hashing gain more.
 *
 * @module
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { mapConcurrently } from "../../base/concurrency.ts";
import type { RowHits, RowQuery } from "../kernel/kernel.ts";
import { kernelModule, type WasmKernel } from "../kernel/wasm.ts";
import type { SearchJob } from "./search_job.ts";

/** Queries that a worker is given at once: enough that asking takes no time to speak of. */
const QUERIES_AT_ONCE = 32;

/** A pool that starts workers as they are needed. They do not keep the process alive. */
export class SearchWorkers {
  readonly #workers = new Map<number, Worker>();

  /**
   * The answers to queries, in their order. The codes must not change meanwhile.
   *
   * @param threads The number of workers
   */
  async search(
    kernel: WasmKernel,
    queries: readonly RowQuery[],
    threads: number,
  ): Promise<readonly RowHits[]> {
    const shares = kernel.share({
      strategy: (["multi-index", "auto", "scan"] as const)
        .find((each) => queries.some(({ strategy }) => strategy === each)) ?? "scan",
      top: Math.max(...queries.map(({ top }) => top)),
      searches: queries.length,
      threads: Math.min(threads, Math.ceil(queries.length / QUERIES_AT_ONCE)),
    });
    const { memory, number } = kernel;
    const module = kernelModule();
    const parts = Array.from(
      { length: Math.ceil(queries.length / QUERIES_AT_ONCE) },
      (_, n) => queries.slice(n * QUERIES_AT_ONCE, (n + 1) * QUERIES_AT_ONCE),
    );
    const found = await mapConcurrently(parts, shares.length, (part, n) => {
      const job = { kernel: number, module, memory, codes: shares[n]!, queries: part };
      return this.#ask(n, job);
    });
    return found.flat();
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#workers.values(), (worker) => worker.terminate()));
    this.#workers.clear();
  }

  async #ask(n: number, job: SearchJob): Promise<readonly RowHits[]> {
    const worker = this.#workers.get(n) ??
      new Worker(new URL("search_worker.ts", import.meta.url));
    this.#workers.set(n, worker);
    worker.ref();
    try {
      worker.postMessage(job);
      const [answer] = await once(worker, "message");
      return answer;
    } catch (error) {
      // A worker that failed has ended.
      this.#workers.delete(n);
      throw error;
    } finally {
      worker.unref();
    }
  }
}
