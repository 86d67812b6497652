/**
 * The encoder of an index, which must be the one that made its codes: those of another would find
 * anything but what is alike.
 *
 * @module
 */
import { join } from "node:path";
import type { Asker } from "../asking/asker.ts";
import { InputError } from "../base/errors.ts";
import { exists } from "../base/files.ts";
import type { Encoder } from "../run/encoder.ts";
import { ENCODER_FILES } from "../run/encoder_card.ts";
import { type FindingTargets, readAsker, readCard, readTargets } from "../run/encoder_files.ts";
import type { StoreInfo } from "../store/code_store.ts";
import { encoderFolder } from "./indexing/index_folder.ts";

/**
 * Opens the encoder in an index's folder.
 *
 * @param info Of the store whose codes it is to be compared with
 * @throws {InputError} if there is none, or it is not the one that made the codes
 */
export async function openIndexEncoder(index: string, info: StoreInfo): Promise<Encoder> {
  // Networks and readers of films, which searches of films that are indexed need not wait for.
  const { Encoder } = await import("../run/encoder.ts");
  const encoder = await Encoder.open(await encoderFolder(index));
  try {
    requireEncoder(encoder.identity, { index, info });
    return encoder;
  } catch (error) {
    await encoder.close();
    throw error;
  }
}

/**
 * Refuses an encoder that did not make the codes of a store.
 *
 * @param identity See {@linkcode Encoder}
 * @throws {InputError} if it is another
 */
export function requireEncoder(
  identity: string,
  { index, info }: { readonly index: string; readonly info: StoreInfo },
): void {
  if (identity !== info.model) throw exchanged("encode films for", index);
}

function exchanged(purpose: string, index: string): InputError {
  return new InputError(
    `Cannot ${purpose} the index "${index}": its encoder is not the one that made its codes; has ` +
      "a file been exchanged? Index the films again",
  );
}

/**
 * The findings' targets in an index's folder, undefined where the method has none.
 *
 * @throws {InputError} if there is no encoder, or their file is damaged
 */
export async function readIndexTargets(index: string): Promise<FindingTargets | undefined> {
  return await readTargets(await encoderFolder(index));
}

/**
 * How the encoder in an index's folder is asked otherwise than by codes; undefined where there is
 * none, or an earlier cohash made it.
 *
 * @param info Of the store whose codes it is to be asked of
 * @throws {InputError} if it is not the one that made the codes, or a file is damaged
 */
export async function readIndexAsker(index: string, info: StoreInfo): Promise<Asker | undefined> {
  const folder = await encoderFolder(index);
  if (!await exists(join(folder, ENCODER_FILES.encoder))) return undefined;
  const { encoder, network, bits } = await readCard(folder);
  // A frozen network, which counts as well, need not be where films are only searched.
  const isOther = network === null ? encoder.sha256 !== info.model : bits !== info.bits;
  if (isOther) throw exchanged("ask", index);
  return await readAsker(folder);
}
