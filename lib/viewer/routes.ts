/**
 * Every address of the API: what it takes, what it answers, and what can go wrong.
 *
 * @module
 */
import { createRoute, z } from "@hono/zod-openapi";
import {
  browseSchema,
  caseHandleSchema,
  casePageSchema,
  collectionSchema,
  completeRequestSchema,
  completionsSchema,
  errorSchema,
  explainRequestSchema,
  explanationSchema,
  filmNameSchema,
  filmSearchHeadersSchema,
  filmSearchOptionsSchema,
  findCaseSchema,
  foundCaseSchema,
  healthSchema,
  occlusionRequestSchema,
  occlusionSchema,
  pictureSchema,
  revokedSchema,
  revokeRequestSchema,
  searchAnswerSchema,
  searchRequestSchema,
  sessionsSchema,
  storedCaseSchema,
} from "./schemas.ts";
import { archiveFilmSchema, studyRequestSchema, studySchema } from "./study_schemas.ts";

/** What statuses that are no success mean. */
const PROBLEMS = {
  400: "The request does not fit its description",
  401: "The token is missing or wrong",
  403: "The request comes from another web page, or its user may not do this",
  404: "There is no such case or study, or no film of it",
  413: "The body is too large",
  415: "The body is no PNG, JPEG or DICOM file",
  421: "The host named is not the viewer's",
  422: "The film cannot be read, or not in time",
  429: "Too many wrong tokens",
  500: "Something went wrong in the viewer; its operator is told what",
  502: "The archive cannot be read; its operator is told why",
  503: "Too much is asked at once; Retry-After says when to try again",
} as const;

type Problem = keyof typeof PROBLEMS;

/** Problems that any request can have. */
const ANY_PROBLEMS = [400, 401, 403, 421, 429, 500, 503] as const;
const FILM_PROBLEMS = [413, 415, 422] as const;

const BYTES = { schema: { type: "string", format: "binary" } } as const;

/** A film of any of the kinds that are read. */
const FILM = {
  "image/png": BYTES,
  "image/jpeg": BYTES,
  "application/dicom": BYTES,
  "application/octet-stream": BYTES,
} as const;

const RAW_PIXELS = rawAnswer(
  "application/octet-stream",
  "Pixels row by row, 16 bits each, least byte first; Film-Width and Film-Height tell the size, " +
    "Film-Low and Film-High which shares of 65535 the file shows. Where they are known, Film-Black and " +
    "Film-White tell the film's own values of 0 and 65535, Film-Step the least difference between two " +
    "and Film-Unit their unit; Film-Row-Spacing and Film-Column-Spacing the distances of pixels in mm, " +
    "and Film-Spacing-Source the DICOM attribute that says so",
);

