/**
 * The figures of the README, found by what is claimed of them. A figure that no claim checks, and a
 * claim whose figures are gone, are mistakes, so that the two cannot drift apart.
 *
 * @module
 */
import { marked, type Token, type Tokens } from "marked";
import { InputError } from "../../lib/base/errors.ts";
import type { Address, Claim, Sentence } from "./claim.ts";
import { FIGURE, parseFigure, type QuotedFigure } from "./figure.ts";

/** A figure of the README and what it is claimed to be. */
export interface ClaimedFigure {
  readonly claim: Claim;
  readonly address: Address;
  readonly quoted: QuotedFigure;
}

/** A score as the README prints them, alone or in a sentence: `.420`. */
const SCORE = /(?<![\w.])[-−]?\.\d{2,}/g;

/** What stands before a table to say whose figures it holds. */
const MARKER = /^<!-- figures: (\S+) -->$/;

/**
 * Reads all figures that are claimed.
 *
 * @param text The README, in Markdown
 * @throws {InputError} naming every figure without a claim and every claim without figures
 */
export function readFigures(text: string, claims: readonly Claim[]): ClaimedFigure[] {
  const problems: string[] = [];
  const { tables, paragraphs } = readBlocks(text, problems);
  const figures = claims.flatMap((claim) => {
    const own = tables.filter(({ marker }) => marker === claim.name);
    if (own.length !== (claim.table ? 1 : 0)) {
      const wanted = claim.table ? "one" : "none, since its claim has no table";
      problems.push(
        `<!-- figures: ${claim.name} --> marks ${own.length} tables instead of ${wanted}`,
      );
    }
    return [
      ...claim.table
        ? own.flatMap((table) => tableFigures(claim, claim.table!, table, problems))
        : [],
      ...(claim.sentences ?? []).flatMap((sentence) =>
        sentenceFigures(claim, sentence, paragraphs, problems)
      ),
    ];
  });
  const names = new Set(claims.map(({ name }) => name));
  problems.push(...unclaimed(tables, paragraphs, names));
  if (problems.length === 0) return figures;
  throw new InputError(`Cannot check the README's figures:\n${problems.join("\n")}`);
}

/** What no claim has found. */
function unclaimed(
  tables: readonly Table[],
  paragraphs: readonly Paragraph[],
  names: ReadonlySet<string>,
): string[] {
  const problems: string[] = [];
  for (const { marker, head, rows } of tables) {
    if (marker === undefined && rows.flat().some((cell) => cell.match(SCORE))) {
      problems.push(`the table "${head.join(" | ")}" has figures and no <!-- figures: … -->`);
    } else if (marker !== undefined && !names.has(marker)) {
      problems.push(`<!-- figures: ${marker} --> has no claim`);
    }
  }
  for (const { text } of paragraphs) {
    for (const { 0: score, index } of text.matchAll(SCORE)) {
      const place = text.slice(Math.max(0, index - 40), index + 20).trim();
      problems.push(`no claim checks ${score} in "${place}"`);
    }
  }
  return problems;
}

/** A table as plain text. */
interface Table {
  /** The name in its marker, if it has one. */
  readonly marker: string | undefined;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A paragraph or an item of a list; what claims have found in it is taken out. */
interface Paragraph {
  text: string;
}

function readBlocks(text: string, problems: string[]) {
  const tables: Table[] = [];
  const paragraphs: Paragraph[] = [];
  let marker: string | undefined;
  for (const token of marked.lexer(text)) {
    if (token.type === "space") continue;
    const isTable = token.type === "table";
    if (isTable) {
      const { header, rows } = token as Tokens.Table;
      const texts = (cells: readonly Tokens.TableCell[]) =>
        cells.map(({ tokens }) => plain(tokens));
      tables.push({ marker, head: texts(header), rows: rows.map(texts) });
    } else if (token.type === "html") {
      paragraphs.push({ text: token.text.replace(/<!--.*?-->/gs, "") });
    } else if (token.type !== "code") paragraphs.push({ text: plain([token]) });
    if (marker !== undefined && !isTable) {
      problems.push(`no table follows <!-- figures: ${marker} -->`);
    }
    marker = token.type === "html" ? MARKER.exec(token.raw.trim())?.[1] : undefined;
  }
  return { tables, paragraphs };
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

function tableFigures(
  claim: Claim,
  cellMap: NonNullable<Claim["table"]>,
  { head, rows }: Table,
  problems: string[],
): ClaimedFigure[] {
  return rows.flatMap(([name, ...cells]) =>
    cells.flatMap((cell, c) => {
      const address = cellMap(name!, head[c + 1]!);
      const quoted = parseFigure(cell);
      if (address && quoted) return [{ claim, address, quoted }];
      const where = `"${cell}" in the row "${name}" below "${head[c + 1]}" of ${claim.name}`;
      if (address && cell !== "–") problems.push(`${where} is no figure`);
      else if (cell.match(SCORE)) problems.push(`${where} has no claim`);
      return [];
    })
  );
}

/** The figures in the one place where the sentence stands. */
function sentenceFigures(
  claim: Claim,
  { text, figures }: Sentence,
  paragraphs: readonly Paragraph[],
  problems: string[],
): ClaimedFigure[] {
  const pattern = new RegExp(
    text.split("{}").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join(`(${FIGURE})`),
  );
  const found = paragraphs.filter((paragraph) => pattern.test(paragraph.text));
  const texts = found.length === 1 ? pattern.exec(found[0]!.text)!.slice(1) : [];
  if (found.length !== 1) {
    const where = found.length === 0 ? "nowhere" : `in ${found.length} paragraphs`;
    problems.push(`"${text}" of ${claim.name} stands ${where}`);
    return [];
  }
  if (texts.length !== figures.length) {
    problems.push(`"${text}" has ${texts.length} figures, its claim ${figures.length}`);
    return [];
  }
  found[0]!.text = found[0]!.text.replace(pattern, "…");
  return texts.map((part, i) => ({ claim, address: figures[i]!, quoted: parseFigure(part)! }));
}
