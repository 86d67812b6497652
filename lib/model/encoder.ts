/**
 * The encoder: from a film or its features to its continuous code. Training, scoring and the
 * exported ONNX file all build it here, so that they are the same network.
 *
 * @module
 */
import type { Graph, Tensor } from "../autodiff/mod.ts";
import type { Random } from "../base/random.ts";
import { featureAdaptor, type FeatureStatistics } from "./feature_adaptor.ts";
import { hashHead } from "./head.ts";
import { smallResnet } from "./small_resnet.ts";
import { networkFeatures, type TrainedNetwork } from "./trained_network.ts";

/** Which network stands before the hash head, and what it takes in. */
export type Backbone =
  | {
    readonly kind: "small-resnet";
    /** Height and width of the films, in pixels. */
    readonly size: number;
    /** See {@linkcode SmallResnetOptions}. */
    readonly width: number;
    /** See {@linkcode SmallResnetOptions}. */
    readonly stemStride: 1 | 2;
  }
  | {
    readonly kind: "features";
    /** D, the length of one feature vector. */
    readonly inputs: number;
    /** Width of the hidden layer; 0 for none. */
    readonly hidden: number;
    /** See {@linkcode featureStatistics}. */
    readonly statistics: FeatureStatistics;
  }
  | ({ readonly kind: "onnx" } & TrainedNetwork);

/** Options of {@linkcode buildEncoder}. */
export interface EncoderOptions {
  /** K, the length of a code. */
  readonly bits: number;
  /** N, the films of one batch. */
  readonly batchSize: number;
  /** Decides the initial weights. */
  readonly random: Random;
}

/** Name of the graph input that takes films `[N, 1, size, size]` or features `[N, D]`. */
export const ENCODER_INPUT = "input";

/** Name of the graph output that gives continuous codes `[N, bits]`. */
export const ENCODER_OUTPUT = "code";

/**
 * Adds an encoder to the graph and returns its continuous codes `[N, bits]`.
 *
 * @throws {TypeError} if the graph has an encoder already
 * @example Codes of three films with two features each
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createExecutor, Graph } from "@cohash/cohash/autodiff";
 * import { Random } from "@cohash/cohash/base";
 * import { buildEncoder, ENCODER_INPUT, ENCODER_OUTPUT } from "@cohash/cohash/model";
 *
 * const graph = new Graph();
 * const statistics = { mean: Float32Array.of(0, 0), deviation: Float32Array.of(1, 1) };
 * const backbone = { kind: "features", inputs: 2, hidden: 0, statistics } as const;
 * const codes = buildEncoder(graph, backbone, { bits: 16, batchSize: 3, random: new Random(0) });
 * graph.output(ENCODER_OUTPUT, codes);
 *
 * const session = await (await createExecutor("reference")).load(graph.toProgram());
 * const { code } = await session.run({ [ENCODER_INPUT]: Float32Array.of(1, 2, 3, 4, 5, 6) });
 * assertEquals(code?.length, 3 * 16);
 * ```
 */
export function buildEncoder(
  graph: Graph,
  backbone: Backbone,
  { bits, batchSize, random }: EncoderOptions,
): Tensor {
  return hashHead(buildBackbone(graph, backbone, { batchSize, random }), { bits, random });
}

/** Adds the network before the hash head alone, and returns its features `[N, D]`. */
export function buildBackbone(
  graph: Graph,
  backbone: Backbone,
  { batchSize, random }: Omit<EncoderOptions, "bits">,
): Tensor {
  switch (backbone.kind) {
    case "small-resnet": {
      const { size, width, stemStride } = backbone;
      const films = graph.input(ENCODER_INPUT, [batchSize, 1, size, size]);
      return smallResnet(films, { width, stemStride, random });
    }
    case "onnx": {
      const { size } = backbone;
      return networkFeatures(graph.input(ENCODER_INPUT, [batchSize, 1, size, size]), backbone);
    }
    case "features": {
      const { inputs, hidden, statistics } = backbone;
      const features = graph.input(ENCODER_INPUT, [batchSize, inputs]);
      return featureAdaptor(features, { hidden, statistics, random });
    }
  }
}
