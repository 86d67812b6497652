/**
 * Every address of the API: what it takes, what it answers, and what can go wrong.
 *
 * @module
 */
import { z } from "zod";
import {
  browseSchema,
  casePageSchema,
  collectionSchema,
  explainRequestSchema,
  explanationSchema,
  filmSearchOptionsSchema,
  healthSchema,
  occlusionRequestSchema,
  occlusionSchema,
  pictureSchema,
  searchAnswerSchema,
  searchRequestSchema,
  storedCaseSchema,
} from "./schemas.ts";

/** An address of the API. */
export interface Endpoint {
  readonly method: "get" | "post";
  /** With parameters in braces. */
  readonly path: `/api/${string}`;
  readonly summary: string;
  /** Parameters in the address. */
  readonly query?: z.ZodObject;
  /** What a JSON body holds. */
  readonly body?: z.ZodType;
  /** Whether the body may be a film. */
  readonly takesFilm?: true;
  /** What is answered: JSON, or another media type. */
  readonly answer: z.ZodType | { readonly media: string; readonly text: string };
  /** Statuses of answers that say what went wrong, beside those that any request can have. */
  readonly problems: readonly number[];
}

const FILM_PROBLEMS = [413, 415, 422];
const RAW_PIXELS = {
  media: "application/octet-stream",
  text:
    "Pixels row by row, 16 bits each, least byte first; Film-Width and Film-Height tell the size, Film-Low and Film-High which shares of 65535 the file shows",
};

/** All of them. */
export const ENDPOINTS = {
  search: {
    method: "post",
    path: "/api/search",
    summary: "The nearest cases to a film, a case of the collection or a code",
    query: filmSearchOptionsSchema,
    body: searchRequestSchema,
    takesFilm: true,
    answer: searchAnswerSchema,
    problems: [404, ...FILM_PROBLEMS],
  },
  explain: {
    method: "post",
    path: "/api/explain",
    summary: "Why a case was found: agreeing bits, finding by finding",
    body: explainRequestSchema,
    answer: explanationSchema,
    problems: [404, 413],
  },
  occlusion: {
    method: "post",
    path: "/api/occlusion",
    summary: "Which region of a film moves its code",
    query: z.strictObject({ name: filmSearchOptionsSchema.shape.name }),
    body: occlusionRequestSchema,
    takesFilm: true,
    answer: occlusionSchema,
    problems: [404, ...FILM_PROBLEMS],
  },
  pixels: {
    method: "post",
    path: "/api/pixels",
    summary: "The pixels of a film in all their depth",
    query: z.strictObject({ name: filmSearchOptionsSchema.shape.name }),
    takesFilm: true,
    answer: RAW_PIXELS,
    problems: FILM_PROBLEMS,
  },
  collection: {
    method: "get",
    path: "/api/collection",
    summary: "What the collection holds",
    answer: collectionSchema,
    problems: [],
  },
  cases: {
    method: "get",
    path: "/api/cases",
    summary: "A page of the collection's cases, as they were added",
    query: browseSchema,
    answer: casePageSchema,
    problems: [],
  },
  case: {
    method: "get",
    path: "/api/cases/{id}",
    summary: "A case with its code",
    answer: storedCaseSchema,
    problems: [404],
  },
  image: {
    method: "get",
    path: "/api/cases/{id}/image",
    summary: "A case's film as a PNG",
    query: pictureSchema,
    answer: { media: "image/png", text: "Eight bits a pixel, without any text of the original" },
    problems: [404, 422],
  },
  casePixels: {
    method: "get",
    path: "/api/cases/{id}/pixels",
    summary: "The pixels of a case's film in all their depth",
    answer: RAW_PIXELS,
    problems: [404, 422],
  },
  health: {
    method: "get",
    path: "/api/health",
    summary: "Whether the viewer is well; needs no token",
    answer: healthSchema,
    problems: [],
  },
  metrics: {
    method: "get",
    path: "/api/metrics",
    summary: "Counts and times, in the text format of Prometheus",
    answer: { media: "text/plain", text: "Prometheus text" },
    problems: [],
  },
  document: {
    method: "get",
    path: "/api/openapi.json",
    summary: "This document",
    answer: z.looseObject({ openapi: z.string() }),
    problems: [],
  },
} as const satisfies Record<string, Endpoint>;
