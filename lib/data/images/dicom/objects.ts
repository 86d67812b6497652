/**
 * DICOM objects that hold no image, by their class (PS3.4, B.5).
 *
 * @module
 */
import type { DicomFile } from "./file.ts";
import { TAG } from "./tags.ts";

const STORAGE = "1.2.840.10008.5.1.4.1.1.";

/** What an object is, by its class or by the beginning of it. */
const NAMES: readonly (readonly [classBegins: string, name: string])[] = [
  ["1.2.840.10008.1.3.10", "a directory of DICOM files (DICOMDIR)"],
  [`${STORAGE}11.`, "a presentation state, which says how another file's image is shown"],
  [`${STORAGE}88.59`, "a selection of key objects"],
  [`${STORAGE}88.67`, "a structured report of radiation dose"],
  [`${STORAGE}88.`, "a structured report (SR)"],
  [`${STORAGE}104.1`, "a document (encapsulated PDF)"],
  [`${STORAGE}104.`, "an encapsulated document"],
  [`${STORAGE}9.`, "a waveform (such as an ECG)"],
  [`${STORAGE}66.1`, "a spatial registration"],
  [`${STORAGE}66.2`, "a set of landmarks (spatial fiducials)"],
  [`${STORAGE}66`, "raw data"],
  [`${STORAGE}4.2`, "a spectroscopy"],
  [`${STORAGE}481.2`, "a radiotherapy dose"],
  [`${STORAGE}481.3`, "a set of radiotherapy structures (RT structure set)"],
  [`${STORAGE}481.5`, "a radiotherapy plan (RT plan)"],
  [`${STORAGE}481.8`, "a radiotherapy plan (RT ion plan)"],
  [`${STORAGE}481.`, "a radiotherapy record"],
  ["1.2.840.10008.5.1.4.38.", "a hanging protocol"],
  ["1.2.840.10008.3.1.2.", "a message about a procedure"],
];

/** What objects of a class are that hold no image, to follow "it is"; undefined for other classes. */
export function classWithoutImage(objectClass: string): string | undefined {
  return NAMES.find(([begins]) =>
    begins.endsWith(".") ? objectClass.startsWith(begins) : objectClass === begins
  )?.[1];
}

/** What a file is that holds no image, to follow "it is"; undefined where its class is not known. */
export function objectName({ data, objectClass }: DicomFile): string | undefined {
  const known = classWithoutImage(objectClass);
  if (known !== undefined) return known;
  const modality = data.text(TAG.modality);
  return modality === "SR" || modality === "RTPLAN" || modality === "RTSTRUCT"
    ? `an object of modality ${modality}`
    : undefined;
}
