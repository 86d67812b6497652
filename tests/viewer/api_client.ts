/**
 * Requests to a running viewer, whose every answer must be one that its OpenAPI document describes.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Viewer } from "../../lib/viewer/viewer.ts";
import { openApiDocument } from "../../lib/viewer/openapi.ts";

/** The folder of the project, which no answer may name. */
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const DOCUMENT = JSON.parse(JSON.stringify(openApiDocument()));
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(DOCUMENT, "api");

/** An answer with its JSON, where it is JSON. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly json: T;
}

/**
 * Sends a request and checks that the document describes its answer.
 *
 * @param path Below the viewer's address, such as `/api/collection`
 */
export async function ask<T = Record<string, never>>(
  viewer: Viewer,
  path: string,
  init: RequestInit = {},
): Promise<Answer<T>> {
  const response = await fetch(new URL(path, viewer.url), { redirect: "manual", ...init });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  const json = type === "application/json" ? JSON.parse(new TextDecoder().decode(bytes)) : {};
  const described = describedAnswer(path, init.method ?? "GET", response.status);
  if (described !== undefined) {
    assert(described.content[type], `${path} answers ${type}, which is not described`);
    if (type === "application/json") {
      const validate = ajv.getSchema(`${described.pointer}/content/application~1json/schema`)!;
      assert(validate(json), `${path}: ${ajv.errorsText(validate.errors)}`);
    }
  }
  return { status: response.status, headers: response.headers, bytes, json };
}

/** Sends a JSON body. */
export function post<T = Record<string, never>>(
  viewer: Viewer,
  path: string,
  body: unknown,
): Promise<Answer<T>> {
  return ask(viewer, path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  });
}

/** Sends a film, with what is said of it in headers. */
export function postFilm<T = Record<string, never>>(
  viewer: Viewer,
  path: string,
  film: Uint8Array<ArrayBuffer>,
  told: { readonly "Film-Name"?: string; readonly "Search-Filter"?: string } = {},
): Promise<Answer<T>> {
  return ask(viewer, path, {
    method: "POST",
    body: film,
    headers: { "Content-Type": "application/octet-stream", ...told },
  });
}

/** What the document says of an answer; undefined for addresses that are none of the API's. */
function describedAnswer(path: string, method: string, status: number) {
  const asked = path.split("?")[0]!.split("/");
  const fitting = Object.keys(DOCUMENT.paths).filter((template) => {
    const parts = template.split("/");
    return parts.length === asked.length &&
      parts.every((part, i) => part === asked[i] || part.startsWith("{"));
  });
  const template = fitting.find((template) => template === path) ?? fitting[0];
  const operation = DOCUMENT.paths[template ?? ""]?.[method.toLowerCase()];
  if (operation === undefined) return undefined;
  const described = operation.responses[status];
  assert(described, `${method} ${path} answers ${status}, which is not described`);
  const pointer = `api#/paths/${template!.replaceAll("/", "~1")}/${method.toLowerCase()}/responses`;
  return { content: described.content, pointer: encodeURI(`${pointer}/${status}`) };
}

/** Checks that an answer refuses, in words that hold no part of a stack. */
export function assertRefused(
  { status, json, bytes }: Answer<{ readonly error: string }>,
  expected: number,
  words: RegExp,
): void {
  assertEquals(status, expected);
  assert(words.test(json.error), `"${json.error}" does not match ${words}`);
  const text = new TextDecoder().decode(bytes);
  const showsCode = /\bat .*:\d+:\d+|\.ts\b|\/tmp\//.test(text) || text.includes(ROOT);
  assert(!showsCode, `"${text}" shows too much`);
}
