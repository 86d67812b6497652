/**
 * HTML from template literals, in which every inserted text is escaped.
 *
 * @module
 */

/** A piece of HTML that is safe to insert as it is. */
export class Html {
  readonly #source: string;

  /** Wraps HTML that is known to be safe; text from outside goes through {@linkcode html}. */
  constructor(source: string) {
    this.#source = source;
  }

  /** The HTML source. */
  toString(): string {
    return this.#source;
  }
}

/** What {@linkcode html} inserts: nothing for null, undefined and false; the items of a list. */
export type Insertable = Html | string | number | null | undefined | false | readonly Insertable[];

/**
 * Builds HTML. Inserted texts are escaped so that they are safe as content and inside quoted
 * attributes; {@linkcode Html} goes in as it is.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { html } from "./html.ts";
 *
 * const names = ["Mass", "<script>"];
 * assertEquals(
 *   html`<ul>${names.map((name) => html`<li>${name}</li>`)}</ul>`.toString(),
 *   "<ul><li>Mass</li><li>&lt;script&gt;</li></ul>",
 * );
 * ```
 */
export function html(parts: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  return new Html(parts.reduce((source, part, i) => source + insert(values[i - 1]) + part));
}

function insert(value: Insertable): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "object") return value.map(insert).join("");
  return escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text with the five characters that mean something in HTML replaced by entities. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
