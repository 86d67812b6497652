/**
 * Records that say little: of the training films' labels a share is hidden from all that learns.
 * Unknown labels are summed out or left out, as the loss does it; the control takes them for absent.
 *
 *     npx -y deno@2.9.6 task ablate missing
 *
 * @module
 */
import type { Study } from "@cohash/cohash/study";

/** See the module. */
export const study: Study = {
  question: "What is lost where labels of the training films are unknown, and who bears it best?",
  baseline: "labels, unknown",
  rows: (["labels", "sets"] as const).flatMap((kind) =>
    (["unknown", "absent"] as const).map((as) => ({
      name: `${kind}, ${as}`,
      changes: { loss: { kind }, asking: { kind }, labels: { hidden: { share: 0, as } } },
    }))
  ),
  columnTitle: "labels hidden",
  columns: [0, 0.3, 0.5, 0.7].map((share) => ({
    name: `${100 * share} %`,
    changes: { labels: { hidden: { share } } },
  })),
};
