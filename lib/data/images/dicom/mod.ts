/**
 * DICOM files: their films, and what their headers say of them.
 *
 * @module
 */
export { decodeDicom, decodeWholeDicom } from "./decode_dicom.ts";
export { type DicomFacts, type DicomSubject, readDicomFacts, readDicomSubject } from "./facts.ts";
export { declaredDicomPixels, isDicom, MOST_PIXELS } from "./file.ts";
export { classWithoutImage } from "./objects.ts";
