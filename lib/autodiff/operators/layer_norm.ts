/**
 * Normalisation within each film: layer, group and instance norm.
 *
 * @module
 */
import type { Tensor } from "../graph.ts";
import { formatShape, operatorError, sameShape, type Shape, sizeOf } from "../shape.ts";
import { add, div, expand, mean, mul, reshape, sub, sum } from "./core.ts";
import { sqrt } from "./elementwise.ts";

/** The variables of a {@linkcode layerNorm}. */
export interface LayerNormOptions {
  /** Of the shape of the normalised axes; default: 1. */
  readonly scale?: Tensor | undefined;
  /** Of the shape of the normalised axes; default: 0. */
  readonly bias?: Tensor | undefined;
  /** The last axes, all of which are normalised together; default: the last one. */
  readonly axes?: readonly number[] | undefined;
  /** Added to the variance; default: 1e-5. */
  readonly epsilon?: number | undefined;
}

/**
 * Layer normalisation (Ba, Kiros & Hinton 2016): scale · (x − mean) / √(variance + ε) + bias, with
 * mean and variance over the last axes.
 *
 * @throws {RangeError} if the axes are not the last ones or a shape does not fit
 */
export function layerNorm(x: Tensor, options: LayerNormOptions = {}): Tensor {
  const { graph } = x;
  const { axes = [-1], epsilon = 1e-5 } = options;
  const first = x.shape.length - axes.length;
  const places = axes.map((axis) => axis < 0 ? axis + x.shape.length : axis);
  if (axes.length === 0 || places.some((axis) => !(axis >= first && axis < x.shape.length))) {
    throw operatorError(
      "layerNorm",
      `axes ${formatShape(axes)} are not the last ones of ${formatShape(x.shape)}`,
    );
  }
  const inner = x.shape.slice(first);
  const { scale = expand(graph.scalar(1), inner), bias = expand(graph.scalar(0), inner) } = options;
  requireShape("layerNorm", x, inner, { scale, bias });
  const perRow = [...x.shape.slice(0, first), ...inner.map(() => 1)];
  const [y, means, inverses] = graph.applyMany("LayerNormalization", [x, scale, bias], {
    results: [{ shape: x.shape }, { shape: perRow }, { shape: perRow }],
    attributes: { axis: first, epsilon: { float: epsilon } },
  });
  return graph.withGradient(y!, [x, scale, bias], (d) => {
    const standardised = mul(sub(x, means!), inverses!);
    const outer = [...perRow.keys()].slice(0, first);
    return [
      standardisedGradient(mul(d, scale), standardised, inverses!, places),
      sum(mul(d, standardised), { axes: outer }),
      sum(d, { axes: outer }),
    ];
  });
}

/** The variables of a {@linkcode groupNorm}. */
export interface GroupNormOptions {
  /** Into how many groups the channels are divided; as many as channels make it instance norm. */
  readonly groups: number;
  /** `[channels]`; default: 1. */
  readonly scale?: Tensor | undefined;
  /** `[channels]`; default: 0. */
  readonly bias?: Tensor | undefined;
  /** Added to the variance; default: 1e-5. */
  readonly epsilon?: number | undefined;
}

/**
 * Group normalisation (Wu & He 2018) of `[n, channels, …]`: scale · (x − mean) / √(variance + ε) +
 * bias, with mean and variance over each film's group of channels.
 *
 * @throws {RangeError} if the groups do not divide the channels or a shape does not fit
 */
export function groupNorm(x: Tensor, options: GroupNormOptions): Tensor {
  const { groups, scale, bias, epsilon = 1e-5 } = options;
  const [n, channels] = x.shape as [number, number];
  if (x.shape.length < 2 || !(groups >= 1) || channels % groups !== 0) {
    throw operatorError(
      "groupNorm",
      `${groups} groups do not divide the channels of ${formatShape(x.shape)}`,
    );
  }
  requireShape("groupNorm", x, [channels], { scale, bias });
  const rows = reshape(x, [n, groups, sizeOf(x.shape) / (n * groups)]);
  const standardised = reshape(standardise(rows, epsilon), x.shape);
  const perChannel = [1, channels, ...x.shape.slice(2).map(() => 1)];
  const scaled = scale === undefined ? standardised : mul(standardised, reshape(scale, perChannel));
  return bias === undefined ? scaled : add(scaled, reshape(bias, perChannel));
}

/** {@linkcode groupNorm} with a group for every channel (Ulyanov, Vedaldi & Lempitsky 2016). */
export function instanceNorm(x: Tensor, options: Omit<GroupNormOptions, "groups"> = {}): Tensor {
  return groupNorm(x, { ...options, groups: x.shape[1] ?? 1 });
}

/** Each row of `[n, groups, size]` to mean 0 and variance 1. */
function standardise(x: Tensor, epsilon: number): Tensor {
  const { graph } = x;
  const groups = [x.shape[1]!];
  const [scale, bias] = [expand(graph.scalar(1), groups), expand(graph.scalar(0), groups)];
  const y: Tensor = graph.apply("InstanceNormalization", [x, scale, bias], {
    shape: x.shape,
    attributes: { epsilon: { float: epsilon } },
    gradient: (d) => {
      const centred = sub(x, mean(x, { axes: [2], keepDims: true }));
      const variance = mean(mul(centred, centred), { axes: [2], keepDims: true });
      const inverse = div(1, sqrt(add(variance, epsilon)));
      return [standardisedGradient(d, y, inverse, [2])];
    },
  });
  return y;
}

/** dx = 1/√(variance + ε) · (d − mean(d) − x̂ · mean(d · x̂)), x̂ the standardised x. */
function standardisedGradient(
  d: Tensor,
  standardised: Tensor,
  inverse: Tensor,
  axes: readonly number[],
): Tensor {
  const average = (x: Tensor) => mean(x, { axes, keepDims: true });
  const along = mul(standardised, average(mul(d, standardised)));
  return mul(sub(sub(d, average(d)), along), inverse);
}

function requireShape(
  operator: string,
  x: Tensor,
  expected: Shape,
  given: Readonly<Record<string, Tensor | undefined>>,
): void {
  for (const [name, tensor] of Object.entries(given)) {
    if (tensor !== undefined && !sameShape(tensor.shape, expected)) {
      throw operatorError(
        operator,
        `${name} must be ${formatShape(expected)} for ${formatShape(x.shape)}, not ${
          formatShape(tensor.shape)
        }`,
      );
    }
  }
}
