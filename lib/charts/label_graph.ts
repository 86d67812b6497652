/**
 * The label graph as nodes and arrows.
 *
 * @module
 */
import { thresholdEdges } from "../graph/adjacency.ts";
import { conditionalProbabilities, type Cooccurrence } from "../graph/cooccurrence.ts";
import { cooccurrenceOrder } from "../graph/seriation.ts";
import { formatPercent, readableLabels } from "./words.ts";
import { arrowBetween, type Circle, circlesOnRing, ringRadius } from "./ring_layout.ts";
import { type ChartSpec, INK, LINE_LEGEND, PAPER, SCHEMA, STEPS, THEME } from "./theme.ts";

/** What a {@linkcode labelGraph} shows. */
export interface LabelGraph {
  /** Counted on the training films. */
  readonly cooccurrence: Cooccurrence;
  /** Threshold τ on P(j | i), in [0, 1]. */
  readonly tau: number;
  /** The labels around the ring; default: clustered, see {@linkcode cooccurrenceOrder}. */
  readonly order?: readonly number[];
}

/**
 * The labels on a ring, those that come together side by side, each a circle whose area is its
 * number of films; an arrow i → j where P(j | i) ≥ τ, the wider, the higher P(j | i).
 *
 * @throws {RangeError} if there are not C × C counts
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { labelGraph } from "./label_graph.ts";
 *
 * const labelNames = ["Edema", "Hernia"];
 * const cooccurrence = { labelNames, counts: [[8, 2], [2, 4]], positiveFilms: 10 };
 * assertEquals(labelGraph({ cooccurrence, tau: 0.3 }).title, {
 *   text: "Which findings point to which",
 *   subtitle: [
 *     "An arrow A → B: at least 30 % of the films with A also show B (τ = 0.3). 1 arrow of 2",
 *     "The wider the arrow, the higher the share; the larger the circle, the more films",
 *   ],
 * });
 * ```
 */
export function labelGraph({ cooccurrence, tau, order }: LabelGraph): ChartSpec {
  const { labelNames, counts } = cooccurrence;
  const classes = labelNames.length;
  const names = readableLabels(labelNames);
  const films = counts.map((row, i) => row[i]!);
  const circles = circlesOnRing(films, order ?? cooccurrenceOrder(cooccurrence));
  const edges = edgesFrom(cooccurrence, tau);
  const number = `${edges.length} ${edges.length === 1 ? "arrow" : "arrows"}`;
  const longestName = Math.max(0, ...names.map((name) => name.length));
  const margin = MARGIN + (classes > MOST_LEVEL_NAMES ? 6.5 * longestName : 0);
  const size = 2 * (ringRadius(classes) + margin);
  return {
    $schema: SCHEMA,
    title: {
      text: "Which findings point to which",
      subtitle: [
        `An arrow A → B: at least ${
          formatPercent(tau)
        } of the films with A also show B (τ = ${tau}). ` +
        `${number} of ${classes * (classes - 1)}`,
        "The wider the arrow, the higher the share; the larger the circle, the more films",
      ],
    },
    description: describe(names, edges),
    width: size,
    height: size,
    layer: [
      ...arrowLayers(edges, circles, tau),
      ...circleLayers(circles, names),
    ],
    encoding: { x: place("x", size), y: place("y", size) },
    config: THEME,
  };
}

/** An arrow from label i to label j, with P(j | i). */
interface Edge {
  readonly i: number;
  readonly j: number;
  readonly share: number;
}

/** Room around the ring for its circles; names that are not level need more. */
const MARGIN = 28;

/** Widths of the arrows at τ and at the highest share. */
const WIDTHS = [1, 5] as const;

/** More names than this would overlap at the top and the bottom of the ring if they were level. */
const MOST_LEVEL_NAMES = 18;

/** A slender triangle that points upwards. */
const ARROWHEAD = "M0,-1L0.8,1L-0.8,1Z";

/** The edges at τ, the weakest first, so that the strong ones are drawn over them. */
function edgesFrom(cooccurrence: Cooccurrence, tau: number): Edge[] {
  const shares = conditionalProbabilities(cooccurrence);
  return thresholdEdges(shares, tau).flatMap((row, i) =>
    row.flatMap((edge, j) => edge > 0 ? [{ i, j, share: shares[i]![j]! }] : [])
  ).toSorted((a, b) => a.share - b.share);
}

