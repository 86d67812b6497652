/**
 * The variables of a batch normalisation.
 *
 * @module
 */
import type { Tensor } from "../autodiff/mod.ts";

/**
 * Scale 1, bias 0, running mean 0 and running variance 1 for `channels` channels, registered in
 * the tensor's graph under a common prefix.
 */
export function normalisation({ graph }: Tensor, prefix: string, channels: number) {
  const filled = (value: number) => new Float32Array(channels).fill(value);
  return {
    scale: graph.parameter(`${prefix}.scale`, [channels], filled(1)),
    bias: graph.parameter(`${prefix}.bias`, [channels], filled(0)),
    runningMean: graph.state(`${prefix}.mean`, [channels], filled(0)),
    runningVariance: graph.state(`${prefix}.variance`, [channels], filled(1)),
  };
}
