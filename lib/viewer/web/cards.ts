/**
 * Cases as cards: those found, and those of the collection.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { CaseAnswer, HitAnswer } from "../schemas.ts";
import { compare, searchWithCase } from "./actions.ts";
import { pictureAddress } from "./client.ts";
import { texts } from "./language.ts";
import { openCaseFilm } from "./open_large.ts";
import { showPatient } from "./patient_films.ts";
import { likeButtons } from "./refining.ts";
import { expectation, likeness, nameOf, particulars } from "./words.ts";
import { spokenParticulars, unknownFindings } from "./words.ts";
import { nearText } from "./worth.ts";

/** Pixels of a card's picture, enough for fine screens. */
const PICTURE = 448;

/** A case that was found; its film opens the comparison. */
export function hitCard(
  hit: HitAnswer,
  at: number,
  marked: ReadonlySet<string>,
): TemplateResult {
  const { distance, case: one } = hit;
  const expected = expectation(hit);
  const near = nearText(hit);
  const shared = one.labels.filter((label) => marked.has(label));
  const { card, unitOfBits, listed, phrases } = texts();
  const told = [
    card.compare(one.id),
    likeness(hit),
    near,
    spokenParticulars(one),
    shared.length > 0 ? card.marked(listed(shared.map(nameOf))) : "",
  ];
  return html`
    <li class="card">
      <button type="button" class="film" data-at=${at} @click=${() => compare(at)}
        aria-label=${phrases(told)}>
        ${picture(one)}
      </button>
      ${expected === undefined ? nothing : html`
        <p class="expected">${expected.what} <strong>${expected.value}</strong></p>
      `}
      <div class="line">
        <p class="distance"><strong>${distance}</strong> ${unitOfBits(distance)}</p>
        <p class="particulars">${particulars(one)}</p>
      </div>
      ${near === "" ? nothing : html`<p class="small worth">${near}</p>`} ${findings(one, marked)}
      <div class="line">
        ${patient(one)}
        ${openButton(one)}
        <button type="button" class="quiet small" @click=${() => searchWithCase(one)}
          aria-label=${card.searchFromHereOf(one.id)}>${card.searchFromHere}</button>
      </div>
      ${likeButtons(one)}
    </li>
  `;
}

/** A case of the collection; its film starts a search. */
export function caseCard(one: CaseAnswer): TemplateResult {
  const { card, phrases } = texts();
  return html`
    <li class="card">
      <button type="button" class="film" @click=${() => searchWithCase(one)}
        aria-label=${phrases([card.searchFrom(one.id), spokenParticulars(one)])}>
        ${picture(one)}
      </button>
      <p class="particulars">${particulars(one)}</p>
      ${findings(one, new Set())}
      <div class="line">${patient(one)} ${openButton(one)}</div>
    </li>
  `;
}

function picture({ handle, hasImage }: CaseAnswer): TemplateResult {
  if (!hasImage) return html`<span class="no-film">${texts().card.noFilm}</span>`;
  return html`<img src=${pictureAddress(handle, PICTURE)} alt="" loading="lazy" decoding="async">`;
}

function openButton(one: CaseAnswer): TemplateResult | typeof nothing {
  if (!one.hasImage) return nothing;
  const { film } = texts();
  return html`
    <button type="button" class="quiet small" @click=${() => openCaseFilm(one)}
      aria-label=${film.openOf(one.id)}>${film.open}</button>
  `;
}

function patient({ id, patient }: CaseAnswer): TemplateResult {
  const { card } = texts();
  if (patient === "") return html`<p class="id" title=${id}>${card.patient(patient)}</p>`;
  return html`
    <button type="button" class="id quiet" title=${id} aria-label=${card.filmsOf(patient)}
      @click=${() => showPatient(patient)}>${card.patient(patient)}</button>
  `;
}

/** The report of a case's study, where there is one. */
export function report({ report }: CaseAnswer): TemplateResult | typeof nothing {
  if (report === "") return nothing;
  return html`
    <details class="report">
      <summary>${texts().card.report}</summary>
      <p dir="auto">${report}</p>
    </details>
  `;
}

/** The findings of a case; marked ones come first, with a tick and in bold, unknown ones last. */
export function findings(one: CaseAnswer, marked: ReadonlySet<string>): TemplateResult {
  const { labels } = one;
  const { card } = texts();
  const rest = unknownFindings(one) || (labels.length === 0 ? card.noFinding : "");
  const ordered = [...labels].sort((a, b) => Number(marked.has(b)) - Number(marked.has(a)));
  return html`
    <ul class="findings">
      ${ordered.map((label) =>
        marked.has(label)
          ? html`<li class="shared"><span class="tick" aria-hidden="true">✓</span>
            ${nameOf(label)}<span class="hidden">${card.markedAlso}</span></li>`
          : html`<li>${nameOf(label)}</li>`
      )}
      ${rest === "" ? nothing : html`<li class="none">${rest}</li>`}
    </ul>
  `;
}

/** A message in place of cards, with something to do about it. */
export function emptyState(title: string, text: string, action: unknown = nothing): TemplateResult {
  return html`
    <div class="empty">
      <p class="title">${title}</p>
      <p>${text}</p>
      ${action}
    </div>
  `;
}

/** What is said to those who do not see the page change. */
export function statusLine(announcement: string): TemplateResult {
  return html`<p class="hidden" role="status">${announcement}</p>`;
}
