/**
 * The part of `cohash index` that adds the films of a DICOMweb server.
 *
 * @module
 */
import { parseDays, type Period } from "../../lib/base/days.ts";
import { InputError } from "../../lib/base/errors.ts";
import { formatCount } from "../../lib/charts/words.ts";
import type { FilmContext } from "../../lib/run/films.ts";
import { type DicomWebResult, indexDicomWeb } from "../../lib/search/indexing/index_dicomweb.ts";
import { say } from "../command_line.ts";
import { dicomWebAddress } from "../dicomweb_address.ts";
import { countOf, resultText } from "./texts.ts";

/** What the command is told of the server's films. */
export interface ServerFlags {
  readonly modality: readonly string[];
  readonly studyDate?: Period;
  readonly laterals?: boolean;
  readonly authorization?: string;
}

/** Adds the chest films of a server to an index, and says what was there. */
export async function addServer(
  index: string,
  url: string,
  { modality: modalities, laterals = false, studyDate: dates, authorization }: ServerFlags,
  context: FilmContext,
): Promise<void> {
  const address = await dicomWebAddress(url, authorization);
  const source = { ...address, modalities, laterals, dates };
  const result = await indexDicomWeb(index, source, context);
  say(`${url}: ${studiesText(result)}.`);
  say(`${url}: ${resultText(result)}${reasonsText(result)}.`);
}

/** Such as "12 studies, 4 of them as they were". */
function studiesText({ studies, oldStudies, otherSeries }: DicomWebResult): string {
  return [
    countOf(studies, "study", "studies"),
    ...oldStudies > 0 ? [`${formatCount(oldStudies)} of them as they were`] : [],
    ...otherSeries > 0 ? [`${formatCount(otherSeries)} series of other kinds passed over`] : [],
  ].join(", ");
}

/** Such as ": 2 lateral, 1 unreadable". */
function reasonsText({ reasons }: DicomWebResult): string {
  const parts = Array.from(reasons, ([why, count]) => `${formatCount(count)} ${why}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/**
 * The days in --study-date.
 *
 * @throws {InputError} if it names none
 */
export function studyDates(text: string): Period {
  const days = parseDays(text);
  if (days !== undefined && days.from <= days.to) return days;
  throw new InputError(
    `Cannot use --study-date "${text}": expected days such as 2017-03-05, 2017 or 2017-03-01..2018`,
  );
}
