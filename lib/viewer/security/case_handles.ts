/**
 * What stands for a case in addresses, where its id would end in histories and logs.
 *
 * @module
 */
import { aessiv } from "@noble/ciphers/aes.js";
import type { ServerSecret } from "./server_secret.ts";

/** Ids are filled up to a multiple of so many bytes, so that handles do not tell their length. */
const BLOCK = 32;

/** Ends an id where it is filled up, as in ISO/IEC 7816-4. */
const END = 0x80;

/**
 * Turns ids into handles and back: an id is encrypted, the same way each time, and what is none of
 * its own handles is told from those (AES-SIV, RFC 5297). No table is kept, however many cases there
 * are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { CaseHandles } from "./case_handles.ts";
 * import { ServerSecret } from "./server_secret.ts";
 *
 * const handles = new CaseHandles(new ServerSecret());
 * const handle = handles.of("ward 3/Ms Doe.png");
 * assertEquals(handles.id(handle), "ward 3/Ms Doe.png");
 * assertEquals(handles.id("made up"), undefined);
 * ```
 */
export class CaseHandles {
  readonly #key: Uint8Array;

  constructor(secret: ServerSecret) {
    // Two keys of 256 bits: one for the check, one for the text.
    this.#key = secret.key("case handles", 64);
  }

  /** The handle of the case with this id: letters, digits, "-" and "_". */
  of(id: string): string {
    return aessiv(this.#key).encrypt(filled(new TextEncoder().encode(id)))
      .toBase64({ alphabet: "base64url", omitPadding: true });
  }

  /** The id that a handle stands for, undefined if it is no handle of this server's. */
  id(handle: string): string | undefined {
    try {
      const sealed = Uint8Array.fromBase64(handle, { alphabet: "base64url" });
      const bytes = aessiv(this.#key).decrypt(sealed);
      return new TextDecoder().decode(bytes.subarray(0, bytes.lastIndexOf(END)));
    } catch {
      return undefined;
    }
  }
}

function filled(id: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((id.length + 1) / BLOCK) * BLOCK);
  bytes.set(id);
  bytes[id.length] = END;
  return bytes;
}
