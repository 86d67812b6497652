/**
 * The frame that every page of ours has: one file, no scripts, and a policy that forbids requests.
 *
 * @module
 */
import { html, raw } from "hono/html";
import type { Html } from "./html.ts";
import { PAGE_STYLE } from "./page_style.ts";

/** The parts of a page. */
export interface PageParts {
  /** The title of the browser's tab. */
  readonly title: string;
  /** The `<header>`. */
  readonly header: Html;
  /** What stands in `<main>`. */
  readonly main: Html;
}

/**
 * The text of a self-contained page.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { html } from "hono/html";
 * import { pageDocument } from "./document.ts";
 *
 * const parts = { title: "A < B", header: html`<h1>A</h1>`, main: html`<p>B</p>` };
 * const page = await pageDocument(parts);
 * assertStringIncludes(page, "<title>A &lt; B</title>");
 * ```
 */
export async function pageDocument({ title, header, main }: PageParts): Promise<string> {
  const page = await html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>${title}</title>
        <style>${raw(PAGE_STYLE)}</style>
      </head>
      <body>
        ${header}
        <main>
          ${main}
        </main>
        <footer>
          Made by cohash, a research tool. Not a medical device: nothing here is a diagnosis.
        </footer>
      </body>
    </html>
  `;
  return page.toString();
}
