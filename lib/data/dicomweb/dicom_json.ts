/**
 * What servers tell of studies, series and objects: DICOM's JSON (PS3.18, annex F), as far as a search
 * reads it.
 *
 * @module
 */
import { z } from "zod";
import { parsedJson } from "../../base/json.ts";

/** The attributes that are asked for or read, as DICOM's JSON names them: eight digits. */
export const ATTRIBUTE = {
  objectClass: "00080016",
  objectUid: "00080018",
  modality: "00080060",
  bodyPart: "00180015",
  viewPosition: "00185101",
  studyUid: "0020000D",
  seriesUid: "0020000E",
  objectsOfStudy: "00201208",
} as const;

/** One study, series or object; attributes that are not read may have any form. */
export type Attributes = Readonly<Record<string, unknown>>;

const attributesSchema = z.array(z.record(z.string(), z.unknown()));
const valuesSchema = z.object({ Value: z.array(z.union([z.string(), z.number()])).min(1) });

/**
 * The studies, series or objects in a text; undefined where it is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ATTRIBUTE, parseDicomJson, textOf } from "./dicom_json.ts";
 *
 * const [series] = parseDicomJson('[{"00080060":{"vr":"CS","Value":["DX"]}}]')!;
 * assertEquals([textOf(series!, ATTRIBUTE.modality), textOf(series!, ATTRIBUTE.studyUid)], ["DX", ""]);
 * ```
 */
export function parseDicomJson(text: string): readonly Attributes[] | undefined {
  // Nothing at all stands for no matches, with some servers.
  if (text.trim() === "") return [];
  return attributesSchema.safeParse(parsedJson(text)).data;
}

/** The first value of an attribute as text, "" where it has none. */
export function textOf(attributes: Attributes, attribute: string): string {
  const { data } = valuesSchema.safeParse(attributes[attribute]);
  return data === undefined ? "" : String(data.Value[0]).trim();
}

/** The first value of an attribute as a number from 0, undefined where it has none. */
export function countOf(attributes: Attributes, attribute: string): number | undefined {
  const text = textOf(attributes, attribute);
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
