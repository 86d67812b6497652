/**
 * What films need of zlib: the page has this module in place of Deno's.
 *
 * @module
 */
import { inflateSync } from "fflate";

/** The content of raw deflated bytes. */
export function inflateRawSync(deflated: Uint8Array): Uint8Array {
  try {
    return inflateSync(deflated);
  } catch (error) {
    // fflate's number for an end before the end.
    const isCutOff = Object(error).code === 0;
    throw Object.assign(new Error(), { code: isCutOff ? "Z_BUF_ERROR" : "Z_DATA_ERROR" });
  }
}
