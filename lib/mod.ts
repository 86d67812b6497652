/**
 * cohash: deep-hash retrieval of chest X-rays that knows which diseases occur together.
 *
 * The method in six steps, each a small file of its own:
 *
 * 1. {@linkcode countCooccurrence}: which findings occur together in the training films
 * 2. {@linkcode adjacencyMatrix}: the label graph
 * 3. {@linkcode labelGcn} and {@linkcode binariseTargets}: one hash target a label, from the graph
 * 4. {@linkcode buildEncoder}: from a film to its continuous code
 * 5. {@linkcode smoothedCosineLoss}: the one loss that trains both
 * 6. {@linkcode hammingRanking} and {@linkcode evaluateRanking}: search, and an honest score
 *
 * {@linkcode completeRun} does all of it from a {@linkcode Config}.
 *
 * @module
 */
export * from "./autodiff/executors/onnx_model.ts";
export * from "./autodiff/mod.ts";
export * from "./codes/asymmetric.ts";
export * from "./codes/bit_statistics.ts";
export * from "./codes/hamming.ts";
export * from "./codes/lsh.ts";
export * from "./base/npy.ts";
export * from "./base/npz.ts";
export * from "./codes/pack.ts";
export * from "./data/dataset.ts";
export type { FilmSettings } from "./data/images/decode.ts";
export type { Fit } from "./data/images/resize.ts";
export * from "./data/load.ts";
export * from "./data/schema.ts";
export * from "./base/errors.ts";
export * from "./graph/adjacency.ts";
export * from "./graph/cooccurrence.ts";
export * from "./graph/seriation.ts";
export * from "./loss/smoothed_cosine.ts";
export * from "./loss/smoothing.ts";
export * from "./methods/mod.ts";
export * from "./metrics/mod.ts";
export * from "./model/encoder.ts";
export * from "./model/feature_adaptor.ts";
export * from "./model/fixed_targets.ts";
export * from "./model/frozen_backbone.ts";
export * from "./model/gcn.ts";
export * from "./model/hadamard.ts";
export * from "./model/head.ts";
export * from "./model/label_vectors.ts";
export * from "./model/small_resnet.ts";
export * from "./model/targets.ts";
export * from "./base/random.ts";
export * from "./report/mod.ts";
export * from "./store/case.ts";
export * from "./store/code_store.ts";
export * from "./search/explain/explain.ts";
export * from "./search/explain/explanation.ts";
export * from "./store/memory/faiss.ts";
export * from "./search/film_encoder.ts";
export * from "./store/filter/filter.ts";
export * from "./search/find_films.ts";
export * from "./store/memory/hamming_index.ts";
export * from "./search/indexing/index_images.ts";
export type { ExpectedIndex } from "./store/memory/index_manifest.ts";
export * from "./search/indexing/index_run.ts";
export type { KernelKind, SearchStrategy } from "./store/kernel/kernel.ts";
export * from "./search/explain/occlusion.ts";
export * from "./store/open_store.ts";
export type { CaseRow } from "./store/postgres/case_row.ts";
export * from "./store/postgres/postgres_store.ts";
export * from "./store/postgres/push.ts";
export type { RetryOptions } from "./store/postgres/retry.ts";
export * from "./store/postgres/sql_connection.ts";
export * from "./study/mod.ts";
export type { Checkpoint } from "./run/checkpoint.ts";
export * from "./config/config.ts";
export * from "./config/config_file.ts";
export * from "./run/encode_films.ts";
export * from "./train/evaluate.ts";
export * from "./run/films.ts";
export * from "./study/complete_run.ts";
export * from "./run/run_folder.ts";
export * from "./report/run/content.ts";
export * from "./run/run_scores.ts";
export * from "./train/setup.ts";
export * from "./train/train.ts";
