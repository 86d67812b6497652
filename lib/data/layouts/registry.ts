/**
 * The official layouts: a line for each, in the order of docs/data.md.
 *
 * @module
 */
import { brax, braxDicom, chexpert, mimic } from "./chexpert.ts";
import { cxrLt } from "./cxr_lt.ts";
import { covid, objectCxr, rsna, siim } from "./kaggle.ts";
import type { Layout } from "./layout.ts";
import { nih, nihGoogle } from "./nih.ts";
import { openi } from "./openi.ts";
import { padchest } from "./padchest.ts";
import { vinbigdata, vindr } from "./vindr.ts";

/** By what `data.layout` calls them; a table is of the first that knows its header. */
export const LAYOUTS = {
  nih,
  chexpert,
  "cxr-lt": cxrLt,
  mimic,
  padchest,
  vindr,
  vinbigdata,
  openi,
  brax,
  "brax-dicom": braxDicom,
  rsna,
  siim,
  "object-cxr": objectCxr,
  "nih-google": nihGoogle,
  covid,
} as const satisfies Readonly<Record<string, Layout>>;

/** What `data.layout` may be. */
export type LayoutName = keyof typeof LAYOUTS;

/** The names of the layouts, in their order. */
export const LAYOUT_NAMES = Object.keys(LAYOUTS) as [LayoutName, ...LayoutName[]];
