/**
 * What an answer of the search is worth: distances, chances and the findings that neighbours suggest.
 *
 * @module
 */
import { html } from "hono/html";
import { calibrationChart } from "../../charts/calibration_chart.ts";
import { distanceWorth } from "../../charts/distance_worth.ts";
import { formatPercent, readableLabel } from "../../charts/words.ts";
import { isFlat, type SuggestionReport } from "../../worth/mod.ts";
import { chartFigure } from "../figure.ts";
import type { Html } from "../html.ts";
import { areaWithError } from "./area.ts";
import type { RunReport } from "./report.ts";

/** The charts and the table, as far as something was measured. */
export function worthSection({ distanceCurve, calibration, suggestions }: RunReport): Html {
  const reliability = suggestions?.reliability ?? [];
  return html`
    <div class="pair" id="worth">
      ${distanceCurve !== undefined && chartFigure(distanceWorth(distanceCurve), {
        id: "distance-worth",
        explanation:
          "Measured on validation films, which neither trained the codes nor are searched. " +
          (isFlat(distanceCurve)
            ? "The nearest films share a finding no more often than any do, as far as can be told: " +
              "distances say little here."
            : "The band is the 95 % interval over patients; the search shows these numbers beside " +
              "each distance."),
      })}
      ${calibration !== undefined && chartFigure(calibrationChart(calibration), {
        id: "calibration",
        explanation: "Where the search asks by expected relevance it tells a chance to share a " +
          "finding. Fitted on validation films, and tried here on the queries.",
      })}
      ${reliability.length > 0 && chartFigure(calibrationChart(reliability, SUGGESTED), {
        id: "reliability",
        explanation:
          "What the nearest cases suggest of a query's findings, and how often it was so. " +
          "Scales were fitted on every second patient and are tried here on the others.",
      })}
    </div>
    ${suggestions !== undefined && suggestionTable(suggestions)}
  `;
}

/** What the reliability diagram says instead. */
const SUGGESTED = {
  title: "Do suggested findings come true?",
  pairs: "Larger points: more films and findings",
  subject: "Probabilities of suggested findings",
} as const;

function suggestionTable({ findings, network, neighbours, films }: SuggestionReport): Html {
  return html`
    <section id="suggestions">
      <h2>What neighbours tell of a film</h2>
      <p>
        ${films} queries were asked, each with its ${neighbours} nearest films. AUC is the probability
        that a film with the finding gets more votes than one without (± one standard error over
        patients), beside that of the network's own score, the cosine of the code with the finding's
        vector. Suggested are findings that neighbours tell surely better than how often they occur.
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="What neighbours tell">
        <table>
          <thead>
            <tr>
              <th scope="col">Finding</th>
              <th scope="col">Occurs in</th>
              <th scope="col">AUC of neighbours</th>
              <th scope="col">AUC of the network</th>
              <th scope="col">Suggested</th>
            </tr>
          </thead>
          <tbody>
            ${findings.map((finding, c) =>
              html`
                <tr>
                  <th scope="row">${readableLabel(finding.label)}</th>
                  <td>${formatPercent(finding.prevalence)}</td>
                  <td>${areaWithError(finding.area, finding.areaError)}</td>
                  <td>${areaWithError(network[c]!.area, network[c]!.areaError)}</td>
                  <td>${finding.tells ? "yes" : "no"}</td>
                </tr>
              `
            )}
          </tbody>
        </table>
      </div>
    </section>
  `;
}
