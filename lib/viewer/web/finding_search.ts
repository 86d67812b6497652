/**
 * Searching for findings without a film.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { searchFrom } from "./actions.ts";
import { texts } from "./language.ts";
import { change, current, type State, valueOf } from "./state.ts";
import { nameOf } from "./words.ts";

/** The form: each finding is wanted, not wanted, or neither, turn by turn. */
export function findingSearch({ collection, sought }: State): TemplateResult | typeof nothing {
  const known = valueOf(collection);
  if (known === undefined || !known.asks.includes("expected")) return nothing;
  const words = texts().findingSearch;
  const labels = [...known.findings.map(({ label }) => label), ...known.defined];
  return html`
    <section class="finding-search" aria-labelledby="finding-search-title">
      <h2 id="finding-search-title">${words.title}</h2>
      <form @submit=${submit}>
        <ul class="chips">
          ${labels.map((label) => html`<li>${chip(label, sought.get(label))}</li>`)}
        </ul>
        <div class="row">
          <button type="submit" ?disabled=${!wants(sought)}>${words.find}</button>
          <p class="small">${words.hint}</p>
        </div>
      </form>
    </section>
  `;
}

type Wish = "wanted" | "unwanted" | undefined;

function chip(label: string, wish: Wish): TemplateResult {
  const words = texts().findingSearch;
  const name = nameOf(label);
  return html`
    <button type="button" class="chip ${wish ?? ""}" aria-pressed=${wish !== undefined}
      aria-label=${wish === "unwanted" ? words.without(name) : name} @click=${() => turn(label)}>
      ${name}
    </button>
  `;
}

function turn(label: string): void {
  const sought = new Map(current().sought);
  const wish = sought.get(label);
  if (wish === undefined) sought.set(label, "wanted");
  else if (wish === "wanted") sought.set(label, "unwanted");
  else sought.delete(label);
  change({ sought });
}

function wants(sought: State["sought"]): boolean {
  return [...sought.values()].includes("wanted");
}

function submit(event: Event): void {
  event.preventDefault();
  const of = (wanted: Wish) =>
    Array.from(current().sought).filter(([, wish]) => wish === wanted).map(([label]) => label);
  if (!wants(current().sought)) return;
  void searchFrom({ kind: "findings", wanted: of("wanted"), unwanted: of("unwanted") });
}
