import { assertAlmostEquals, assertEquals } from "@std/assert";
import { createExecutor, gradients, Graph } from "../../lib/autodiff/mod.ts";
import {
  type LossOptions,
  resolveScale,
  smoothedCosineLoss,
} from "../../lib/loss/smoothed_cosine.ts";
import { smoothedDistributions } from "../../lib/loss/smoothing.ts";
import { Random } from "../../lib/base/random.ts";

interface Case {
  readonly codes: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly labels: readonly (readonly number[])[];
  readonly epsilon?: number;
}

/** The loss of a case, and its gradient by the codes. */
async function lossOf({ codes, targets, labels, epsilon = 0 }: Case, options: LossOptions) {
  const names = targets.map((_, c) => `label ${c}`);
  const smoothed = smoothedDistributions(
    { names, values: Float32Array.from(labels.flat()) },
    labels.map((_, row) => row),
    { epsilon, smoothing: { kind: "uniform" } },
  );
  const graph = new Graph({ training: true });
  const bits = targets[0]!.length;
  const input = graph.parameter("codes", [codes.length, bits], Float32Array.from(codes.flat()));
  const perLabel = (values: Float32Array) => graph.constant([codes.length, names.length], values);
  const loss = smoothedCosineLoss({
    codes: input,
    targets: graph.constant([names.length, bits], targets.flat()),
    labels: perLabel(smoothed.labels),
    distributions: perLabel(smoothed.distributions),
    known: perLabel(smoothed.known),
  }, options);
  graph.output("loss", loss);
  graph.output("gradient", gradients(loss, [input])[0]!);
  const session = await (await createExecutor("reference")).load(graph.toProgram());
  const { loss: value, gradient } = await session.run();
  return { loss: value![0]!, gradient: gradient! };
}

/** OrthoHash's loss written out as its paper has it (eq. 7), with y/|y| as the distribution. */
function orthoHashLoss({ codes, targets, labels }: Case, scale: number, margin: number): number {
  const norm = (v: readonly number[]) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  const losses = codes.map((v, n) => {
    const z = targets.map((t, i) => {
      const cosine = v.reduce((sum, x, k) => sum + x * t[k]!, 0) / (norm(v) * norm(t));
      return scale * (cosine - margin * labels[n]![i]!);
    });
    const logSum = Math.log(z.reduce((sum, logit) => sum + Math.exp(logit), 0));
    const positives = labels[n]!.reduce((a, b) => a + b);
    return z.reduce((sum, logit, i) => sum + labels[n]![i]! / positives * (logSum - logit), 0);
  });
  return losses.reduce((a, b) => a + b) / losses.length;
}

const cosMargin = { scale: 2, margin: 0.2, marginForm: "cos" } as const;

Deno.test("smoothedCosineLoss() at ε = 0 is OrthoHash, worked out by hand", async () => {
  // Both cosines are ½. One label: logits .6 and 1, loss ln(1 + e^.4). Both: logits .6, loss ln 2.
  const codes = [[1, 1, 1, -1]];
  const targets = [[1, 1, 1, 1], [1, -1, 1, -1]];
  const one = await lossOf({ codes, targets, labels: [[1, 0]] }, cosMargin);
  assertAlmostEquals(one.loss, Math.log(1 + Math.exp(0.4)), 1e-6);
  const both = await lossOf({ codes, targets, labels: [[1, 1]] }, cosMargin);
  assertAlmostEquals(both.loss, Math.LN2, 1e-6);
});

Deno.test("smoothedCosineLoss() at ε = 0 is OrthoHash's formula on random codes", async () => {
  const random = new Random(1);
  const rows = (n: number, draw: () => number) =>
    Array.from({ length: n }, () => Array.from({ length: 16 }, draw));
  const codes = rows(8, () => random.normal());
  const targets = rows(5, () => random.chance(0.5) ? 1 : -1);
  const labels = codes.map((_, n) =>
    targets.map((_, c) => c === n % 5 ? 1 : Number(random.chance(0.3)))
  );
  const { loss } = await lossOf({ codes, targets, labels }, { ...cosMargin, scale: 8 });
  assertAlmostEquals(loss, orthoHashLoss({ codes, targets, labels }, 8, 0.2), 1e-6);
});

Deno.test("smoothedCosineLoss() with ε compares with the smoothed distribution", async () => {
  // q = (.9, .1), logits .6 and 1: L = ln(e^.6 + e) − .9·.6 − .1·1.
  const one = { codes: [[1, 1, 1, -1]], targets: [[1, 1, 1, 1], [1, -1, 1, -1]], labels: [[1, 0]] };
  const { loss } = await lossOf({ ...one, epsilon: 0.2 }, cosMargin);
  assertAlmostEquals(loss, Math.log(Math.exp(0.6) + Math.E) - 0.64, 1e-6);
});

Deno.test("smoothedCosineLoss() with the arc margin adds it to the angle", async () => {
  // Angles π/3: logits 2·cos(π/3 + .2) and 1.
  const one = { codes: [[1, 1, 1, -1]], targets: [[1, 1, 1, 1], [1, -1, 1, -1]], labels: [[1, 0]] };
  const { loss } = await lossOf(one, { ...cosMargin, marginForm: "arc" });
  const logit = 2 * Math.cos(Math.PI / 3 + 0.2);
  assertAlmostEquals(loss, Math.log(1 + Math.exp(1 - logit)), 1e-6);
});

Deno.test("smoothedCosineLoss() leaves unknown labels out of the softmax", async () => {
  const codes = [[1, 1, 1, -1]];
  const targets = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, 1, -1]];
  const missing = await lossOf({ codes, targets, labels: [[1, 0, NaN]] }, cosMargin);
  assertAlmostEquals(missing.loss, Math.log(1 + Math.exp(0.4)), 1e-6);
});

Deno.test("smoothedCosineLoss() falls along its negative gradient", async () => {
  const start = { codes: [[0.3, -1, 0.5, 0.2]], targets: [[1, 1, 1, 1], [1, -1, 1, -1]] };
  const first = await lossOf({ ...start, labels: [[1, 0]] }, cosMargin);
  const moved = start.codes.map((v) => v.map((x, k) => x - 0.1 * first.gradient[k]!));
  const then = await lossOf({ ...start, codes: moved, labels: [[1, 0]] }, cosMargin);
  assertEquals(then.loss < first.loss, true);
});

Deno.test("resolveScale() knows the three scales", () => {
  assertEquals(resolveScale(8, { classes: 14, bits: 64 }), 8);
  assertEquals(resolveScale("sqrt-bits", { classes: 14, bits: 64 }), 8);
  assertAlmostEquals(resolveScale("adaptive", { classes: 14, bits: 64 }), 3.6274, 1e-4);
});
