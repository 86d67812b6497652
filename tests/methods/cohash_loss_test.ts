import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { evaluate } from "../../lib/autodiff/executors/reference.ts";
import { Graph } from "../../lib/autodiff/mod.ts";
import { Random } from "../../lib/base/random.ts";
import { createMethod, type MethodContext } from "../../lib/methods/mod.ts";
import * as formulas from "./formulas.ts";

const [FILMS, CLASSES, BITS] = [6, 5, 8];
const CONTEXT: MethodContext = {
  classes: CLASSES,
  bits: BITS,
  seed: 0,
  labelFrequencies: [0.5, 0.2, 0.1, 0.1, 0.02],
};

/** Films of one or two labels, with random codes and targets. */
function randomFilms(seed: number) {
  const random = new Random(seed);
  const rows = (count: number, width: number, draw: (n: number, k: number) => number) =>
    Array.from({ length: count }, (_, n) => Array.from({ length: width }, (_, k) => draw(n, k)));
  return {
    codes: rows(FILMS, BITS, () => random.normal()),
    targets: rows(CLASSES, BITS, () => random.chance(0.5) ? 1 : -1),
    labels: rows(FILMS, CLASSES, (n, c) => Number(c === n % CLASSES || c === n % 2)),
  };
}

/** cohash's loss with these options on films. */
function lossOf(
  { codes, targets, labels }: ReturnType<typeof randomFilms>,
  options: Readonly<Record<string, unknown>>,
  context = CONTEXT,
): number {
  const method = createMethod("cohash", { loss: { kind: "labels", ...options } });
  if (method.kind !== "targets") throw new TypeError("cohash has targets");
  const graph = new Graph();
  const perLabel = (rows: readonly (readonly number[])[]) =>
    graph.constant([FILMS, CLASSES], rows.flat());
  const batch = {
    codes: graph.constant([FILMS, BITS], codes.flat()),
    labels: perLabel(labels),
    distributions: perLabel(labels.map((y) => y.map((each) => each / y.reduce((a, b) => a + b)))),
    known: perLabel(labels.map((y) => y.map(() => 1))),
  };
  const table = graph.constant([CLASSES, BITS], targets.flat());
  graph.output("loss", method.loss(batch, table, context));
  return evaluate(graph.toProgram(), {}, {}).outputs.loss![0]!;
}

Deno.test("cohash's loss over labels without ε and prior is OrthoHash's", () => {
  for (const seed of [1, 2, 3]) {
    const films = randomFilms(seed);
    const expected = formulas.orthoHashLoss(films, Math.SQRT2 * Math.log(CLASSES - 1));
    assertAlmostEquals(lossOf(films, { epsilon: 0, prior: 0, margin: 0.2 }), expected, 1e-6);
  }
});

Deno.test("cohash's loss over labels adds a·(ln π − mean ln π) to the logits", () => {
  const films = randomFilms(4);
  const logs = CONTEXT.labelFrequencies!.map(Math.log);
  const mean = logs.reduce((a, b) => a + b) / CLASSES;
  const prior = logs.map((log) => 0.5 * (log - mean));
  const expected = formulas.orthoHashLoss(films, Math.SQRT2 * Math.log(CLASSES - 1), prior);
  assertAlmostEquals(lossOf(films, { epsilon: 0, prior: 0.5, margin: 0.2 }), expected, 1e-6);
});

Deno.test("cohash's prior says what it lacks, and without weight lacks nothing", () => {
  const { labelFrequencies: _, ...unknown } = CONTEXT;
  const films = randomFilms(1);
  assertThrows(() => lossOf(films, { prior: 0.5 }, unknown), TypeError, "labelFrequencies");
  assertEquals(lossOf(films, { prior: 0 }, unknown), lossOf(films, { prior: 0 }));
});
