/**
 * The form in which filters are set.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Collection } from "../schemas.ts";
import { clearFilters, filter, search } from "./actions.ts";
import { countFilters, type Filters, type FindingWish, UNKNOWN } from "./filters.ts";
import { texts } from "./language.ts";
import { change, current, type State, valueOf } from "./state.ts";
import { nameOf } from "./words.ts";

/** The switch that shows the form, and how many filters are set. */
export function filterSwitch({ filters, showsFilters }: State): TemplateResult {
  const count = countFilters(filters);
  const words = texts().filters;
  return html`
    <button type="button" aria-expanded=${showsFilters} aria-controls="filters"
      @click=${() => change({ showsFilters: !showsFilters })}>
      ${words.switch(count)}
    </button>
    ${count > 0
      ? html`<button type="button" class="quiet" @click=${clearFilters}>${words.clear}</button>`
      : nothing}
  `;
}

/** The form. */
export function filterPanel(state: State): TemplateResult {
  const collection = valueOf(state.collection);
  const { filters } = state;
  const words = texts().filters;
  return html`
    <form id="filters" ?hidden=${!state.showsFilters || collection === undefined}
      aria-label=${words.title} @submit=${(event: Event) => event.preventDefault()}>
      ${collection === undefined ? nothing : html`
        <div class=${collection.findings.some(({ unknown }) => unknown > 0)
          ? "finding-filters wide"
          : "finding-filters"}>
          ${collection.findings.map((finding) => findingFilter(finding, filters))}
        </div>
        <div class="row">
          ${anyChoice(filters)} ${choice(words.view, "view", {
            options: collection.views,
            names: words.views,
          })}
          ${choice(words.sex, "sex", { options: collection.sexes, names: words.sexes })}
          ${ages(collection, filters)} ${patient(filters)} ${samePatient(state)}
        </div>
      `}
    </form>
  `;
}

/** A finding that may be there, must be there, must not, or must not be known. */
function findingFilter(
  { label, count, unknown }: Collection["findings"][number],
  { findings }: Filters,
): TemplateResult {
  const wish = findings.get(label) ?? "any";
  const words = texts().filters;
  const option = (value: "any" | FindingWish, text = words.wishes[value]) =>
    html`
      <label>
        <input type="radio" name="finding ${label}" .checked=${wish === value}
          @change=${() => setFinding(label, value)}>
        <span>${text}</span>
      </label>
    `;
  return html`
    <fieldset class="finding">
      <legend>${nameOf(label)} <span class="count">${count}</span></legend>
      <div class="segments">
        ${option("any")}${option("with")}${option("without")}${unknown > 0 || wish === "unknown"
          ? option("unknown", words.unknown(unknown))
          : nothing}
      </div>
    </fieldset>
  `;
}

/** Whether one of several findings that are wanted is enough. */
function anyChoice({ findings, isAnyEnough }: Filters): TemplateResult | typeof nothing {
  const words = texts().filters;
  if ([...findings.values()].filter((wish) => wish === "with").length < 2) return nothing;
  return html`
    <label class="field">${words.findings}
      <select @change=${(event: Event) => filter({ isAnyEnough: textOf(event) === "any" })}>
        <option value="all" ?selected=${!isAnyEnough}>${words.allOfThem}</option>
        <option value="any" ?selected=${isAnyEnough}>${words.anyOfThem}</option>
      </select>
    </label>
  `;
}

/** A patient's number; it is kept nowhere, not even in the address. */
function patient({ patient }: Filters): TemplateResult {
  return html`
    <label class="field">${texts().filters.patient}
      <input type="text" autocomplete="off" spellcheck="false" size="10" .value=${patient}
        @change=${(event: Event) => filter({ patient: textOf(event).trim() })}>
    </label>
  `;
}

function setFinding(label: string, wish: "any" | FindingWish): void {
  const findings = new Map(current().filters.findings);
  if (wish === "any") findings.delete(label);
  else findings.set(label, wish);
  void filter({ findings });
}

function choice(
  title: string,
  field: "view" | "sex",
  { options, names }: {
    readonly options: readonly string[];
    readonly names: Readonly<Record<string, string>>;
  },
): TemplateResult {
  const chosen = current().filters[field];
  return html`
    <label class="field">${title}
      <select @change=${(event: Event) => filter({ [field]: textOf(event) })}>
        <option value="" ?selected=${chosen === ""}>${texts().filters.any}</option>
        ${options.map((option) => {
          const value = option === "" ? UNKNOWN : option;
          return html`<option value=${value} ?selected=${chosen === value}>${
            names[option] ?? option
          }</option>`;
        })}
      </select>
    </label>
  `;
}

function ages({ ages }: Collection, { ageFrom, ageTo }: Filters): TemplateResult | typeof nothing {
  if (ages === null) return nothing;
  const input = (label: string, field: "ageFrom" | "ageTo", value: number | undefined) =>
    html`
      <label class="field">${label}
        <input type="number" min="0" max="150" inputmode="numeric" .value=${String(value ?? "")}
          placeholder=${Math.round(field === "ageFrom" ? ages.from : ages.to)}
          @change=${(event: Event) => setAge(field, textOf(event))}>
      </label>
    `;
  const words = texts().filters;
  return html`${input(words.ageFrom, "ageFrom", ageFrom)}${input(words.ageTo, "ageTo", ageTo)}`;
}

/** Ages the wrong way round are turned round. */
function setAge(field: "ageFrom" | "ageTo", text: string): void {
  const years = text === "" ? undefined : Math.max(0, Number(text));
  const { filters } = current();
  const from = field === "ageFrom" ? years : filters.ageFrom;
  const to = field === "ageTo" ? years : filters.ageTo;
  const isTurned = from !== undefined && to !== undefined && from > to;
  void filter(isTurned ? { ageFrom: to, ageTo: from } : { ageFrom: from, ageTo: to });
}

function samePatient({ query, samePatient }: State): TemplateResult | typeof nothing {
  if (query.kind !== "case") return nothing;
  return html`
    <label class="check">
      <input type="checkbox" .checked=${samePatient} @change=${() => {
        change({ samePatient: !samePatient });
        void search();
      }}>
      ${texts().filters.samePatient}
    </label>
  `;
}

function textOf({ target }: Event): string {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement
    ? target.value
    : "";
}
