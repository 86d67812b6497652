/**
 * A user's own network in the training graph: films go in as it wants them, features come out.
 *
 * @module
 */
import { div, mean, sub, type Tensor } from "../autodiff/mod.ts";
import { addOnnx } from "../autodiff/onnx/add_onnx.ts";
import { nodesTo } from "../autodiff/onnx/network_nodes.ts";
import type { OnnxFile } from "../autodiff/onnx/read.ts";
import { InputError } from "../base/errors.ts";

/** A network read from its file, and what of it is trained. */
export interface TrainedNetwork {
  /** See `readOnnx`. */
  readonly file: OnnxFile;
  /** The value that is used as features. */
  readonly output: string;
  /** Height and width of its films, in pixels. */
  readonly size: number;
  /** 1, or 3 to give the grey film to each of three channels. */
  readonly channels: 1 | 3;
  /** Subtracted from values 0 to 1, one a channel. */
  readonly mean: readonly number[];
  /** Divided by after, one a channel. */
  readonly deviation: readonly number[];
  /** What batch normalisation goes by while it trains. */
  readonly statistics: "frozen" | "batch";
  /** The names of the weights that are trained. */
  readonly trained: ReadonlySet<string>;
  /** The same weights by stage, from the input on; see `networkStages`. */
  readonly stages: readonly (readonly string[])[];
}

/** What the names of its variables begin with, before those of the file. */
export const NETWORK_PREFIX = "backbone.network.";

/**
 * Features `[N, D]` of films `[N, 1, size, size]` with values 0 to 1: normalised as the network wants
 * them, sent through it, and averaged over what is left of height and width.
 *
 * @throws {InputError} if it does not take such films, or gives no features for each
 */
export function networkFeatures(films: Tensor, network: TrainedNetwork): Tensor {
  const { graph, shape: [batchSize] } = films;
  const { file, output, channels, statistics, trained } = network;
  const wanted = file.inputs[0]?.shape[1];
  if (typeof wanted === "number" && wanted !== channels) {
    throw new InputError(
      `Cannot train the model "${file.name}": it takes films of ${wanted} channel${
        wanted === 1 ? "" : "s"
      } and ` +
        `backbone.channels is ${channels}; use backbone.channels=${wanted}`,
    );
  }
  const ofChannels = (values: readonly number[]) =>
    graph.constant(
      [1, channels, 1, 1],
      Array.from({ length: channels }, (_, c) => values[c] ?? values[0]!),
    );
  const normalised = div(sub(films, ofChannels(network.mean)), ofChannels(network.deviation));
  // Outside training, batch normalisation goes by the statistics that training has left.
  const kept = statistics === "batch" && !graph.training
    ? new Set([...trained, ...statisticsOf(network)])
    : trained;
  const options = { output, prefix: NETWORK_PREFIX, statistics };
  const result = sayingSize(
    network,
    () => addOnnx(graph, file, normalised, { ...options, isTrained: (name) => kept.has(name) }),
  );
  const { shape } = result;
  if (shape.length < 2 || shape[0] !== batchSize) {
    throw new InputError(
      `Cannot train the model "${file.name}": its output "${output}" has shape ` +
        `[${shape.join(", ")}] for ${batchSize} films, expected [${batchSize}, features]`,
    );
  }
  const axes = shape.keys().drop(2).toArray();
  return axes.length === 0 ? result : mean(result, { axes });
}

/** What is made of films of this size; an error says which the file wants, where that is another. */
function sayingSize(
  { file, size }: Pick<TrainedNetwork, "file" | "size">,
  make: () => Tensor,
): Tensor {
  try {
    return make();
  } catch (error) {
    const wanted = file.inputs[0]?.shape[2];
    if (!(error instanceof InputError) || typeof wanted !== "number" || wanted === size) {
      throw error;
    }
    throw new InputError(
      `${error.message}. Its file takes films of ${wanted} pixels, and backbone.size is ${size}`,
    );
  }
}

/** The names of the running means and variances of a network's batch normalisations. */
export function statisticsOf({ file, output }: Pick<TrainedNetwork, "file" | "output">): string[] {
  return nodesTo(file, output).filter(({ opType }) => opType === "BatchNormalization")
    .flatMap(({ input }) => input.slice(3, 5));
}
