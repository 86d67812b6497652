/**
 * From what a search found to the page that shows it: films are read from their image files.
 *
 * @module
 */
import { basename } from "node:path";
import { decodeFilm } from "../../data/images/decode.ts";
import { InputError } from "../../base/errors.ts";
import { readBytes } from "../../base/files.ts";
import type { GreyImage } from "../../report/film_image.ts";
import type { SearchReport } from "./page.ts";
import type { UnknownFindings } from "../../charts/words.ts";
import type { Case } from "../../store/case.ts";
import type { OcclusionMap } from "../explain/explanation.ts";
import type { SearchResult } from "../index_search.ts";
import { dateText } from "./text.ts";

/** Height and width of a film on the page, in pixels. */
const SHOWN = 256;

/** What {@linkcode searchReport} is told beside the result. */
export interface SearchReportOptions {
  /** Films that were searched. */
  readonly searched: number;
  /** The condition that films had to fit, as text; "" for none. */
  readonly condition: string;
  /** Of the query. */
  readonly occlusion?: OcclusionMap;
  /** Hears of images that cannot be shown. */
  readonly onWarning?: (message: string) => void;
}

/** What the page shows; a film whose image cannot be read is shown by its name. */
export async function searchReport(
  { query, asked, info, films, ties, warnings, suggested }: SearchResult,
  { searched, condition, occlusion, onWarning }: SearchReportOptions,
): Promise<SearchReport> {
  const of = info.labelNames.length;
  const picture = async (path: string) => {
    const image = await readPicture(path, onWarning);
    return image && { image };
  };
  return {
    query: {
      id: basename(query.name),
      findings: query.case?.labels,
      ...query.case && unknownOf(query.case, of),
      facts: query.case ? factsText(query.case) : "",
      ...await picture(query.image),
      ...occlusion && { occlusion },
    },
    asked,
    bits: info.bits,
    searched,
    condition,
    ties,
    suggested,
    warnings,
    films: await Promise.all(films.map(async ({ distance, near, expected, case: film, why }) => ({
      id: film.id,
      findings: film.labels,
      ...unknownOf(film, of),
      distance,
      near,
      expected,
      facts: factsText(film),
      ...film.report !== undefined && { report: film.report },
      ...await picture(film.image),
      ...why && { why },
    }))),
  };
}

/** What of a case's findings, of so many in all, is unknown. */
function unknownOf({ unknown: names }: Case, of: number): { unknown?: UnknownFindings } {
  return names.length > 0 ? { unknown: { names, of } } : {};
}

/** Such as "patient 12, F, 54 years, PA, 2017-03-05". */
function factsText(film: Case): string {
  const { patient, sex, age, view } = film;
  const years = Number.isNaN(age) ? "" : `${Math.round(10 * age) / 10} years`;
  return [`patient ${patient}`, sex, years, view, dateText(film)].filter((fact) => fact !== "")
    .join(", ");
}

async function readPicture(
  path: string,
  onWarning: SearchReportOptions["onWarning"],
): Promise<GreyImage | undefined> {
  if (path === "") return undefined;
  try {
    const bytes = await readBytes(path, "the film");
    const settings = { size: SHOWN, fit: "pad", window: "file" } as const;
    return { width: SHOWN, height: SHOWN, pixels: await decodeFilm(bytes, path, settings) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    onWarning?.(error.message);
    return undefined;
  }
}
