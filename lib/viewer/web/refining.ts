/**
 * Refining the query: more and less like cases, findings that count for more or less, and the way
 * back.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { CaseAnswer } from "../schemas.ts";
import { search } from "./actions.ts";
import { texts } from "./language.ts";
import {
  isPlain,
  type Liking,
  markedWith,
  PLAIN,
  redone,
  type Refinement,
  type Steps,
  stepTo,
  undone,
  withEmphasis,
  withMark,
} from "./refinement.ts";
import { change, current, type State, valueOf } from "./state.ts";
import { nameOf } from "./words.ts";

/** How far the slider of a finding goes: its odds times or by 2 a step. */
const STEPS = 3;

/** Takes the last change of the query back. */
export function undo(): void {
  go(undone(current().refinement));
}

/** Makes the change again that was taken back. */
export function redo(): void {
  go(redone(current().refinement));
}

function refine(next: Refinement): void {
  go(stepTo(current().refinement, next));
}

function go(refinement: Steps<Refinement>): void {
  if (refinement === current().refinement) return;
  change({ refinement });
  void search();
}

/** The buttons of a case that was found: more like this, less like this. */
export function likeButtons({ handle, id }: CaseAnswer): TemplateResult {
  const words = texts().refine;
  const { present } = current().refinement;
  const button = (liking: Liking, text: string, label: string) =>
    html`
      <button type="button" class="chip" aria-pressed=${present.marks.get(handle) === liking}
        aria-label=${label} @click=${() => refine(withMark(present, handle, liking))}>
        ${text}
      </button>
    `;
  return html`
    <div class="likes">
      ${button("like", words.like, words.likeOf(id))}
      ${button("unlike", words.unlike, words.unlikeOf(id))}
    </div>
  `;
}

/** What the query is refined by, and the ways back and forth. */
export function refinePanel(state: State): TemplateResult {
  const words = texts().refine;
  const { past, present, future } = state.refinement;
  const [liked, disliked] = [markedWith(present, "like"), markedWith(present, "unlike")];
  return html`
    <section class="refine" aria-labelledby="refine-title">
      <h3 id="refine-title">${words.title}</h3>
      <p class="small">${isPlain(present)
        ? words.hint
        : words.marks(liked.length, disliked.length, present.emphasis.size)}</p>
      ${past.length + future.length === 0 && isPlain(present) ? nothing : html`
        <div class="row">
          <button type="button" ?disabled=${past.length === 0} @click=${undo}>${words.undo}</button>
          <button type="button" ?disabled=${future.length === 0} @click=${redo}>
            ${words.redo}</button>
          <button type="button" ?disabled=${isPlain(present)} @click=${() => refine(PLAIN)}>
            ${words.clear}</button>
        </div>
      `}
      ${weights(state)}
    </section>
  `;
}

/** A slider for each finding; only expected relevance knows what findings count for. */
function weights({ search: found, collection, refinement }: State) {
  if (valueOf(found)?.ask !== "expected") return nothing;
  const words = texts().refine;
  const { present } = refinement;
  return html`
    <details class="weights">
      <summary>${words.weights}</summary>
      ${(valueOf(collection)?.findings ?? []).map(({ label }) => {
        const factor = present.emphasis.get(label) ?? 1;
        return html`
          <label class="weight">
            <span>${nameOf(label)}</span>
            <input type="range" min=${-STEPS} max=${STEPS} step="1"
              .value=${String(Math.round(Math.log2(factor)))} aria-valuetext=${words.times(factor)}
              @change=${({ target }: Event) => {
                const steps = Number((target as HTMLInputElement).value);
                refine(withEmphasis(present, label, 2 ** steps));
              }}>
            <output>${words.times(factor)}</output>
          </label>
        `;
      })}
      <p class="small">${words.weightsMean}</p>
    </details>
  `;
}
