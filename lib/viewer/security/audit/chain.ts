/**
 * The lines of an audit log: each seals the one before it, and a seal beside the log the last one.
 *
 * Seals are HMAC-SHA-256 with keys that only the server has, so that who can write the files but
 * knows no secret cannot make a line fit that was changed, or an end that was cut (Schneier and
 * Kelsey, "Secure audit logs to support computer forensics", 1999, with one key in place of many).
 *
 * @module
 */
import { createHmac } from "node:crypto";
import { z } from "zod";
import { parsedJson } from "../../../base/json.ts";
import type { ServerSecret } from "../server_secret.ts";

/** What a line tells, beside its place and its seal. */
export interface AuditEntry {
  /** When the answer was ready, as in "2026-11-28T09:30:00.000Z". */
  readonly time: string;
  /** Who asked. */
  readonly user: string;
  /** As what they asked, see `ROLES`. */
  readonly role: string;
  /** The address that the request came from. */
  readonly address: string;
  /** What was asked for, by its name in the API's description. */
  readonly action: string;
  /** The SHA-256 of the film that was sent. */
  readonly film?: string | undefined;
  /** The handles of the cases that were asked for, or that a search is made of. */
  readonly cases?: readonly string[] | undefined;
  /** The status of the answer. */
  readonly status: number;
}

/** The last line's place and seal, which stand beside the log. */
export interface AuditEnd {
  readonly sequence: number;
  readonly seal: string;
}

/** The action of a line that tells that older lines were thrown away; see `through`. */
export const RETIRED = "retire";

/** What a line of {@linkcode RETIRED} tells: the last line that is gone. */
export interface RetiredEntry extends AuditEntry {
  readonly through: number;
}

const lineSchema = z.looseObject({
  sequence: z.int().min(1),
  previous: z.string(),
  action: z.string(),
  through: z.int().optional(),
});

const endSchema = z.strictObject({ sequence: z.int().min(1), seal: z.string() });

/** Seals lines and ends. */
export class AuditSeals {
  readonly #lineKey: Uint8Array;
  readonly #endKey: Uint8Array;

  constructor(secret: ServerSecret) {
    this.#lineKey = secret.key("audit lines", 32);
    this.#endKey = secret.key("audit end", 32);
  }

  /** What the line after this one holds of it. */
  ofLine(text: string): string {
    return hmac(this.#lineKey, text);
  }

  /** What stands beside a log that ends with this line. Lines do not tell it. */
  ofEnd(sequence: number, text: string): AuditEnd {
    return { sequence, seal: hmac(this.#endKey, text) };
  }
}

/** The line in a text, undefined where it is none. */
export function readLine(text: string): z.output<typeof lineSchema> | undefined {
  return lineSchema.safeParse(parsedJson(text)).data;
}

/** The end in a text, undefined where it is none. */
export function readEnd(text: string): AuditEnd | undefined {
  return endSchema.safeParse(parsedJson(text)).data;
}

function hmac(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}
