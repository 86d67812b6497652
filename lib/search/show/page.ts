/**
 * What a search found as one self-contained web page: the query, the films found, and why.
 *
 * @module
 */
import { html } from "hono/html";
import type { Explanation, OcclusionMap } from "../explain/explanation.ts";
import { pageDocument } from "../../report/document.ts";
import type { Html } from "../../report/html.ts";
import { filmPicture, findingChips } from "../../report/gallery.ts";
import type { GalleryFilm } from "../../report/run/report.ts";
import { formatCount, formatProbability, formatScore, readableLabel } from "../../charts/words.ts";
import type { Asked } from "../ask.ts";
import type { Expectation } from "../find_films.ts";
import type { ShareInterval } from "../../worth/pair_shares.ts";
import type { Suggestion } from "../../worth/suggestions.ts";
import type { Ties } from "../ties.ts";
import { intervalText, type Warning, warningText } from "../worth/warnings.ts";
import { askedText } from "./asked_text.ts";
import { suggestionsText, tiesText } from "./text.ts";

/** The content of the page. */
export interface SearchReport {
  /** The film or code that was looked up; its findings are undefined where it is no indexed film. */
  readonly query: Omit<GalleryFilm, "findings"> & {
    readonly findings: readonly string[] | undefined;
    /** Such as "F, 54 years, PA". */
    readonly facts: string;
    /** Which regions of it move its code. */
    readonly occlusion?: OcclusionMap;
  };
  /** How it was looked up. */
  readonly asked: Asked;
  /** Bits of a code. */
  readonly bits: number;
  /** Films that were searched. */
  readonly searched: number;
  /** The condition that films had to fit, as text; "" for none. */
  readonly condition: string;
  /** The nearest first, or those that are expected to be most relevant. */
  readonly films: readonly FoundCard[];
  /** How many films were as good as the last; default: none was left out. */
  readonly ties?: Ties | undefined;
  /** The findings that neighbours suggest; default: none. */
  readonly suggested?: readonly Suggestion[];
  /** What a reader must be told first; default: nothing. */
  readonly warnings?: readonly Warning[];
}

/** A film that was found. */
export interface FoundCard extends GalleryFilm {
  /** In bits. */
  readonly distance: number;
  /** How often films at that distance share a finding, where it was measured. */
  readonly near?: ShareInterval | undefined;
  /** How relevant it is expected to be, where that was asked for. */
  readonly expected?: Expectation | undefined;
  /** Such as "patient 12, F, 54 years, PA, 2017-03-05". */
  readonly facts: string;
  /** What was reported of it. */
  readonly report?: string;
  /** Why it was found, where that was asked for. */
  readonly why?: Explanation;
}

/** Findings that are listed of an explanation. */
const MOST_FINDINGS = 3;

/**
 * The text of the page.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { searchPage } from "./page.ts";
 *
 * const page = await searchPage({
 *   query: { id: "film.png", findings: undefined, facts: "" },
 *   asked: { kind: "code" },
 *   bits: 32,
 *   searched: 2000,
 *   condition: "",
 *   films: [{ id: "a", findings: ["Edema"], distance: 3, facts: "patient 7, PA" }],
 * });
 * assertStringIncludes(page, "<strong>3</strong> of 32 bits differ");
 * ```
 */
export async function searchPage(report: SearchReport): Promise<string> {
  const { query, asked, films, searched, condition, ties, warnings = [], suggested = [] } = report;
  const first = asked.kind === "expected" ? "most relevant" : "nearest";
  const several = films.length === 1 ? `The ${first} film` : `The ${films.length} ${first} films`;
  const shown = films.length === 0 ? "No film" : several;
  const fitting = condition === "" ? null : html`, among those that fit <em>${condition}</em>`;
  return await pageDocument({
    title: `Films like ${query.id}`,
    header: html`
      <header>
        <h1>Films like ${query.id}</h1>
        <p class="lead">
          ${shown} of ${formatCount(searched)}${fitting}, ${first} first.
          ${askedText(asked, films[0]?.expected)} The distance counts the bits in which two codes
          differ.
          ${query.findings && "Findings shared with the query have a tick and a filled label."}
        </p>
      </header>
    `,
    main: html`
      ${warnings.map((warning) =>
        html`<p role="alert" class="warning">${warningText(warning)}</p>`
      )}
      <div class="search">
        ${queryCard(report)}
        <ol class="found">${films.map((film) => foundCard(film, report))}</ol>
      </div>
      ${suggested.length > 0 && html`<p>${suggestionsText(suggested)}</p>`}
      ${ties && html`<p>${tiesText(ties, asked, films.at(-1)!.distance)}</p>`}
      ${films.some(({ why }) => why) && howToRead()}
    `,
  });
}

