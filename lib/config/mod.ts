/**
 * What a run is: one validated configuration, from an object, a file or `key=value` texts.
 *
 * @module
 */
export { type Config, type ConfigInput, configSchema, targetKinds } from "./config.ts";
export { applySettings, type JsonObject, loadConfig, parseConfig } from "./config_file.ts";
