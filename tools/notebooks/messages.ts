/**
 * Messages between a notebook and its kernel: four JSON texts with a signature before them
 * (https://jupyter-client.readthedocs.io/en/stable/messaging.html).
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** The parts of a message that a client looks at. */
export interface Message {
  /** Such as "execute_request". */
  readonly type: string;
  /** The message's own. */
  readonly id: string;
  /** That of the request it answers, or "" where there is none. */
  readonly parentId: string;
  readonly content: Json;
}

/** Stands between the addresses of a message and the message. */
const DELIMITER = Buffer.from("<IDS|MSG>");

/** The frames of a message, signed with HMAC-SHA256. */
export function encodeMessageFrames(
  { type, id, parentId, content }: Message,
  key: string,
): Uint8Array[] {
  const header = {
    msg_id: id,
    session: "cohash",
    username: "cohash",
    date: new Date().toISOString(),
    msg_type: type,
    version: "5.3",
  };
  const parent = parentId === "" ? {} : { msg_id: parentId };
  const parts = [header, parent, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [DELIMITER, Buffer.from(signature(parts, key)), ...parts];
}

/**
 * The message of these frames.
 *
 * @throws {Error} if they are no message, or signed with another key
 */
export function decodeMessageFrames(frames: readonly Uint8Array[], key: string): Message {
  const at = frames.findIndex((frame) => DELIMITER.equals(frame));
  const [signed, ...parts] = frames.slice(at + 1, at + 6);
  if (at < 0 || signed === undefined || parts.length < 4) {
    throw new Error("Cannot read a message: its frames are not those of the Jupyter protocol");
  }
  const expected = Buffer.from(signature(parts, key));
  if (signed.length !== expected.length || !timingSafeEqual(signed, expected)) {
    throw new Error("Cannot read a message: its signature is wrong");
  }
  const [header = {}, parent = {}, , content = {}] = parts.map(parseObject);
  return {
    type: String(header.msg_type),
    id: String(header.msg_id),
    parentId: String(parent.msg_id ?? ""),
    content,
  };
}

function signature(parts: readonly Uint8Array[], key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function parseObject(bytes: Uint8Array): Json {
  return asObject(JSON.parse(Buffer.from(bytes).toString()));
}

/** The value if it is a JSON object, else an empty one. */
export function asObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
