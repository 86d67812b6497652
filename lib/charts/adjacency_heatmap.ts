/**
 * What the graph network multiplies with.
 *
 * @module
 */
import type { Matrix } from "../graph/cooccurrence.ts";
import { evenShades, labelHeatmap, offDiagonal } from "./heatmap.ts";
import type { ChartSpec } from "./theme.ts";

/** A normalised adjacency matrix and how it came about. */
export interface LabelAdjacency {
  /** The C label names. */
  readonly labelNames: readonly string[];
  /** Â `[C, C]`, see adjacencyMatrix. */
  readonly adjacency: Matrix;
  /** Such as "conditional, τ = 0.1, p = 0.2". */
  readonly graph: string;
  /** The labels from first to last; default: as they come. */
  readonly order?: readonly number[];
}

/**
 * A heatmap of the normalised adjacency Â: how much a label's target takes in from the others. What
 * a label keeps of its own stands on the diagonal, without a shade.
 *
 * @throws {RangeError} if Â is not C × C
 */
export function adjacencyHeatmap({ adjacency, graph, ...labels }: LabelAdjacency): ChartSpec {
  const weights = offDiagonal(adjacency);
  const edges = weights.filter((weight) => weight !== 0).length;
  return labelHeatmap({
    ...labels,
    title: "How much labels take in from each other",
    subtitle: `Normalised adjacency of the label graph (${graph}): ${edges} edges`,
    description: `Heatmap of the weights between ${labels.labelNames.length} labels, ` +
      `${edges} of ${weights.length} not zero.`,
    values: adjacency,
    diagonal: "numbers",
    format: (weight) => weight === 0 ? "" : weight.toFixed(2).replace(/^(-?)0\./, "$1."),
    rowTitle: "This label …",
    columnTitle: "… takes in from this one",
    legendTitle: "Weight",
    legendFormat: ".2~f",
    shades: evenShades(adjacency, [0.01, 0.02, 0.03, 0.05, 0.1, 0.15]),
    strong: "high",
  });
}
