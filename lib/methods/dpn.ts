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
import { z } from "zod";
import { mean, mul, relu, sub, sum } from "../autodiff/mod.ts";
import { fixedTargets } from "../model/fixed_targets.ts";
import { Random } from "../base/random.ts";
import { jointCentres } from "./csq.ts";
import { defineMethod } from "./method.ts";
import { positive } from "./options.ts";

const options = z.strictObject({
  margin: positive.default(1).describe("DPN: margin m of every bit"),
});

/** See the module. */
export const dpn = defineMethod("dpn", options, ({ margin }) => ({
  kind: "targets",
  targets: (graph, { classes, bits, seed }) => {
    const random = new Random(seed).fork("targets");
    return graph.constant([classes, bits], fixedTargets("bernoulli", { classes, bits, random }));
  },
  loss: ({ codes, labels }, targets, context) => {
    const t = jointCentres(labels, targets, context);
    const short = relu(sub(margin, mul(codes, t)));
    return mean(sum(short, { axes: [1] }));
  },
}), { tune: [{}, { margin: 0.25 }, { margin: 0.5 }, { margin: 2 }, { margin: 4 }, { margin: 8 }] });
