/**
 * Continuous codes of many films in batches of one size, so that a film's code never
 * depends on which films it came with.
 *
 * @module
 */
import type { Session } from "../autodiff/mod.ts";
import type { Inputs } from "../data/dataset.ts";
import { ENCODER_INPUT, ENCODER_OUTPUT } from "../model/encoder.ts";

/** Films that an encoder takes at once; features are small, and a call costs more than they do. */
export const ENCODER_BATCH = { images: 64, features: 512 } as const;

/** Continuous codes `[batch, bits]` of one batch of films or features. */
export type EncodeBatch = (batch: Float32Array) => Promise<Float32Array>;

/** Encodes with an encoder program that is being trained. */
export function sessionEncoder(session: Session): EncodeBatch {
  return async (batch) => (await session.run({ [ENCODER_INPUT]: batch }))[ENCODER_OUTPUT]!;
}

/**
 * Continuous codes `[rows, bits]` of the given rows, in their order. The last batch is filled up
 * with zeros, whose codes are dropped.
 *
 * @param batchSize Rows encoded at once; default: {@linkcode ENCODER_BATCH}
 */
export async function encodeRows(
  encodeBatch: EncodeBatch,
  inputs: Inputs,
  { rows, bits, batchSize = ENCODER_BATCH[inputs.kind], onProgress }: {
    readonly rows: Uint32Array;
    readonly bits: number;
    readonly batchSize?: number;
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<Float32Array<ArrayBuffer>> {
  const codes = new Float32Array(rows.length * bits);
  const width = inputs.kind === "images" ? inputs.size ** 2 : inputs.width;
  for (let start = 0; start < rows.length; start += batchSize) {
    const chosen = rows.subarray(start, start + batchSize);
    const batch = new Float32Array(batchSize * width);
    batch.set(await inputs.read(chosen));
    const encoded = await encodeBatch(batch);
    codes.set(encoded.subarray(0, chosen.length * bits), start * bits);
    onProgress?.(start + chosen.length, rows.length);
  }
  return codes;
}
