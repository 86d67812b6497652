/**
 * Areas under ROC curves in tables.
 *
 * @module
 */
import { html } from "hono/html";
import { formatScore } from "../../charts/words.ts";
import type { Html } from "../html.ts";

/** An area, and behind it one standard error where there is one. */
export function areaWithError(area: number | null, error: number | null): Html {
  return html`${formatScore(area)} ${
    error !== null && html`<small>± ${formatScore(error)}</small>`
  }`;
}
