/**
 * What a run is: one validated configuration, from an object, a file or `key=value` texts.
 *
 * @module
 */
export type { BackboneOptions, Config, Maybe, TrainOptions } from "./config.ts";
export type * from "./option_types.ts";
export { methodOf } from "./method_of.ts";
export { applySettings, type JsonObject, loadConfig, parseConfig } from "./config_file.ts";
export type { ConfigFileOptions } from "./config_file.ts";
