/**
 * The configurations and studies that come with cohash, which go by their names.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Config } from "../lib/config/config.ts";
import { type JsonObject, loadConfig, readConfig } from "../lib/config/config_file.ts";
import { loadStudy, type NamedStudy } from "../lib/study/load_study.ts";

/** The folder of the configurations; undefined where cohash is loaded from the web. */
export const CONFIGS: string | undefined = shipped("configs");

/** The folder of the studies; undefined where cohash is loaded from the web. */
export const STUDIES: string | undefined = shipped("ablations");

function shipped(name: string): string | undefined {
  const folder = new URL(`../experiments/${name}`, import.meta.url);
  return folder.protocol === "file:" ? fileURLToPath(folder) : undefined;
}

/** A configuration by path or name, with `key.path=value` texts set. */
export async function configOf(file: string, settings: readonly string[] = []): Promise<Config> {
  return await loadConfig(file, settings, { shipped: CONFIGS });
}

/** What a configuration's file holds, by path or name. */
export async function configFileOf(file: string): Promise<JsonObject> {
  return await readConfig(file, { shipped: CONFIGS });
}

/** A study by path or name. */
export async function studyOf(file: string): Promise<NamedStudy> {
  return await loadStudy(file, STUDIES);
}
