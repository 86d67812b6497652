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
}

const WEB = new URL("./web/", import.meta.url);

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
};

/** All files by their address; nothing else is ever served from disk. */
export async function readPage(): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for await (const path of filesBelow("")) {
    const text = await Deno.readTextFile(new URL(path, WEB));
    files.set(`/${path}`, pageFile(path, path.endsWith(".ts") ? browserModule(text) : text));
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

function pageFile(name: string, body: string): PageFile {
  return { type: TYPES[name.slice(name.lastIndexOf(".") + 1)]!, body };
}

/** A module as browsers read it: without types, and with the library's name made an address. */
function browserModule(source: string): string {
  return stripTypeScriptTypes(source).replaceAll('from "lit-html"', `from "${LIT}"`);
}
