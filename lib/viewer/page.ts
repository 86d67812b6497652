/**
 * The files of the web page. Browsers get the modules of `web/` as they are written, less their
 * types, which the runtime blanks out in place: there is no build.
 *
 * @module
 */
import { stripTypeScriptTypes } from "node:module";

/** A file to be served. */
export interface PageFile {
  readonly type: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** What it may do as a script of its own, a worker's; default: what the page may. */
  readonly policy?: string;
}

/** The folder of the page. */
export const WEB = new URL("./web/", import.meta.url);

/** The address of the template library. */
const LIT = "/vendor/lit-html.js";

/** The typeface, which comes from here too. */
const FONT = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  ts: "text/javascript; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  woff2: "font/woff2",
  svg: "image/svg+xml",
  mjs: "text/javascript; charset=utf-8",
  json: "application/json",
  wasm: "application/wasm",
  onnx: "application/octet-stream",
};

/** The folder of what encodes films in the page, whose files are served where that is wanted. */
const ENCODE = "encode/";

/** Modules of that folder that the page imports whether or not it encodes films. */
const ALWAYS = ["encode/film_reader.ts"];

/** All files by their address; nothing else is ever served from disk. */
export async function readPage(): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for await (const path of filesBelow("")) {
    if (path.startsWith(ENCODE) && !ALWAYS.includes(path)) continue;
    const text = await Deno.readTextFile(new URL(path, WEB));
    const body = path.endsWith(".ts") ? servedModule(text, { "lit-html": LIT }).body : text;
    files.set(`/${path}`, pageFile(path, body));
  }
  const lit = await Deno.readTextFile(new URL(import.meta.resolve("lit-html")));
  files.set(LIT, pageFile("lit-html.js", lit.replace(/^\/\/# sourceMappingURL=.*$/m, "")));
  const font = await Deno.readFile(new URL(import.meta.resolve(FONT)));
  files.set("/vendor/inter.woff2", { type: TYPES.woff2!, body: font });
  return files;
}

/** The paths of all files in a folder of the page and in those within it. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, WEB))) {
    if (isDirectory) yield* filesBelow(`${folder}${name}/`);
    else yield `${folder}${name}`;
  }
}

/** A file of the type that its name says. */
export function pageFile(name: string, body: string | Uint8Array<ArrayBuffer>): PageFile {
  return { type: TYPES[name.slice(name.lastIndexOf(".") + 1)]!, body };
}

/** Where a module is imported from, in a line that is no comment. */
const IMPORT = /^(?!\s*\*).*?\b(?:from|import\()\s*"([^"]+)"/gm;

/**
 * A module as browsers read it: without types, and with the names of libraries made addresses.
 *
 * @param libraries The address of each library
 * @returns With what it imports, by the names that it says
 */
export function servedModule(
  source: string,
  libraries: Readonly<Record<string, string>>,
): { readonly body: string; readonly imports: readonly string[] } {
  const untyped = stripTypeScriptTypes(source);
  const imports = Array.from(untyped.matchAll(IMPORT), ([, name]) => name!);
  const body = untyped.replace(IMPORT, (line, name: string) => {
    const address = libraries[name];
    // The line ends with the name, which may stand in it once more as a text.
    return address === undefined ? line : `${line.slice(0, -name.length - 1)}${address}"`;
  });
  return { body, imports };
}
