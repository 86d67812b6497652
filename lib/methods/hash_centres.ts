/**
 * The fixed tables of hash centres that peers pull codes towards.
 *
 * @module
 */
import type { Graph, Tensor } from "../autodiff/mod.ts";
import { fixedTargets } from "../model/fixed_targets.ts";
import { hadamard } from "../model/hadamard.ts";
import { Random } from "../base/random.ts";
import type { MethodContext } from "./method.ts";

/**
 * Centres `[C, bits]` with distances of K/2 and more: rows of a Hadamard matrix (`hadamard`), or of
 * it and its negative (`csq`). Where none is large enough they are fair coin tosses, as OrthoHash
 * and CSQ have it.
 */
export function hashCentres(
  graph: Graph,
  kind: "hadamard" | "csq",
  { classes, bits, seed }: MethodContext,
): Tensor {
  const most = kind === "csq" ? 2 * bits : bits;
  const fits = classes <= most && hadamard(bits) !== undefined;
  const random = new Random(seed).fork("targets");
  const values = fixedTargets(fits ? kind : "bernoulli", { classes, bits, random });
  return graph.constant([classes, bits], values);
}
