/**
 * How well the classifier of a run tells findings, as a table.
 *
 * @module
 */
import { html } from "hono/html";
import { formatScore, readableLabel } from "../../charts/words.ts";
import { type ClassificationReport, meanArea } from "../../worth/mod.ts";
import type { Html } from "../html.ts";
import { areaWithError } from "./area.ts";

/** A row for each label, of validation films and of queries, and one for their means. */
export function classificationSection({ validation, query }: ClassificationReport): Html {
  return html`
    <section id="classification">
      <h2>How well findings are told</h2>
      <p>
        AUC is the probability that the classifier gives a film with the finding a higher value than
        one without (± one standard error over patients).
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="How well findings are told">
        <table>
          <thead>
            <tr>
              <th scope="col">Finding</th>
              <th scope="col">Queries that have it</th>
              <th scope="col">AUC, validation films</th>
              <th scope="col">AUC, queries</th>
            </tr>
          </thead>
          <tbody>
            ${query.map((ofQueries, c) =>
              html`
                <tr>
                  <th scope="row">${readableLabel(ofQueries.label)}</th>
                  <td>${ofQueries.present}</td>
                  <td>${areaWithError(validation[c]!.area, validation[c]!.areaError)}</td>
                  <td>${areaWithError(ofQueries.area, ofQueries.areaError)}</td>
                </tr>
              `
            )}
            <tr>
              <th scope="row">Mean</th>
              <td></td>
              <td>${formatScore(meanArea(validation) ?? null)}</td>
              <td>${formatScore(meanArea(query) ?? null)}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  `;
}
