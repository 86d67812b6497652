/**
 * Pages of a few words, which stand without the viewer's own: the login, and what went wrong.
 *
 * @module
 */
import { html } from "hono/html";
import type { Html } from "../report/html.ts";

/** What stands in a plain page. */
export interface PlainPage {
  /** In the browser's tab, before the viewer's name. */
  readonly title: string;
  /** Above the content. */
  readonly heading: string;
  /** HTML. */
  readonly content: Html;
}

/** The text of the page. */
export function plainPage({ title, heading, content }: PlainPage): Html {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="dark">
        <title>${title} · cohash viewer</title>
        <link rel="icon" href="/icon.svg">
        <link rel="stylesheet" href="/style.css">
      </head>
      <body>
        <main class="login">
          <h1>${heading}</h1>
          ${content}
          <p class="muted">For research only. Not for diagnosis.</p>
        </main>
      </body>
    </html>
  `;
}
