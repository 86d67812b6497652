/**
 * In place of the codecs of compressed DICOM films, which the page does not have.
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";

throw new InputError(
  "it is compressed as JPEG, JPEG-LS or JPEG 2000, which only the server reads; save it " +
    "uncompressed (gdcmconv --raw IN OUT), or send it to the server",
);