function queryCard({ query, films }: SearchReport): Html {
  const why = films.find((film) => film.why)?.why;
  return html`
    <section class="film query">
      <div class="stack">
        ${filmPicture(query)}
        ${query.occlusion && heat(query.occlusion)}
      </div>
      <p class="distance">Query</p>
      <p>${query.facts}</p>
      ${query.findings && findingChips({ ...query, findings: query.findings }, new Set())}
      ${query.occlusion && html`
        <p class="verdict">
          Tinted: the regions that turn the code most when they are covered, by up to
          ${formatScore(query.occlusion.greatest)} (1 − cosine).
        </p>
      `}
      ${why && why.findings.length > 0 && nearTargets(why)}
    </section>
  `;
}

function heat({ size, values }: OcclusionMap): Html {
  const cells = Array.from(
    values,
    (value) => html`<i style="opacity: ${(0.75 * value).toFixed(2)}"></i>`,
  );
  return html`
    <div class="heat" style="grid-template-columns: repeat(${size}, 1fr)"
      aria-hidden="true">${cells}</div>
  `;
}

function nearTargets({ findings, nearFrom }: Explanation): Html {
  const nearest = findings.filter(({ isNear }) => isNear)
    .sort((a, b) => b.queryCosine - a.queryCosine)
    .slice(0, MOST_FINDINGS);
  const chance = html`chance gives one code in twenty a cosine of ${formatScore(nearFrom)}`;
  if (nearest.length === 0) {
    return html`<p class="verdict">The code is near no finding's target: ${chance}.</p>`;
  }
  return html`
    <p class="verdict">Targets near the code (cosine; ${chance})</p>
    <ul class="shares">
      ${nearest.map(({ label, queryCosine }) =>
        share(label, { part: Math.max(0, queryCosine), text: formatScore(queryCosine) })
      )}
    </ul>
  `;
}

function foundCard(film: FoundCard, { query, bits }: SearchReport): Html {
  const wanted = new Set(query.findings);
  const isHit = film.findings.some((finding) => wanted.has(finding));
  const mayBeHit = film.unknown?.names.some((finding) => wanted.has(finding)) ?? false;
  return html`
    <li class="film ${isHit ? "hit" : mayBeHit ? "" : "miss"}">
      ${filmPicture(film)}
      ${film.expected && expectedLine(film.expected)}
      ${film.near && html`
        <p class="distance">At this distance ${intervalText(film.near)} share a finding</p>
      `}
      <p class="distance"><strong>${film.distance}</strong> of ${bits} bits differ</p>
      <p class="id">${film.id}</p>
      <p>${film.facts}</p>
      ${findingChips(film, wanted)}
      ${film.report && reportText(film.report)}
      ${film.why && whySection(film.why)}
    </li>
  `;
}

function reportText(report: string): Html {
  return html`
    <details>
      <summary>Report</summary>
      <p style="white-space: pre-line">${report}</p>
    </details>
  `;
}

function expectedLine({ relevance, chance }: Expectation): Html {
  const what = chance === null ? "expected relevance" : "expected to share a finding:";
  return html`
    <p class="distance">${what} <strong>${formatProbability(chance ?? relevance)}</strong></p>
  `;
}

function whySection({ agrees, findings }: Explanation): Html {
  const agreeing = agrees.filter((agree) => agree).length;
  const leading = findings.slice(0, MOST_FINDINGS).filter(({ share }) => share > 0);
  return html`
    <div class="why">
      <p class="verdict">Why: ${agreeing} of ${agrees.length} bits agree</p>
      <div class="bits" aria-hidden="true">
        ${agrees.map((agree) => html`<i class="${agree ? "same" : ""}"></i>`)}
      </div>
      <ul class="shares">
        ${leading.map(({ label, share: part }) =>
          share(label, { part, text: `${Math.round(100 * part)} %` })
        )}
      </ul>
    </div>
  `;
}

function share(label: string, { part, text }: { readonly part: number; readonly text: string }) {
  return html`
    <li>
      <span>${readableLabel(label)}</span><span>${text}</span>
      <b style="width: ${(100 * part).toFixed(0)}%"></b>
    </li>
  `;
}

function howToRead(): Html {
  return html`
    <aside>
      <p>
        <strong>Reading “why”.</strong> Each small square is a bit of the code: filled where query
        and film agree. The bars say which findings the agreeing bits speak of: a bit is shared out
        among the findings near the query whose target has it, weighted by the squared cosine between the query's
        code and the finding's target. They explain the code, not the disease.
      </p>
    </aside>
  `;
}
