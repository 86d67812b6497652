/**
 * The readers of data sets: a line for each.
 *
 * @module
 */
import { chexpert } from "./chexpert.ts";
import { features } from "./features.ts";
import { memory } from "./memory.ts";
import { nih } from "./nih.ts";
import { npz } from "./npz.ts";
import { phantom } from "./phantom.ts";
import { table } from "./table.ts";

/** Every reader, in the order of docs/configuration.md. */
export const READERS = [phantom, nih, chexpert, table, npz, features, memory] as const;
