/**
 * What an answer is worth: warnings, chances at a distance, and ties.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { HitAnswer, SearchAnswer } from "../schemas.ts";
import { texts } from "./language.ts";
import { nameOf } from "./words.ts";

/** Whether the film that was sought is unlike those that the encoder learned from. */
export function isStrange(answer: SearchAnswer | undefined): boolean {
  return answer?.warnings.some(({ kind }) => kind === "strange") ?? false;
}

/** What must be read before the cases are. */
export function warnings({ warnings }: SearchAnswer): TemplateResult | typeof nothing {
  if (warnings.length === 0) return nothing;
  return html`
    <div class="warnings" role="alert">
      ${warnings.map((warning) => html`<p>${warningText(warning)}</p>`)}
    </div>
  `;
}

function warningText(warning: SearchAnswer["warnings"][number]): string {
  const { worth } = texts();
  if (warning.kind === "strange") return worth.strange(warning.films, warning.falseAlarms);
  return worth.flat(shareOf(warning.nearest), percentOf(warning.any.chance));
}

/** How often cases at that distance share a finding; "" where that is not known. */
export function nearText({ near }: Pick<HitAnswer, "near">): string {
  return near === null ? "" : texts().worth.near(shareOf(near));
}

/** Findings that are named of those that neighbours suggest. */
const MOST_SUGGESTED = 5;

/** The findings that the nearest cases suggest, beside how often they occur. */
export function suggestions({ suggested }: SearchAnswer): TemplateResult | typeof nothing {
  if (suggested.length === 0) return nothing;
  const { worth } = texts();
  return html`
    <h3 id="suggested-title">${worth.suggested}</h3>
    <table class="summary" aria-labelledby="suggested-title">
      <thead>
        <tr>
          <th scope="col">${worth.finding}</th>
          <th scope="col">${worth.probability}</th>
          <th scope="col">${worth.prevalence}</th>
        </tr>
      </thead>
      <tbody>
        ${suggested.slice(0, MOST_SUGGESTED).map(({ label, probability, prevalence }) =>
          html`
            <tr>
              <th scope="row">${nameOf(label)}</th>
              <td>${percentOf(probability)}</td>
              <td>${percentOf(prevalence)}</td>
            </tr>
          `
        )}
      </tbody>
    </table>
    <p class="small">${worth.suggestedMeans}</p>
  `;
}

/** That as many cases are as good as the last one shown. */
export function tiesLine({ ask, ties, hits }: SearchAnswer): TemplateResult | typeof nothing {
  const last = hits.at(-1);
  if (ties === null || last === undefined) return nothing;
  const { worth, bitsAway } = texts();
  const where = ask === "expected" ? worth.equallyRelevant : bitsAway(last.distance);
  return html`<p class="small" id="ties">${worth.ties(ties, where)}</p>`;
}

/** Such as "84 % (78–89)". */
function shareOf({ chance, low, high }: NonNullable<HitAnswer["near"]>): string {
  return `${percentOf(chance)} (${Math.round(100 * low)}–${Math.round(100 * high)})`;
}

function percentOf(share: number): string {
  return `${Math.round(100 * share)} %`;
}
