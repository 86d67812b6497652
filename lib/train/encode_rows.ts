/**
 * Continuous codes of many films with a session of a fixed batch size.
 *
 * @module
 */
import type { Session } from "../autodiff/mod.ts";
import type { Inputs } from "../data/dataset.ts";
import { ENCODER_INPUT, ENCODER_OUTPUT } from "../model/encoder.ts";

/** Films that an encoder session takes at once. */
export const ENCODER_BATCH = 64;

/**
 * Continuous codes `[rows, bits]` of the given rows, in their order. The last batch is filled up
 * with zeros, whose codes are dropped.
 *
 * @param session A session of an encoder program for batches of {@linkcode ENCODER_BATCH}
 */
export async function encodeRows(
  session: Session,
  inputs: Inputs,
  { rows, bits, onProgress }: {
    readonly rows: Uint32Array;
    readonly bits: number;
    readonly onProgress?: (done: number) => void;
  },
): Promise<Float32Array<ArrayBuffer>> {
  const codes = new Float32Array(rows.length * bits);
  const width = inputs.kind === "images" ? inputs.size ** 2 : inputs.width;
  for (let start = 0; start < rows.length; start += ENCODER_BATCH) {
    const chosen = rows.subarray(start, start + ENCODER_BATCH);
    const batch = new Float32Array(ENCODER_BATCH * width);
    batch.set(await inputs.read(chosen));
    const result = await session.run({ [ENCODER_INPUT]: batch });
    codes.set(result[ENCODER_OUTPUT]!.subarray(0, chosen.length * bits), start * bits);
    onProgress?.(start + chosen.length);
  }
  return codes;
}
