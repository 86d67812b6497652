/**
 * What pages are made of, by the template tag of hono/html.
 *
 * @module
 */
import type { html } from "hono/html";

/** A piece of a page: HTML, or the promise of some where a picture in it is still to be made. */
export type Html = ReturnType<typeof html>;
