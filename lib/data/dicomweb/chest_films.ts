/**
 * Which objects of a server are chest films, by what it or their headers tell of them.
 *
 * @module
 */
import { classWithoutImage, type DicomSubject } from "../images/dicom/mod.ts";
import { parseView } from "../labels/strata.ts";

/** The kinds of image that are radiographs: computed and digital ones (PS3.3, C.7.3.1.1.1). */
export const RADIOGRAPHS: readonly string[] = ["CR", "DX"];

/** Why an object is not taken. */
export type LeftOut =
  | "no image"
  | "of another modality"
  | "of another part of the body"
  | "lateral";

/** What decides it, as far as it is known. */
export type Subject = Pick<DicomSubject, "modality" | "bodyPart" | "view" | "objectClass">;

/** What is taken. */
export interface Selection {
  /** Kinds of image, such as "DX". */
  readonly modalities: readonly string[];
  readonly laterals: boolean;
}

/** Parts of the body that a chest film may be said to show (PS3.16, annex L), in part. */
const CHEST = /CHEST|THORAX|LUNG|RIB|HEART|STERNUM|TRUNK|TORSO/i;

/**
 * Why an object is not taken; undefined where nothing that is known speaks against it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { whyLeftOut } from "./chest_films.ts";
 *
 * const film = { modality: "DX", bodyPart: "CHEST", view: "PA", objectClass: "" };
 * const selection = { modalities: ["CR", "DX"], laterals: false };
 * assertEquals(whyLeftOut(film, selection), undefined);
 * assertEquals(whyLeftOut({ ...film, view: "LL" }, selection), "lateral");
 * assertEquals(whyLeftOut({ ...film, bodyPart: "HAND" }, selection), "of another part of the body");
 * ```
 */
export function whyLeftOut(
  { modality, bodyPart, view, objectClass }: Subject,
  { modalities, laterals }: Selection,
): LeftOut | undefined {
  if (modality !== "" && !modalities.includes(modality)) return "of another modality";
  if (classWithoutImage(objectClass) !== undefined) return "no image";
  if (bodyPart !== "" && !CHEST.test(bodyPart)) return "of another part of the body";
  if (!laterals && parseView(view) === "LATERAL") return "lateral";
  return undefined;
}
