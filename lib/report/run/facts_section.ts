/**
 * The data set, the conventions and the configuration of a run, as lists of facts.
 *
 * @module
 */
import { html } from "hono/html";
import type { Html } from "../html.ts";
import type { DatasetSummary, LabelCount } from "./report.ts";
import { formatCount, readableLabel } from "../../charts/words.ts";

/** The section about the films: how many, of whom, how split, with which labels. */
export function datasetSection(dataset: DatasetSummary): Html {
  const most = Math.max(1, ...dataset.labels.map(({ films }) => films));
  return html`
    <section id="data">
      <h2>The films</h2>
      <p>
        ${dataset.name}: ${formatCount(dataset.films)} films of ${formatCount(dataset.patients)}
        patients. The graph and the network learn from the training films only, the best epoch is
        chosen on the validation films, and no patient of a query is among those.
      </p>
      <ul class="facts">
        ${dataset.parts.map(({ name, films, patients }) =>
          fact(name, `${formatCount(films)} films of ${formatCount(patients)} patients`)
        )}
      </ul>
      <h3>Films with each finding</h3>
      <ul class="facts labels">
        ${dataset.labels.map((label) => labelFact(label, most, dataset.films))}
      </ul>
    </section>
  `;
}

/** The share is that of the films of which it is known whether they have the label. */
function labelFact({ name, films, unknown }: LabelCount, most: number, all: number): Html {
  const share = all > unknown ? 100 * films / (all - unknown) : 0;
  const rest = unknown > 0 ? `; unknown ${formatCount(unknown)}` : "";
  const width = (100 * films / most).toFixed(1);
  return html`
    <li>
      <span class="bar-name">${readableLabel(name)}</span>
      <span class="bar"><i style="width: ${width}%"></i></span>
      <span>${formatCount(films)} (${share.toFixed(1)} %)${rest}</span>
    </li>
  `;
}

/** The section about how scores were taken and with which settings. */
export function conventionsSection(
  conventions: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, unknown>>,
): Html {
  return html`
    <section id="conventions">
      <h2>How it was measured</h2>
      <p>
        Retrieval scores depend on conventions that papers often leave out. These were used here.
      </p>
      <ul class="facts conventions">
        ${flatten(conventions).map(([key, value]) => fact(spacedWords(key), value))}
      </ul>
      <details>
        <summary>Every setting of this run</summary>
        <ul class="facts">${flatten(config).map(([key, value]) => fact(key, value))}</ul>
      </details>
    </section>
  `;
}

function fact(name: string, value: string): Html {
  return html`<li><span>${name}</span><span>${value}</span></li>`;
}

/** The leaves of a nested object by dotted path: `{ loss: { epsilon: 0.1 } }` has `loss.epsilon`. */
export function flatten(object: object, prefix = ""): [path: string, value: string][] {
  return Object.entries(object).flatMap(([key, value]) => {
    const path = prefix + key;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return flatten(value, `${path}.`);
    }
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    return [[path, text] as [string, string]];
  });
}

/** "emptyQueries" → "empty queries". */
function spacedWords(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
