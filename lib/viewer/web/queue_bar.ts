/**
 * The bar of several films that were chosen together.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { texts } from "./language.ts";
import { countRead, dropQueue, MOST_IN_STUDY, searchAsStudy, show } from "./queue.ts";
import type { QueuedFilm, State } from "./state.ts";

/** Which film is looked at, how many are read, and the ways to the others. */
export function queueBar({ queue }: State): TemplateResult | typeof nothing {
  if (queue === undefined) return nothing;
  const words = texts().queue;
  const { films, at } = queue;
  const read = countRead(queue);
  const readable = films.filter(({ code }) => code.kind === "there").length;
  return html`
    <nav class="queue" aria-label=${words.title}>
      <button type="button" ?disabled=${at === 0} @click=${() => show(at - 1)}>
        <span aria-hidden="true">←</span> ${words.previous}</button>
      <label class="inline"><span class="hidden">${words.film}</span>
        <select @change=${({ target }: Event) => show(Number((target as HTMLSelectElement).value))}>
          ${films.map((film, place) =>
            html`<option value=${place} .selected=${place === at}>${entry(film, place)}</option>`
          )}
        </select>
      </label>
      <button type="button" ?disabled=${at === films.length - 1} @click=${() => show(at + 1)}>
        ${words.next} <span aria-hidden="true">→</span></button>
      <label class="inline">
        <progress max=${films.length} value=${read}></progress>
        ${words.read(read, films.length)}
      </label>
      <button type="button" ?disabled=${read < films.length || readable < 2 ||
        readable > MOST_IN_STUDY} @click=${searchAsStudy}>${words.asStudy}</button>
      <button type="button" class="quiet" @click=${dropQueue}>${words.drop}</button>
    </nav>
  `;
}

function entry({ name, code }: QueuedFilm, place: number): string {
  const words = texts().queue;
  return words.entry(place + 1, name, code.kind === "failed");
}
