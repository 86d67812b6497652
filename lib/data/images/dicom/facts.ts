/**
 * What DICOM files say of their films beside the pixels.
 *
 * @module
 */
import { parseAge, parseSex, parseView } from "../../labels/strata.ts";
import { parseDay } from "../../../base/days.ts";
import { InputError } from "../../../base/errors.ts";
import { readDicomFile } from "./file.ts";
import { TAG } from "./tags.ts";

/** What a DICOM file says of its film beside the pixels, "" and NaN where it says nothing. */
export interface DicomFacts {
  readonly patient: string;
  /** "F", "M" or "". */
  readonly sex: string;
  /** Years. */
  readonly age: number;
  /** "PA", "AP", "LATERAL" or "". */
  readonly view: string;
  /** The day of the study, or else of its acquisition, such as "2017-03-05". */
  readonly date: string;
}

/** What a DICOM file says of what it shows, "" where it says nothing. */
export interface DicomSubject {
  /** The object's unique identifier. */
  readonly object: string;
  readonly modality: string;
  readonly bodyPart: string;
  /** As it is written. */
  readonly view: string;
  /** The class of object, see `objectName`. */
  readonly objectClass: string;
}

/**
 * What a DICOM file's header says of what it shows.
 *
 * @throws {InputError} if the file is none
 */
export function readDicomSubject(bytes: Uint8Array): DicomSubject {
  const { data, objectClass } = readDicomFile(bytes);
  return {
    object: data.text(TAG.objectUid),
    modality: data.text(TAG.modality),
    bodyPart: data.text(TAG.bodyPart),
    view: data.text(TAG.viewPosition),
    objectClass,
  };
}

/**
 * The patient, sex, age, view and date in a DICOM file's header.
 *
 * @throws {InputError} if the file is damaged
 */
export function readDicomFacts(bytes: Uint8Array): DicomFacts {
  const { data } = readDicomFile(bytes);
  if (data.fault !== undefined) {
    throw new InputError(`it is a damaged DICOM file: ${data.fault}`);
  }
  return {
    patient: data.text(TAG.patientId),
    sex: parseSex(data.text(TAG.patientSex)),
    age: parseAge(data.text(TAG.patientAge)),
    view: parseView(data.text(TAG.viewPosition)),
    date: parseDay(data.text(TAG.studyDate)) || parseDay(data.text(TAG.acquisitionDate)),
  };
}
