/**
 * The switch by which films stay on the reader's machine, where the page can encode them.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { texts } from "./language.ts";
import { change, type State, valueOf } from "./state.ts";

/** The switch, nothing where the viewer leaves encoding to itself. */
export function staySwitch({ collection, staysHere }: State): TemplateResult | typeof nothing {
  if (valueOf(collection)?.encodesInPage !== true) return nothing;
  const { stays, means } = texts().here;
  return html`
    <label class="check">
      <input type="checkbox" .checked=${staysHere} @change=${(event: Event) => {
        change({ staysHere: (event.target as HTMLInputElement).checked });
      }}>
      ${stays}
    </label>
    ${staysHere ? html`<p class="small">${means}</p>` : nothing}
  `;
}
