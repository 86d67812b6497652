/**
 * What the API takes and gives of studies in a hospital's archive.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { isUid } from "../data/dicomweb/uid.ts";

const uid = z.string().max(64).refine(isUid, { error: "expected a unique identifier of DICOM" })
  .openapi({ pattern: "^\\d+(\\.\\d+)*$" });

const identifiers = { study: uid, series: uid, object: uid };

/** Which study is meant. */
export const studyRequestSchema = z.strictObject({
  name: z.string().min(1).max(64).describe("A StudyInstanceUID, or an accession number"),
}).openapi("StudyRequest");

/** Which film of an archive is meant. */
export const archiveFilmSchema = z.strictObject(identifiers).openapi("ArchiveFilm");

/** The chest films of a study. */
export const studySchema = z.strictObject({
  films: z.array(z.strictObject({
    ...identifiers,
    view: z.string().describe('"PA", "AP", "LATERAL", or empty where unknown'),
  })).describe("Frontal ones first"),
}).openapi("Study");

/** Which film of an archive is meant. */
export type ArchiveFilm = z.output<typeof archiveFilmSchema>;
/** The chest films of a study, as the API gives them. */
export type StudyAnswer = z.output<typeof studySchema>;
