/**
 * Searches in which the query's continuous code decides between cases at one distance.
 *
 * @module
 */
import { asymmetricAgreements } from "../../codes/asymmetric.ts";
import type { HammingKernel, RowHits, RowQuery } from "../kernel/kernel.ts";

/**
 * The nearest rows, those at one distance ordered by their agreement with a continuous code, and
 * only then by row.
 *
 * @param found What the kernel finds for the query. At its last distance there may be more rows,
 * which are not among the first by number but may be by agreement
 * @param continuous `[bits]`
 */
export function breakTies(
  kernel: HammingKernel,
  { found, query, continuous }: {
    readonly found: RowHits;
    readonly query: RowQuery;
    readonly continuous: Float32Array;
  },
): RowHits {
  const radius = found.rows.length < query.top ? query.radius : found.distances.at(-1)!;
  const { rows, distances } = kernel.search({ ...query, top: Math.max(1, kernel.rows), radius });
  const agreements = asymmetricAgreements(continuous, kernel.gather(rows));
  const order = Uint32Array.from(rows.keys()).sort((a, b) =>
    distances[a]! - distances[b]! || agreements[b]! - agreements[a]! || a - b
  ).subarray(0, query.top);
  return {
    rows: order.map((n) => rows[n]!),
    distances: Uint8Array.from(order, (n) => distances[n]!),
  };
}
