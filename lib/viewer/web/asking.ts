/**
 * The ways to ask: the choice, and what each means for the cases found.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Ask, SearchAnswer } from "../schemas.ts";
import { askBy } from "./actions.ts";
import { type State, valueOf } from "./state.ts";
import { hundredths, nameOf } from "./words.ts";

const NAMES: Readonly<Record<Ask, string>> = {
  code: "by its code",
  target: "by its most probable finding",
  expected: "by expected relevance",
};

/** The choice, where there is any. */
export function askChoice(state: State): TemplateResult | typeof nothing {
  const asks = valueOf(state.collection)?.asks ?? [];
  if (asks.length < 2) return nothing;
  const chosen = askOf(state);
  return html`
    <label class="inline">Asked
      <select aria-describedby="asked" @change=${(event: Event) =>
        askBy((event.target as HTMLSelectElement).value as Ask)}>
        ${asks.map((ask) =>
          html`<option value=${ask} .selected=${ask === chosen}>${NAMES[ask]}</option>`
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
  if (ask === "code") return "First come the cases whose codes differ from the query's least.";
  if (ask === "expected") {
    return "First come the cases that most probably share findings with the query.";
  }
  const target = answer?.target ?? undefined;
  if (target === undefined) {
    return "First come the cases whose codes are nearest to that of the most probable finding.";
  }
  const probability = hundredths(target.probability);
  return `The query most probably shows ${nameOf(target.label)} (${probability}): first come the ` +
    "cases whose codes are nearest to that finding's.";
}

/** The way that is chosen, or else the one that the viewer chose. */
function askOf({ ask, search, collection }: State): Ask {
  return ask ?? valueOf(search)?.ask ?? valueOf(collection)?.asks.at(-1) ?? "code";
}
