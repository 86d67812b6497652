/**
 * DPN (Fan, Ng, Ju, Zhang, Chan: "Deep Polarized Network for Supervised Learning of Accurate Binary
 * Hashing Codes", IJCAI 2020): the polarization loss pushes every bit beyond a margin on the
 * side of its target:
 *
 *     L = mean_films Σ_bits max(m − u·t, 0)
 *
 * Targets are random, each bit a fair coin toss. Default: m = 1. Deviation for many labels: the
 * paper has one label a film; ours get CSQ's majority of their targets, as in code in use.
 *
 * @module
 */
import { mean, mul, relu, sub, sum, type Tensor } from "../autodiff/mod.ts";
import { fixedTargets } from "../model/fixed_targets.ts";
import { Random } from "../base/random.ts";
import { jointCentres } from "./csq.ts";
import { sizesOf, type TargetMethod } from "./method.ts";

/** See the module. */
export const dpn: TargetMethod = {
  kind: "targets",
  targets: (graph, context) => {
    const { classes, bits } = sizesOf(context);
    const random = new Random(context.config.seed).fork("targets");
    return graph.constant([classes, bits], fixedTargets("bernoulli", { classes, bits, random }));
  },
  loss: ({ codes, labels }, targets, context): Tensor => {
    const t = jointCentres(labels, targets, context);
    const short = relu(sub(context.config.peers.dpn.margin, mul(codes, t)));
    return mean(sum(short, { axes: [1] }));
  },
};
