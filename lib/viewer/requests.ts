/**
 * Reading requests: films, JSON bodies and parameters, each checked before it is used.
 *
 * @module
 */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { parsedJson } from "../base/json.ts";
import type { FilmFile } from "./film_jobs.ts";
import { tellFilm } from "./security/audit/middleware.ts";
import { filmKind, otherKind } from "../data/images/file_kind.ts";

/** Whether a request's body is a film, as all are that do not say that they are JSON. */
export function sendsFilm({ req }: Context): boolean {
  return !/^application\/json\b/i.test(req.header("content-type") ?? "");
}

/**
 * The film in a request's body.
 *
 * @param name What messages call it; default: "film"
 * @throws {HTTPException} with status 415 if it is no film
 */
export async function readFilm(context: Context, name = "film"): Promise<FilmFile> {
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  await tellFilm(context, bytes);
  if (filmKind(bytes) !== undefined) return { bytes, name };
  throw new HTTPException(415, {
    message: `"${name}" is no film but ${otherKind(bytes)}: expected a PNG, JPEG or DICOM file`,
  });
}

/**
 * The value in a JSON body.
 *
 * @throws {HTTPException} with status 400 if it does not fit
 */
export async function readJson<T>({ req }: Context, schema: z.ZodType<T>): Promise<T> {
  const value = parsedJson(await req.text());
  if (value === undefined) throw new HTTPException(400, { message: "The body is no JSON" });
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw unfit("The body", error);
}

/** Refuses an address or a header that does not fit its route. */
export function refuseUnfit(
  { target, error }: { readonly target: string; readonly error?: z.ZodError },
) {
  if (error !== undefined) throw unfit(target === "header" ? "A header" : "The address", error);
}

function unfit(what: string, error: z.ZodError): HTTPException {
  return new HTTPException(400, {
    message: `${what} does not fit: ${z.prettifyError(error).replaceAll("\n", " ")}`,
  });
}
