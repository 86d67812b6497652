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
import type { SuggestionsCard } from "../../worth/suggestions.ts";
import { readCollectionWorth } from "./collection_worth.ts";
import { encoderFolder } from "../indexing/index_folder.ts";

/** See the module. */
export interface IndexWorth {
  /** What distances are worth; null where that was never measured. */
  readonly distances: MeasuredDistances | null;
  /** What films' neighbours tell of their findings; null where that was never measured. */
  readonly suggestions: SuggestionsCard | null;
  /** When a film is unlike those that the encoder learned from; null likewise. */
  readonly familiarity: FamiliarityCard | null;
}

/** A curve, and which films it was measured on. */
export interface MeasuredDistances {
  /** See {@linkcode DistanceCurve}. */
  readonly curve: DistanceCurve;
  /** Those of the index itself, or films of the encoder's run that it had not seen. */
  readonly of: "collection" | "encoder";
}

/**
 * What an index's folder knows.
 *
 * @throws {InputError} if a file is damaged
 */
export async function readIndexWorth(index: string): Promise<IndexWorth> {
  const folder = await encoderFolder(index);
  const hasEncoder = await exists(join(folder, ENCODER_FILES.encoder));
  const worth = hasEncoder ? (await readCard(folder)).worth : null;
  const collection = await readCollectionWorth(index);
  const curve = worth?.distances;
  return {
    distances: collection !== undefined
      ? { curve: collection.distances, of: "collection" }
      : curve
      ? { curve, of: "encoder" }
      : null,
    suggestions: collection?.suggestions ?? null,
    familiarity: worth?.familiarity ?? null,
  };
}
