/**
 * Why a case was found: its bits, and the findings that they speak of.
 *
 * @module
 */
import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { ExplanationAnswer } from "../schemas.ts";
import { current, type Fetched, valueOf } from "./state.ts";
import { texts } from "./language.ts";
import { nameOf } from "./words.ts";
import { isStrange } from "./worth.ts";

/** The least share of the agreement that is told; findings with less explain next to nothing. */
const LEAST_SHARE = 0.005;

/** The explanation of a match. */
export function why(
  explanation: Fetched<ExplanationAnswer>,
  marked: ReadonlySet<string>,
): TemplateResult {
  if (explanation.kind === "failed") return html`<p role="alert">${explanation.message}</p>`;
  const value = valueOf(explanation);
  const words = texts().why;
  if (value === undefined) return html`<p>${words.comparing}</p>`;
  const { agrees } = value;
  const same = agrees.filter((agree) => agree).length;
  const differing = agrees.length - same;
  return html`
    <p><strong>${words.same(same, agrees.length)}</strong>${words.agree(differing)}</p>
    ${bitStrip(agrees)}
    ${reasons(value, marked)}
  `;
}

/** The findings that the agreeing bits speak of, or why they speak of none. */
function reasons(
  { findings, nearFrom }: ExplanationAnswer,
  marked: ReadonlySet<string>,
): TemplateResult {
  const { why: words, hundredths } = texts();
  if (isStrange(valueOf(current().search))) return html`<p role="note">${words.strange}</p>`;
  if (findings.length === 0) return html`<p>${words.noTargets}</p>`;
  const near = findings.filter(({ isNear, share }) => isNear && share >= LEAST_SHARE);
  if (near.length === 0) return html`<p role="note">${words.nearNone(hundredths(nearFrom))}</p>`;
  return html`<p class="small">${words.caution}</p>${table(near, marked)}`;
}

/** The bits in order: a full cell agrees, a hollow one differs. */
function bitStrip(agrees: readonly boolean[]): TemplateResult {
  const columns = Math.min(32, agrees.length);
  const rows = Math.ceil(agrees.length / columns);
  return html`
    <svg class="bits" viewBox="0 0 ${10 * columns} ${14 * rows}" role="img"
      aria-label=${texts().why.bits}>
      ${agrees.map((agree, bit) =>
        cell(agree, 10 * (bit % columns), 14 * Math.floor(bit / columns))
      )}
    </svg>
  `;
}

function cell(agrees: boolean, x: number, y: number) {
  return agrees
    ? svg`<rect class="same" x=${x + 1} y=${y + 1} width="8" height="12"></rect>`
    : svg`<rect class="other" x=${x + 1.75} y=${y + 1.75} width="6.5" height="10.5"></rect>`;
}

function table(
  findings: ExplanationAnswer["findings"],
  marked: ReadonlySet<string>,
): TemplateResult {
  const { why: words, percent, hundredths } = texts();
  return html`
    <table class="why">
      <thead>
        <tr>
          <th scope="col">${words.finding}</th>
          <th scope="col">${words.agreement}</th>
          <th scope="col">${words.bitsColumn}</th>
          <th scope="col">${words.query}</th>
          <th scope="col">${words.case}</th>
        </tr>
      </thead>
      <tbody>
        ${findings.map((finding) =>
          html`
            <tr>
              <th scope="row">${marked.has(finding.label)
                ? html`
                  <span class="tick">✓</span>
                `
                : nothing}${nameOf(finding.label)}</th>
              <td>${percent(finding.share)}</td>
              <td>${finding.agreeing} / ${finding.agreeing + finding.disagreeing}</td>
              <td>${hundredths(finding.queryCosine)}</td>
              <td>${hundredths(finding.caseCosine)}</td>
            </tr>
          `
        )}
      </tbody>
    </table>
    <dl class="small">
      <div>
        <dt>${words.agreement}</dt>
        <dd>${words.agreementMeans}</dd>
      </div>
      <div>
        <dt>${words.bitsColumn}</dt>
        <dd>${words.bitsMean}</dd>
      </div>
      <div>
        <dt>${words.cosines}</dt>
        <dd>${words.cosinesMean}</dd>
      </div>
    </dl>
  `;
}
