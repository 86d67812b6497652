/**
 * Where cohash's defaults come from: the loss over labels or over label sets, its few numbers, and
 * how an encoder is asked. The choice is made on validation films, with a tenth of the patients in no
 * part, so that a later question to them is one that nothing was tuned for.
 *
 *     npx -y deno@2.9.6 task ablate defaults --data chexnet9 \\
 *       --set data.split.heldOut.share=0.1 --seeds 2
 *
 * @module
 */
import type { Study, Variant } from "@cohash/cohash/study";

const labels = (name: string, loss: object): Variant => ({
  name,
  changes: { loss: { kind: "labels", ...loss } },
});

/** See the module. */
export const study: Study = {
  question: "Which loss, which numbers in it, and which way to ask serve all collections best?",
  baseline: "labels (default)",
  rows: [
    labels("labels (default)", {}),
    labels("prior 0.25", { prior: 0.25 }),
    labels("prior 0.5", { prior: 0.5 }),
    labels("prior 1", { prior: 1 }),
    labels("margin 0.2", { margin: 0.2 }),
    labels("margin 0.6", { margin: 0.6 }),
    labels("ε = 0", { epsilon: 0 }),
    labels("ε = 0.2", { epsilon: 0.2 }),
    labels("scale 5", { scale: 5 }),
    {
      name: "asked with targets",
      changes: { asking: { kind: "labels", vectors: "targets", prior: 0 } },
    },
    {
      name: "prior 0.5, asked with targets",
      changes: {
        loss: { kind: "labels", prior: 0.5 },
        asking: { kind: "labels", vectors: "targets", prior: 0 },
      },
    },
    { name: "asked without prior", changes: { asking: { kind: "labels", prior: 0 } } },
    { name: "asked with prior 0.5", changes: { asking: { kind: "labels", prior: 0.5 } } },
    { name: "sets", changes: { loss: { kind: "sets" } } },
    {
      name: "sets, asked over sets",
      changes: {
        loss: { kind: "sets" },
        asking: { kind: "sets" },
      },
    },
    {
      name: "consistent bits",
      changes: { codes: { binarise: { kind: "consistent" } } },
    },
  ],
};
