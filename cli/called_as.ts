/**
 * The one place that decides how help and messages name the commands.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import project from "../deno.json" with { type: "json" };

/** Where deno.json lies, whose tasks have the commands' names. */
const PROJECT = new URL("..", import.meta.url).href;

const CALLS = new RegExp(String.raw`\bcohash (${Object.keys(project.tasks).join("|")})\b`, "g");

/**
 * A text as its reader would type it: every `cohash train` becomes `deno task train` where a task
 * of this project runs, and stays as it is where the installed command does.
 */
export function asCalled(text: string): string {
  return isTask() ? text.replaceAll(CALLS, "deno task $1") : text;
}

/** `deno task` tells in INIT_CWD from where it was called; the project's tasks run in its folder. */
function isTask(): boolean {
  return Deno.env.has("INIT_CWD") && pathToFileURL(`${Deno.cwd()}/`).href === PROJECT;
}
