/**
 * The object in an answer of several parts (RFC 2387), as servers send DICOM files.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { ContentType } from "@remix-run/headers/content-type";
import { MultipartParseError, parseMultipart } from "@remix-run/multipart-parser";

/** What stands between parts (RFC 2046, 5.1.1). */
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;

/** An answer that is damaged or cut off, which may be whole when it is asked for again. */
export class DamagedAnswer extends Error {
  /** What a printed error begins with. */
  override name = "DamagedAnswer";
}

/**
 * The DICOM file in the body of an answer: its first part, or the body where it has no parts. What
 * stands before the first part and behind the last is passed over, as RFC 2046 wants it.
 *
 * @param contentType The answer's header
 * @returns undefined where the answer is of another kind
 * @throws {DamagedAnswer} if the boundary is none, or the parts do not end as they must
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dicomPart } from "./multipart.ts";
 *
 * const body = new TextEncoder().encode("--x\r\nContent-Type: application/dicom\r\n\r\nfilm\r\n--x--");
 * const part = dicomPart(body, 'multipart/related; type="application/dicom"; boundary=x');
 * assertEquals(new TextDecoder().decode(part), "film");
 * ```
 */
export function dicomPart(
  body: Uint8Array<ArrayBuffer>,
  contentType: string | null,
): Uint8Array<ArrayBuffer> | undefined {
  const { mediaType, boundary } = ContentType.from(contentType);
  if (mediaType === "application/dicom") return body;
  if (mediaType !== "multipart/related") return undefined;
  if (boundary === undefined || !BOUNDARY.test(boundary)) {
    throw new DamagedAnswer("it has several parts, and no boundary between them");
  }
  const start = Buffer.from(body.buffer, body.byteOffset, body.length).indexOf(`--${boundary}`);
  if (start < 0) throw new DamagedAnswer("it has no part");
  try {
    const options = { boundary, maxFileSize: body.length, maxTotalSize: body.length };
    for (const part of parseMultipart(body.subarray(start), options)) {
      return new Uint8Array(part.arrayBuffer);
    }
  } catch (error) {
    if (!(error instanceof MultipartParseError)) throw error;
  }
  throw new DamagedAnswer("it ends within its first part");
}
