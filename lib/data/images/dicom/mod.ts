/**
 * DICOM files: their films, and what their headers say of them.
 *
 * @module
 */
export {
  decodeDicom,
  decodeWholeDicom,
  type DicomFacts,
  isDicom,
  MOST_PIXELS,
  readDicomFacts,
} from "./decode_dicom.ts";
