/**
 * Optimisers: the update of every parameter, added to the graph after the loss.
 *
 * @module
 */
import { gradients } from "./gradients.ts";
import type { Graph, Tensor } from "./graph.ts";
import { add, div, mul, sub } from "./operators/core.ts";
import { sqrt } from "./operators/elementwise.ts";
import { sizeOf } from "./shape.ts";

/** Parameters that are trained alike. */
export interface ParameterGroup {
  /** No parameter may be in two groups. */
  readonly parameters: readonly Tensor[];
  /** The group's learning rate as a multiple of the one that is fed; default: 1. */
  readonly learningRateFactor?: number;
  /** Default: 0; part of the gradient in sgd and adam, of the update in adamw. */
  readonly weightDecay?: number;
}

/** Which optimiser, and its constants. */
export type OptimiserOptions =
  | {
    readonly kind: "sgd";
    /** Default: 0. */
    readonly momentum?: number;
    /** Whether the step looks ahead along the velocity; default: false. */
    readonly nesterov?: boolean;
  }
  | {
    readonly kind: "adam" | "adamw";
    /** Default: 0.9. */
    readonly beta1?: number;
    /** Default: 0.999. */
    readonly beta2?: number;
    /** Default: 1e-8. */
    readonly epsilon?: number;
  };

/** An optimiser's update, p ← p − step size · direction. */
interface Rule {
  /** A scalar, from the learning rate. */
  readonly stepSize: (learningRate: Tensor) => Tensor;
  /** Of the parameter's shape, from the loss's gradient. */
  readonly direction: (parameter: Tensor, gradient: Tensor) => Tensor;
}

/**
 * Adds the gradients of the loss and the update of every parameter. The graph gets a scalar input
 * `learningRate`, to be fed at every step, and states for the optimiser's moments.
 *
 * The updates are PyTorch's: sgd with momentum (and Nesterov's variant), adam (Kingma & Ba 2015)
 * with weight decay as L2 regularisation, and adamw (Loshchilov & Hutter 2019) with decoupled
 * weight decay.
 *
 * @throws {TypeError} if a parameter is in two groups
 * @throws {RangeError} if the loss does not depend on a parameter
 */
export function addOptimiser(
  graph: Graph,
  loss: Tensor,
  groups: readonly ParameterGroup[],
  options: OptimiserOptions,
): void {
  addUpdates(graph, gradients(loss, groups.flatMap((group) => group.parameters)), groups, options);
}

/**
 * The updates of {@linkcode addOptimiser} from gradients that are there already, such as clipped ones.
 *
 * @param slopes One for each parameter of the groups, in their order
 * @throws {TypeError} if a parameter is in two groups
 */
export function addUpdates(
  graph: Graph,
  slopes: readonly Tensor[],
  groups: readonly ParameterGroup[],
  options: OptimiserOptions,
): void {
  const learningRate = graph.input("learningRate", []);
  const rest = slopes.values();
  const rule = options.kind === "sgd" ? sgd(graph, options) : adam(graph, options);

  for (const { parameters, learningRateFactor = 1, weightDecay = 0 } of groups) {
    const rate = learningRateFactor === 1 ? learningRate : mul(learningRate, learningRateFactor);
    const stepSize = rule.stepSize(rate);
    for (const parameter of parameters) {
      let slope = rest.next().value!;
      let decayed = parameter;
      if (weightDecay > 0 && options.kind === "adamw") {
        decayed = mul(parameter, sub(1, mul(rate, weightDecay)));
      } else if (weightDecay > 0) {
        slope = add(slope, mul(parameter, weightDecay));
      }
      const step = mul(rule.direction(parameter, slope), stepSize);
      graph.assign(parameter, sub(decayed, step));
    }
  }
}

/** v ← μ·v + g; the direction is v, or with Nesterov's look ahead g + μ·v. */
function sgd(
  graph: Graph,
  { momentum = 0, nesterov = false }: OptimiserOptions & { readonly kind: "sgd" },
): Rule {
  const direction = (parameter: Tensor, gradient: Tensor) => {
    if (momentum === 0) return gradient;
    const velocity = discountedSum(graph, `${parameter.name}/velocity`, gradient, momentum);
    return nesterov ? add(gradient, mul(velocity, momentum)) : velocity;
  };
  return { stepSize: (learningRate) => learningRate, direction };
}

/**
 * p ← p − η · m̂ / (√v̂ + ε). The bias-corrected moments are weighted means, m̂ = Σβ₁ⁱg / Σβ₁ⁱ and
 * v̂ = Σβ₂ⁱg² / Σβ₂ⁱ, kept as numerators and denominators, because 1 − β₂ᵗ has few correct digits
 * in float32 while t is small. The denominators move into the step size and ε, as the end of
 * section 2 of Kingma & Ba advises, to spare passes over whole tensors:
 * p ← p − (η·√Σβ₂ⁱ / Σβ₁ⁱ) · Σβ₁ⁱg / (√Σβ₂ⁱg² + ε·√Σβ₂ⁱ).
 */
function adam(
  graph: Graph,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: OptimiserOptions & {
    readonly kind: "adam" | "adamw";
  },
): Rule {
  const one = graph.scalar(1);
  const weight1 = discountedSum(graph, "adam/weight1", one, beta1);
  const rootWeight2 = sqrt(discountedSum(graph, "adam/weight2", one, beta2));
  const smallest = mul(rootWeight2, epsilon);
  return {
    stepSize: (learningRate) => mul(learningRate, div(rootWeight2, weight1)),
    direction: (parameter, gradient) => {
      const { name } = parameter;
      const squares = mul(gradient, gradient);
      const moment1 = discountedSum(graph, `${name}/moment1`, gradient, beta1);
      const moment2 = discountedSum(graph, `${name}/moment2`, squares, beta2);
      return div(moment1, add(sqrt(moment2), smallest));
    },
  };
}

/** A state that starts at 0 and becomes β · itself + x at every run; returns the new value. */
function discountedSum(graph: Graph, name: string, x: Tensor, beta: number): Tensor {
  const state = graph.state(name, x.shape, new Float32Array(sizeOf(x.shape)));
  const next = add(mul(state, beta), x);
  graph.assign(state, next);
  return next;
}