function arrowLayers(edges: readonly Edge[], circles: readonly Circle[], tau: number) {
  const highest = edges.at(-1)?.share ?? tau;
  const arrows = edges.map(({ i, j, share }) => {
    const excess = highest > tau ? (share - tau) / (highest - tau) : 0;
    const headLength = 7 + 6 * excess;
    const arrow = arrowBetween(circles[i]!, circles[j]!, headLength);
    return { edge: `${i} → ${j}`, share, headLength, ...arrow };
  });
  const shafts = arrows.flatMap(({ edge, share, shaft }) =>
    shaft.map(({ x, y }, step) => ({ edge, share, step, x: round(x), y: round(y) }))
  );
  const heads = arrows.map(({ edge, headLength, head, angle }) => ({
    edge,
    x: round(head.x),
    y: round(head.y),
    angle: round(angle),
    // The area of a symbol is that of the square around it.
    size: round(headLength ** 2),
  }));
  return [
    {
      data: { values: shafts },
      mark: { type: "line" as const, color: ARROW.light },
      encoding: {
        detail: { field: "edge", type: "nominal" as const },
        order: { field: "step", type: "quantitative" as const },
        strokeWidth: {
          field: "share",
          type: "quantitative" as const,
          scale: { domain: [tau, Math.max(highest, tau)], range: [...WIDTHS], nice: false },
          legend: edges.length === 0 ? null : {
            title: "Share of films",
            format: ".0%",
            orient: "bottom" as const,
            tickCount: 3,
            ...LINE_LEGEND,
            symbolStrokeColor: ARROW.light,
          },
        },
      },
    },
    {
      data: { values: heads },
      mark: {
        type: "point" as const,
        shape: ARROWHEAD,
        filled: true,
        color: ARROW.light,
        opacity: 1,
      },
      encoding: { angle: asGiven("angle"), size: asGiven("size") },
    },
  ];
}

const ARROW = STEPS[4]!;

function circleLayers(circles: readonly Circle[], names: readonly string[]) {
  const values = circles.map(({ x, y, radius, labelX, labelY }, i) => ({
    name: names[i],
    x: round(x),
    y: round(y),
    size: round((2 * radius) ** 2 * Math.PI / 4),
    labelX: round(labelX),
    labelY: round(labelY),
    angle: circles.length > MOST_LEVEL_NAMES ? round(outwards(x, y)) : 0,
  }));
  return [
    {
      data: { values },
      mark: {
        type: "point" as const,
        shape: "circle",
        filled: true,
        opacity: 1,
        color: INK.light,
        stroke: PAPER.light,
      },
      encoding: { size: asGiven("size") },
    },
    ...(["left", "right"] as const).map((align) => ({
      data: { values: values.filter(({ x }) => (x >= 0) === (align === "left")) },
      mark: { type: "text" as const, align, fontSize: 12, color: INK.light },
      encoding: {
        text: { field: "name", type: "nominal" as const },
        x: { field: "labelX", type: "quantitative" as const },
        y: { field: "labelY", type: "quantitative" as const },
        angle: asGiven("angle"),
      },
    })),
  ];
}

/** The angle of a text that runs out from the ring's centre, or in towards it on the left. */
function outwards(x: number, y: number): number {
  return Math.atan2(x, y) * 180 / Math.PI + (x >= 0 ? -90 : 90);
}

/** A position in pixels from the middle, without an axis. */
function place(field: "x" | "y", size: number) {
  const domain = [-size / 2, size / 2];
  return {
    field,
    type: "quantitative" as const,
    scale: { domain, nice: false, zero: false },
    axis: null,
  };
}

/** A field that is no data but says itself how large or how turned a symbol is. */
function asGiven(field: string) {
  return { field, type: "quantitative" as const, scale: null, legend: null };
}

/** A tenth of a pixel is as fine as anyone sees, and keeps the specification short. */
function round(value: number): number {
  return Math.round(10 * value) / 10 + 0;
}

function describe(names: readonly string[], edges: readonly Edge[]): string {
  const strongest = edges.toReversed().slice(0, 3)
    .map(({ i, j, share }) => `${names[i]} to ${names[j]} (${formatPercent(share)})`);
  return `Label graph of ${names.length} findings with ${edges.length} arrows. ` +
    (strongest.length > 0 ? `Strongest: ${strongest.join("; ")}.` : "No arrow is left.");
}
