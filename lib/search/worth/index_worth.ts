/**
 * What is known of the worth of an index's answers.
 *
 * @module
 */
import { join } from "node:path";
import { exists } from "../../base/files.ts";
import { ENCODER_FILES } from "../../run/encoder_card.ts";
import { readCard } from "../../run/encoder_files.ts";
import type { DistanceCurve } from "../../worth/distance_curve.ts";
import type { FamiliarityCard } from "../../worth/worth_card.ts";
import { encoderFolder } from "../indexing/index_folder.ts";

/** See the module. */
export interface IndexWorth {
  /** What distances are worth; null where that was never measured. */
  readonly distances: MeasuredDistances | null;
  /** When a film is unlike those that the encoder learned from; null likewise. */
  readonly familiarity: FamiliarityCard | null;
}

/** A curve, and which films it was measured on. */
export interface MeasuredDistances {
  readonly curve: DistanceCurve;
  /** Those of the index itself, or films of the encoder's run that it had not seen. */
  readonly of: "collection" | "encoder";
}

/**
 * What an index's folder knows; undefined where it has no encoder.
 *
 * @throws {InputError} if a file is damaged
 */
export async function readIndexWorth(index: string): Promise<IndexWorth | undefined> {
  const folder = await encoderFolder(index);
  if (!await exists(join(folder, ENCODER_FILES.card))) return undefined;
  const { worth } = await readCard(folder);
  const curve = worth?.distances ?? null;
  return {
    distances: curve && { curve, of: "encoder" },
    familiarity: worth?.familiarity ?? null,
  };
}
