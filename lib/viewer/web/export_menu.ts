/**
 * Keeping the cases found: as a file, or on paper.
 *
 * @module
 */
import { html, type TemplateResult } from "lit-html";
import type { SearchAnswer } from "../schemas.ts";
import { csvOf, jsonOf } from "./export.ts";
import { whereOf } from "./filters.ts";
import { texts } from "./language.ts";
import { queryTitle } from "./query_panel.ts";
import { current, hitsOf } from "./state.ts";

/** The menu. */
export function exportMenu(answer: SearchAnswer): TemplateResult {
  const words = texts().save;
  return html`
    <details class="menu">
      <summary>${words.title}</summary>
      <div class="list">
        <button type="button" @click=${saveCsv}>${words.csv}</button>
        <button type="button" @click=${() => saveJson(answer)}>${words.json}</button>
        <button type="button" @click=${() => print()}>${words.print}</button>
      </div>
    </details>
  `;
}

function saveCsv(): void {
  save(csvOf(hitsOf(current())), "cases.csv", "text/csv");
}

function saveJson(answer: SearchAnswer): void {
  const state = current();
  const asked = { query: queryTitle(state), where: whereOf(state.filters) };
  save(jsonOf(answer, hitsOf(state), asked), "cases.json", "application/json");
}

/** Has the browser save a text as a file. */
function save(text: string, name: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
