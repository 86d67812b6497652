/**
 * How training went: loss and validation scores by epoch.
 *
 * @module
 */
import { scoreTitle } from "./score_columns.ts";
import { numberAxis } from "./axes.ts";
import { seriesScales } from "./series.ts";
import { type ChartSpec, INK, LINE_LEGEND, SCHEMA, THEME } from "./theme.ts";

/** One epoch of training. */
export interface TrainingEpoch {
  /** Counted from 1. */
  readonly epoch: number;
  /** The mean training loss. */
  readonly loss: number;
  /** Scores on the validation films by name; empty in epochs that were not scored. */
  readonly validation: Readonly<Record<string, number | null>>;
}

/** The epochs of one training run. */
export interface TrainingRun {
  /** The method, such as "cohash". */
  readonly name: string;
  /** In order; fewer than planned if the run stopped early. */
  readonly epochs: readonly TrainingEpoch[];
  /** The epoch whose weights were kept. */
  readonly bestEpoch?: number;
}

/**
 * A panel for the loss and one below it for each validation score, with a line for each run. The
 * epoch that was kept is marked by a ring. Values that are not finite leave a gap.
 */
export function trainingCurves(runs: readonly TrainingRun[]): ChartSpec {
  const scores = [
    ...new Set(runs.flatMap(({ epochs }) => epochs.flatMap((e) => Object.keys(e.validation)))),
  ];
  const values = runs.flatMap(({ name, epochs, bestEpoch }) =>
    epochs.flatMap(({ epoch, loss, validation }) =>
      [["loss", loss] as const, ...scores.map((score) => [score, validation[score]] as const)]
        .filter(([, value]) => Number.isFinite(value))
        .map(([measure, value]) => ({
          run: name,
          epoch,
          measure,
          value,
          kept: epoch === bestEpoch,
        }))
    )
  );
  const scales = seriesScales(runs.map(({ name }) => name));
  const panels = [
    { measure: "loss", title: "Training loss" },
    ...scores.map((measure) => ({ measure, title: `Validation: ${scoreTitle(measure)}` })),
  ];
  return {
    $schema: SCHEMA,
    title: {
      text: "How training went",
      subtitle: "A ring marks the epoch whose weights were kept",
    },
    description: describe(runs),
    data: { values },
    vconcat: panels.map(({ measure, title }, index) => ({
      width: 360,
      height: 120,
      transform: [{ filter: { field: "measure", equal: measure } }],
      encoding: {
        x: {
          field: "epoch",
          type: "quantitative" as const,
          title: index === panels.length - 1 ? "Epoch" : null,
          axis: { grid: false, tickMinStep: 1, format: "d" },
          scale: { zero: false, nice: false },
        },
        y: {
          field: "value",
          ...numberAxis({ title: null, ticks: 4 }),
        },
        color: {
          field: "run",
          type: "nominal" as const,
          scale: scales.color,
          legend: LINE_LEGEND,
        },
        strokeDash: { field: "run", type: "nominal" as const, scale: scales.dash },
      },
      title: {
        text: title,
        fontSize: 12,
        fontWeight: "normal" as const,
        offset: 6,
        frame: "group" as const,
      },
      layer: [
        { mark: { type: "line" as const, strokeWidth: 2 } },
        {
          transform: [{ filter: "datum.kept" }],
          mark: { type: "point" as const, shape: "circle", size: 90, strokeWidth: 2, opacity: 1 },
          encoding: {
            color: { value: INK.light },
            strokeDash: { value: [1, 0] },
          },
        },
      ],
    })),
    config: THEME,
  };
}

function describe(runs: readonly TrainingRun[]): string {
  const parts = runs.map(({ name, epochs, bestEpoch }) => {
    const kept = bestEpoch === undefined ? "" : `, epoch ${bestEpoch} kept`;
    const [first, last] = [epochs.at(0), epochs.at(-1)];
    if (first === undefined || last === undefined) return `${name}: no epochs`;
    return `${name}: ${epochs.length} epochs, loss from ${first.loss.toPrecision(3)} to ` +
      `${last.loss.toPrecision(3)}${kept}`;
  });
  return `Line charts of loss and validation scores by epoch. ${parts.join("; ")}.`;
}
