/**
 * The pages that quote figures, and what of a page can: its tables, and its text without marks.
 *
 * @module
 */
import { marked, type Token, type Tokens } from "marked";
import { fileURLToPath } from "node:url";
import { InputError } from "../../lib/base/errors.ts";
import { exists } from "../../lib/base/files.ts";

/** A page of the documentation. */
export interface Page {
  /** Its path in the repository, such as `docs/results.md`. */
  readonly path: string;
  /** Markdown. */
  readonly text: string;
}

/** A table as plain text. */
export interface Table {
  /** The name in the `<!-- figures: NAME -->` before it, if there is one. */
  readonly marker: string | undefined;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a page holds. */
export interface PageContent {
  readonly tables: readonly Table[];
  /** Paragraphs, titles and lists, without marks, links and line breaks. */
  readonly paragraphs: readonly string[];
  /** Names of markers that no table follows. */
  readonly lostMarkers: readonly string[];
}

/** What stands before a table to say whose figures it holds. */
const MARKER = /^<!-- figures: (\S+) -->$/;

const ROOT = new URL("../../", import.meta.url);

/**
 * The README, the pages of `docs/` by name, and what the kept results say of themselves.
 *
 * @throws {InputError} if they did not come along, as with a published package
 */
export async function readPages(): Promise<Page[]> {
  if (ROOT.protocol !== "file:" || !await exists(fileURLToPath(new URL("docs/", ROOT)))) {
    throw new InputError(
      "Cannot check figures: this cohash came without the pages that quote them; run it in a " +
        "clone of the repository",
    );
  }
  const docs = (await Array.fromAsync(Deno.readDir(new URL("docs/", ROOT))))
    .filter(({ name }) => name.endsWith(".md")).map(({ name }) => `docs/${name}`).sort();
  const paths = ["README.md", ...docs, "experiments/results/README.md"];
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await Deno.readTextFile(new URL(path, ROOT)) })),
  );
}

/** Splits a page into its tables and its text; blocks of code quote nothing. */
export function readContent(markdown: string): PageContent {
  const tables: Table[] = [];
  const paragraphs: string[] = [];
  const lostMarkers: string[] = [];
  let marker: string | undefined;
  for (const token of marked.lexer(markdown)) {
    if (token.type === "space") continue;
    const isTable = token.type === "table";
    if (isTable) {
      const { header, rows } = token as Tokens.Table;
      const texts = (cells: readonly Tokens.TableCell[]) =>
        cells.map(({ tokens }) => plain(tokens));
      tables.push({ marker, head: texts(header), rows: rows.map(texts) });
    } else if (token.type === "html") {
      paragraphs.push(token.text.replace(/<!--.*?-->/gs, ""));
    } else if (token.type !== "code") paragraphs.push(plain([token]));
    if (marker !== undefined && !isTable) lostMarkers.push(marker);
    marker = token.type === "html" ? MARKER.exec(token.raw.trim())?.[1] : undefined;
  }
  return { tables, paragraphs, lostMarkers };
}

/** The words of some tokens, without marks, links and line breaks. */
function plain(tokens: readonly Token[]): string {
  const textOf = (token: Token): string => {
    if (token.type === "list") return (token as Tokens.List).items.map(textOf).join(" ");
    if ("tokens" in token && token.tokens) return token.tokens.map(textOf).join("");
    return token.type === "html" || !("text" in token) ? " " : token.text;
  };
  return tokens.map(textOf).join("").replace(/\s+/g, " ").trim();
}
