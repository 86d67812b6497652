/**
 * A table in HTML.
 *
 * @module
 */
import { html } from "hono/html";
import type { TextTable } from "./cell_table.ts";

/** The table as an HTML element, which carries its own style, since notebooks have theirs. */
export async function htmlTable({ titles, cells, isNumeric }: TextTable): Promise<string> {
  const style = (c: number) => `text-align: ${isNumeric[c] ? "right" : "left"}`;
  const head = titles.map((title, c) => html`<th style="${style(c)}">${title}</th>`);
  const body = cells.map((row) =>
    html`<tr>${row.map((cell, c) => html`<td style="${style(c)}">${cell}</td>`)}</tr>`
  );
  const table = await html`
    <table>
      <thead>
        <tr>${head}</tr>
      </thead>
      <tbody>${body}</tbody>
    </table>
  `;
  return table.toString();
}
