/**
 * The secret that a viewer's keys are made of.
 *
 * @module
 */
import { hkdfSync, randomBytes } from "node:crypto";

/** What a key is for; keys of different purposes tell nothing of each other. */
export type KeyPurpose =
  | "case handles"
  | "hidden identifiers"
  | "audit lines"
  | "audit end"
  | "logins";

/** What only the server knows. Keys are the same after a restart with the same secret. */
export class ServerSecret {
  readonly #secret: Uint8Array;

  /**
   * The secret of a server.
   *
   * @param secret A text of enough entropy; default: made anew, so that keys last until the end
   */
  constructor(secret?: string) {
    this.#secret = secret === undefined ? randomBytes(32) : new TextEncoder().encode(secret);
  }

  /** A key of `length` bytes, by HKDF with SHA-256 (RFC 5869). */
  key(purpose: KeyPurpose, length: number): Uint8Array {
    return new Uint8Array(hkdfSync("sha256", this.#secret, "cohash viewer", purpose, length));
  }
}
