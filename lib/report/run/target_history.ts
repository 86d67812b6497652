/**
 * The hash targets of a run by epoch, from what its folder holds.
 *
 * @module
 */
import { unpackCodes } from "../../codes/pack.ts";
import type { TargetHistory } from "../../charts/target_history.ts";
import type { Config } from "../../config/config.ts";
import type { RunFolder, TargetState } from "../../run/run_folder.ts";
import { targetDistances } from "../../run/target_state.ts";
import { bestEpoch } from "../../train/best_epoch.ts";

/**
 * The distances between targets after every epoch. Undefined where the method has no targets, and
 * in runs that were trained before targets were recorded.
 *
 * @throws {InputError} if the file of the epochs is damaged
 */
export async function targetHistoryOf(
  config: Config,
  folder: RunFolder,
): Promise<TargetHistory | undefined> {
  const epochs = await folder.epochs();
  const labelNames = Object.keys(epochs[0]?.targets?.codes ?? {});
  const bits = config.codes.bits;
  if (labelNames.length === 0) return undefined;
  const best = bestEpoch(epochs, config);
  return {
    labelNames,
    bits,
    epochs: epochs.map(({ epoch, targets }) => {
      const values = targetValues(targets, labelNames, bits);
      if (values !== undefined) {
        return { epoch, distances: targetDistances({ labelNames, bits, values }) };
      }
      throw folder.damaged(
        "metrics.jsonl",
        `epoch ${epoch} does not hold ${labelNames.length} targets of ${bits} bits`,
      );
    }),
    ...best && { bestEpoch: best.epoch },
  };
}

/** The targets' signs `[C, bits]`, or undefined if they are not all there. */
function targetValues(
  targets: TargetState | null,
  labelNames: readonly string[],
  bits: number,
): Float32Array | undefined {
  const codes = labelNames.map((name) => targets?.codes?.[name]);
  const isHex = (code: unknown): code is string =>
    typeof code === "string" && /^[0-9a-f]+$/.test(code) && 4 * code.length === bits;
  if (!codes.every(isHex)) return undefined;
  return unpackCodes(Uint8Array.fromHex(codes.join("")), bits);
}