/** All of them. */
export const ROUTES = {
  search: createRoute({
    operationId: "search",
    method: "post",
    path: "/api/search",
    summary: "The cases most like a film, a case, a code, a study of several, or findings",
    request: {
      query: filmSearchOptionsSchema,
      headers: filmSearchHeadersSchema,
      body: { required: true, content: { ...json(searchRequestSchema), ...FILM } },
    },
    responses: { ...answer(searchAnswerSchema), ...problems(404, ...FILM_PROBLEMS) },
  }),
  explain: createRoute({
    operationId: "explain",
    method: "post",
    path: "/api/explain",
    summary: "Why a case was found: agreeing bits, finding by finding",
    request: { body: { required: true, content: json(explainRequestSchema) } },
    responses: { ...answer(explanationSchema), ...problems(404, 413) },
  }),
  occlusion: createRoute({
    operationId: "occlusion",
    method: "post",
    path: "/api/occlusion",
    summary: "Which region of a film moves its code",
    request: {
      headers: filmNameSchema,
      body: { required: true, content: { ...json(occlusionRequestSchema), ...FILM } },
    },
    responses: { ...answer(occlusionSchema), ...problems(404, ...FILM_PROBLEMS) },
  }),
  pixels: createRoute({
    operationId: "pixels",
    method: "post",
    path: "/api/pixels",
    summary: "The pixels of a film in all their depth",
    request: { headers: filmNameSchema, body: { required: true, content: FILM } },
    responses: { ...RAW_PIXELS, ...problems(...FILM_PROBLEMS) },
  }),
  collection: createRoute({
    operationId: "collection",
    method: "get",
    path: "/api/collection",
    summary: "What the collection holds",
    responses: { ...answer(collectionSchema), ...problems() },
  }),
  cases: createRoute({
    operationId: "cases",
    method: "post",
    path: "/api/cases",
    summary: "A page of the collection's cases, as they were added",
    request: { body: { required: true, content: json(browseSchema) } },
    responses: { ...answer(casePageSchema), ...problems(413) },
  }),
  find: createRoute({
    operationId: "find",
    method: "post",
    path: "/api/cases/find",
    summary: "A case by its id, with the handle that stands for it in addresses",
    request: { body: { required: true, content: json(findCaseSchema) } },
    responses: { ...answer(foundCaseSchema), ...problems(404, 413) },
  }),
  complete: createRoute({
    operationId: "complete",
    method: "post",
    path: "/api/cases/complete",
    summary: "Ids that begin with a text",
    request: { body: { required: true, content: json(completeRequestSchema) } },
    responses: { ...answer(completionsSchema), ...problems(413) },
  }),
  case: createRoute({
    operationId: "case",
    method: "get",
    path: "/api/cases/{handle}",
    summary: "A case with its code",
    request: { params: caseHandleSchema },
    responses: { ...answer(storedCaseSchema), ...problems(404) },
  }),
  image: createRoute({
    operationId: "image",
    method: "get",
    path: "/api/cases/{handle}/image",
    summary: "A case's film as a PNG",
    request: { params: caseHandleSchema, query: pictureSchema },
    responses: {
      ...rawAnswer("image/png", "Eight bits a pixel, without any text of the original"),
      ...problems(404, 422),
    },
  }),
  casePixels: createRoute({
    operationId: "casePixels",
    method: "get",
    path: "/api/cases/{handle}/pixels",
    summary: "The pixels of a case's film in all their depth",
    request: { params: caseHandleSchema },
    responses: { ...RAW_PIXELS, ...problems(404, 422) },
  }),
  study: createRoute({
    operationId: "study",
    method: "post",
    path: "/api/study",
    summary: "The chest films of a study in the archive that the viewer was started with",
    request: { body: { required: true, content: json(studyRequestSchema) } },
    responses: { ...answer(studySchema), ...problems(404, 413, 502) },
  }),
  studyFilm: createRoute({
    operationId: "studyFilm",
    method: "post",
    path: "/api/study/film",
    summary: "A chest film of the archive, as it keeps it",
    request: { body: { required: true, content: json(archiveFilmSchema) } },
    responses: {
      ...rawAnswer("application/dicom", "A DICOM file"),
      ...problems(404, 413, 502),
    },
  }),
  sessions: createRoute({
    operationId: "sessions",
    method: "get",
    path: "/api/sessions",
    summary: "Who is logged in; for administrators",
    responses: { ...answer(sessionsSchema), ...problems() },
  }),
  revoke: createRoute({
    operationId: "revoke",
    method: "post",
    path: "/api/sessions/revoke",
    summary: "Ends all logins of a user; for administrators",
    request: { body: { required: true, content: json(revokeRequestSchema) } },
    responses: { ...answer(revokedSchema), ...problems(413) },
  }),
  health: createRoute({
    operationId: "health",
    method: "get",
    path: "/api/health",
    summary: "Whether the viewer is well; needs no token",
    responses: { ...answer(healthSchema), ...problems() },
  }),
  metrics: createRoute({
    operationId: "metrics",
    method: "get",
    path: "/api/metrics",
    summary: "Counts and times, in the text format of Prometheus",
    responses: {
      200: { description: "Prometheus text", content: { "text/plain": { schema: z.string() } } },
      ...problems(),
    },
  }),
  document: createRoute({
    operationId: "document",
    method: "get",
    path: "/api/openapi.json",
    summary: "This document",
    responses: { ...answer(z.object({ openapi: z.string() })), ...problems() },
  }),
};

function json<T extends z.ZodType>(schema: T) {
  return { "application/json": { schema } };
}

function answer<T extends z.ZodType>(schema: T) {
  return { 200: { description: "The answer", content: json(schema) } };
}

function rawAnswer(media: string, description: string) {
  return { 200: { description, content: { [media]: BYTES } } };
}

/** The answers that say what went wrong: those that any request can have, and these. */
function problems(...own: readonly Problem[]) {
  const statuses = [...ANY_PROBLEMS, ...own].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [status, {
      description: PROBLEMS[status],
      content: json(errorSchema),
    }]),
  );
}
