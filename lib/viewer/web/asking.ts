/**
 * The ways to ask: the choice, and what each means for the cases found.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Ask, SearchAnswer } from "../schemas.ts";
import { askBy } from "./actions.ts";
import { texts } from "./language.ts";
import { type State, valueOf } from "./state.ts";
import { nameOf } from "./words.ts";

/** The choice, where there is any. */
export function askChoice(state: State): TemplateResult | typeof nothing {
  const asks = valueOf(state.collection)?.asks ?? [];
  if (asks.length < 2) return nothing;
  const chosen = askOf(state);
  const { asked, ways } = texts().asking;
  return html`
    <label class="inline">${asked}
      <select aria-describedby="asked" @change=${(event: Event) =>
        askBy((event.target as HTMLSelectElement).value as Ask)}>
        ${asks.map((ask) =>
          html`<option value=${ask} .selected=${ask === chosen}>${ways[ask]}</option>`
        )}
      </select>
    </label>
  `;
}

/** A sentence that says what the way means. */
export function askSentence(state: State): TemplateResult | typeof nothing {
  const asks = valueOf(state.collection)?.asks ?? [];
  if (asks.length < 2) return nothing;
  return html`<p class="small" id="asked">${sentenceOf(askOf(state), valueOf(state.search))}</p>`;
}

function sentenceOf(ask: Ask, answer: SearchAnswer | undefined): string {
  const { asking, hundredths } = texts();
  const target = answer?.target ?? undefined;
  if (ask !== "target" || target?.probability == null) return asking[ask];
  return asking.targetOf(nameOf(target.label), hundredths(target.probability));
}

/** The way that is chosen, or else the one that the viewer chose. */
function askOf({ ask, search, collection }: State): Ask {
  return ask ?? valueOf(search)?.ask ?? valueOf(collection)?.asks.at(-1) ?? "code";
}
