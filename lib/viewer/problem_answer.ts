/**
 * What is answered where something went wrong: words in JSON for programs, and a page with the same
 * words for people who open an address in a browser.
 *
 * @module
 */
import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { plainPage } from "./plain_page.ts";

/** What pages are headed with; "other" where the status tells people nothing. */
const TITLES: Readonly<Record<number | "other", string>> = {
  401: "Please log in",
  403: "Not allowed",
  404: "Nothing here",
  429: "Please wait",
  503: "Very busy",
  other: "That did not work",
};

/** The answer that says what went wrong. */
export function problemAnswer(
  context: Context,
  status: ContentfulStatusCode,
  error: string,
): Response | Promise<Response> {
  if (!isOpenedByPeople(context)) return context.json({ error }, status);
  const title = TITLES[status] ?? TITLES.other;
  const content = html`
    <p><bdi>${error}</bdi></p>
    <p><a href="/">To the viewer</a></p>
  `;
  return context.html(plainPage({ title, heading: title, content }), status);
}

/** Browsers ask for HTML where somebody opens an address; pages' own requests and programs do not. */
function isOpenedByPeople({ req }: Context): boolean {
  return /\btext\/html\b/i.test(req.header("accept") ?? "");
}
