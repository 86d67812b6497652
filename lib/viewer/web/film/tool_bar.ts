/**
 * The buttons below films that are looked at closely, and what is measured on them.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { texts } from "../language.ts";
import { type Desk, markSentence } from "./desk.ts";
import { changedLook } from "./look.ts";
import { type Looking, TOOLS } from "./looking.ts";
import { ownWindow } from "./units.ts";
import { PRESETS } from "./window.ts";

/** The buttons; they act on the active film, or on all where they are linked. */
export function toolBar<Side extends string>(
  desk: Desk<Side>,
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { looking } = desk;
  const { comparison: words, film } = texts();
  return html`
    <div class="tools" role="group" aria-label=${words.shown}>
      <div class="joined" role="group" aria-label=${film.firstButton}>
        ${TOOLS.map((tool) =>
          toggle(film.said.tools[tool], looking.tool === tool, () => desk.use(tool))
        )}
      </div>
      ${presetChoice(looking)}
      ${windowSlider(desk, words.window, "width")} ${windowSlider(desk, words.level, "level")}
      ${zoomButtons(desk)}
      <button type="button" @click=${() => looking.turn()}>${film.turn}</button>
      <button type="button" @click=${() => looking.flipSideways()}>${film.flip}</button>
      ${toggle(words.invert, looking.shown.inverted, () => looking.invert())}
      <button type="button" @click=${() => looking.reset()}>${words.reset}</button>
      ${more}
    </div>
  `;
}

/** What is measured on a film, each with a button that takes it away. */
export function markList<Side extends string>(
  desk: Desk<Side>,
  side: Side,
): TemplateResult | typeof nothing {
  const { marks, shown } = desk.view(side);
  if (marks.done.length === 0) return nothing;
  const words = texts().film;
  const spacing = shown?.film.spacing;
  const hasLength = marks.done.some(({ kind }) => kind === "length");
  return html`
    <ul class="mark-list" aria-label=${words.measurements}>
      ${marks.done.map((mark) => {
        const sentence = markSentence(mark, spacing);
        return html`
          <li>${sentence}
            <button type="button" class="quiet small" aria-label=${words.removeOf(sentence)}
              @click=${() => desk.removeMark(mark, side)}>${words.remove}</button></li>
        `;
      })}
      ${hasLength
        ? html`<li class="small">${words.spacing[spacing?.source ?? "none"]}</li>`
        : nothing}
    </ul>
  `;
}

/** A button that is on or off. */
export function toggle(label: string, isOn: boolean, act: () => void): TemplateResult {
  return html`<button type="button" aria-pressed=${isOn} @click=${act}>${label}</button>`;
}

function presetChoice<Side extends string>(looking: Looking<Side>): TemplateResult {
  const { windowFor, windows } = texts().film;
  return html`
    <select aria-label=${windowFor} @change=${(event: Event) => {
      const select = event.target as HTMLSelectElement;
      const preset = PRESETS.find(({ key }) => key === select.value);
      if (preset !== undefined) looking.preset(preset);
      // It is a choice of what to do, not of a state: the window may change right after.
      select.value = "";
    }}>
      <option value="">${windowFor}</option>
      ${PRESETS.map(({ key, name }) => html`<option value=${key}>${key} ${windows[name]}</option>`)}
    </select>
  `;
}

const SLIDER_RANGES = { width: { least: 1, most: 200 }, level: { least: -50, most: 150 } } as const;

/** A slider in hundredths of the file's window, that tells the film's own units. */
function windowSlider<Side extends string>(
  desk: Desk<Side>,
  label: string,
  part: keyof typeof SLIDER_RANGES,
): TemplateResult {
  const { looking } = desk;
  const { least, most } = SLIDER_RANGES[part];
  const film = desk.view(looking.active).shown?.film;
  const own = film === undefined ? "" : ownWindow(looking.shown, film)[part];
  return html`
    <label class="slider">${label}
      <input type="range" min=${least} max=${most} step="1" aria-valuetext=${own}
        .value=${String(Math.round(100 * looking.shown[part]))} @input=${(event: Event) => {
          const share = Number((event.target as HTMLInputElement).value) / 100;
          looking.apply((look) => changedLook(look, { [part]: share }));
        }}>
      <span class="own" aria-hidden="true">${own}</span>
    </label>
  `;
}

function zoomButtons<Side extends string>({ looking }: Desk<Side>): TemplateResult {
  const { comparison: words, film } = texts();
  return html`
    <div class="zoom" role="group" aria-label=${words.zoom}>
      <button type="button" aria-label=${words.zoomOut} @click=${() => looking.zoom(-1)}>−</button>
      <button type="button" aria-label=${words.zoomIn} @click=${() => looking.zoom(1)}>+</button>
      <button type="button" @click=${() => looking.fit()}>${film.fit}</button>
      <button type="button" @click=${() => looking.native()}>1:1</button>
    </div>
  `;
}
