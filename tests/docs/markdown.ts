/**
 * The Markdown files of the repository, and what links lead to in them.
 *
 * @module
 */
import { marked, type Token, type Tokens } from "marked";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

/** Folders that are not the repository's own. */
const FOREIGN = new Set(["node_modules", "runs"]);

/** Paths of all Markdown files, relative to {@linkcode ROOT}. */
export async function markdownFiles(folder = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(ROOT + folder)) {
    if (FOREIGN.has(name) || name.startsWith(".")) continue;
    if (isDirectory) files.push(...await markdownFiles(`${folder}${name}/`));
    else if (name.endsWith(".md")) files.push(folder + name);
  }
  return files.sort();
}

/** The text of a file of the repository. */
export async function readRepositoryFile(path: string): Promise<string> {
  return await Deno.readTextFile(ROOT + path);
}

/** Where the links and images of a page lead to, as they are written. */
export function linksOf(markdown: string): string[] {
  const links: string[] = [];
  marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type === "link" || token.type === "image") links.push((token as Tokens.Link).href);
  });
  return links;
}

/** The anchors that GitHub gives the titles of a page. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type !== "heading") return;
    const anchor = anchorOf(plainText(token));
    let free = anchor;
    for (let n = 1; anchors.has(free); n++) free = `${anchor}-${n}`;
    anchors.add(free);
  });
  return anchors;
}

/** Lower case, without punctuation, with hyphens for spaces: what GitHub makes of a title. */
function anchorOf(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
}

/** The words of a token without marks. */
export function plainText(token: Token): string {
  if ("tokens" in token && token.tokens) return token.tokens.map(plainText).join("");
  return "text" in token ? token.text : "";
}
