/**
 * cohash's loss of each kind, with what it asks of the labels.
 *
 * @module
 */
import type { z } from "zod";
import type { Tensor } from "../autodiff/mod.ts";
import { labelPrior } from "../loss/label_prior.ts";
import { setCosineLoss } from "../loss/set_cosine.ts";
import { resolveScale, smoothedCosineLoss } from "../loss/smoothed_cosine.ts";
import type { cohashOptions } from "./cohash_options.ts";
import type { Batch, MethodContext, TargetMethod } from "./method.ts";

type Options = z.output<typeof cohashOptions>["loss"];
type OfKind<Kind extends Options["kind"]> = Extract<Options, { readonly kind: Kind }>;
type Loss = Pick<TargetMethod, "smoothing" | "labelSets" | "loss">;

/** The loss of these options. */
export function cohashLoss(options: Options): Loss {
  return options.kind === "labels" ? lossOverLabels(options) : lossOverSets(options);
}

function lossOverLabels(
  { epsilon, smoothing, scale, margin, marginForm, prior }: OfKind<"labels">,
): Loss {
  return {
    smoothing: { epsilon, ...smoothing },
    loss: (batch, targets, context) =>
      smoothedCosineLoss({ ...batch, targets }, {
        scale: resolveScale(scale, context),
        margin,
        marginForm,
        // Without weight nothing is added, and the step stays that of the loss without a prior.
        prior: prior > 0 ? labelPrior(given(context, "labelFrequencies"), prior) : undefined,
      }),
  };
}

function lossOverSets({ epsilon, sets: source, ...options }: OfKind<"sets">): Loss {
  return {
    labelSets: { epsilon, source },
    loss: ({ codes, labels, sets }: Batch, targets: Tensor, context: MethodContext) => {
      if (sets === undefined) throw new TypeError("Cannot learn label sets: the batch has none");
      return setCosineLoss(
        { codes, targets, labels, ...sets },
        given(context, "labelSets"),
        options,
      );
    },
  };
}

/** What the context must hold for a loss. */
function given<Key extends "labelFrequencies" | "labelSets">(
  context: MethodContext,
  key: Key,
): NonNullable<MethodContext[Key]> {
  const value = context[key];
  if (value) return value;
  throw new TypeError(`Cannot make cohash's loss: the context has no ${key}`);
}
