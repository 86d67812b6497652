/**
 * The figures that pages quote, found by what is claimed of them. A figure that no claim checks,
 * and a claim whose figures are gone, are mistakes, so that the two cannot drift apart.
 *
 * @module
 */
import { InputError } from "../../lib/base/errors.ts";
import type { Address, CellMap, Claim, Quote, Sentence } from "./claim.ts";
import { FIGURE, parseFigure, type QuotedFigure } from "./figure.ts";
import { type Page, readContent, type Table } from "./page.ts";

/** A figure on a page and what it is claimed to be. */
export interface ClaimedFigure {
  readonly claim: Claim;
  /** The page's path. */
  readonly page: string;
  readonly address: Address;
  readonly quoted: QuotedFigure;
}

/** A score as the pages print them, alone or in a sentence: `.420`. */
const SCORE = /(?<![\w.])[-−]?\.\d{2,}/g;

/**
 * Reads all figures that are claimed, claim by claim.
 *
 * @throws {InputError} naming every figure without a claim and every claim without figures
 */
export function readFigures(pages: readonly Page[], claims: readonly Claim[]): ClaimedFigure[] {
  const readers = new Map(pages.map((page) => [page.path, new PageReader(page)]));
  const problems: string[] = [];
  const figures = claims.flatMap((claim) =>
    claim.quotes.flatMap((quote) => {
      const reader = readers.get(quote.page);
      if (reader === undefined) problems.push(`${claim.name} is on no page: ${quote.page}`);
      return reader?.take(claim, quote) ?? [];
    })
  );
  problems.push(...[...readers.values()].flatMap((reader) => reader.end()));
  if (problems.length === 0) return figures;
  throw new InputError(`Cannot check what the pages quote:\n${problems.join("\n")}`);
}

/** A paragraph; what claims have found in it is taken out. */
interface Paragraph {
  text: string;
}

/** Takes the figures of one page, claim after claim. */
class PageReader {
  readonly #path: string;
  readonly #tables: readonly Table[];
  readonly #paragraphs: readonly Paragraph[];
  readonly #taken = new Set<Table>();
  readonly #problems: string[] = [];

  constructor({ path, text }: Page) {
    const { tables, paragraphs, lostMarkers } = readContent(text);
    this.#path = path;
    this.#tables = tables;
    this.#paragraphs = paragraphs.map((text) => ({ text }));
    for (const marker of lostMarkers) this.#fail(`no table follows <!-- figures: ${marker} -->`);
  }

  /** The figures that a claim has here. */
  take(claim: Claim, { table, marker = claim.name, sentences = [] }: Quote): ClaimedFigure[] {
    return [
      ...table ? this.#takeTable(claim, marker, table) : [],
      ...sentences.flatMap((sentence) => this.#takeSentence(claim, sentence)),
    ];
  }

  /** What is wrong with the page, and what no claim has taken. */
  end(): readonly string[] {
    for (const table of this.#tables) {
      const { marker, head, rows } = table;
      if (this.#taken.has(table)) continue;
      if (marker !== undefined) this.#fail(`<!-- figures: ${marker} --> has no claim here`);
      else if (rows.flat().some((cell) => cell.match(SCORE))) {
        this.#fail(`the table "${head.join(" | ")}" has figures and no <!-- figures: … -->`);
      }
    }
    for (const { text } of this.#paragraphs) {
      for (const { 0: score, index } of text.matchAll(SCORE)) {
        const place = text.slice(Math.max(0, index - 40), index + 20).trim();
        this.#fail(`no claim checks ${score} in "${place}"`);
      }
    }
    return this.#problems;
  }

  #fail(problem: string): void {
    this.#problems.push(`${this.#path}: ${problem}`);
  }

  #takeTable(claim: Claim, name: string, cellMap: CellMap): ClaimedFigure[] {
    const own = this.#tables.filter(({ marker }) => marker === name);
    for (const table of own) this.#taken.add(table);
    if (own.length !== 1) {
      this.#fail(`<!-- figures: ${name} --> marks ${own.length} tables instead of one`);
    }
    return own.flatMap(({ head, rows }) =>
      rows.flatMap(([name, ...cells]) =>
        cells.flatMap((cell, c) => {
          const address = cellMap(name!, head[c + 1]!);
          const quoted = parseFigure(cell);
          if (address && quoted) return [{ claim, page: this.#path, address, quoted }];
          const where = `"${cell}" in the row "${name}" below "${head[c + 1]}" of ${claim.name}`;
          if (address && cell !== "–") this.#fail(`${where} is no figure`);
          else if (cell.match(SCORE)) this.#fail(`${where} has no claim`);
          return [];
        })
      )
    );
  }

  /** The figures in the one place where the sentence stands. */
  #takeSentence(claim: Claim, { text, figures }: Sentence): ClaimedFigure[] {
    const pattern = sentencePattern(text);
    const found = this.#paragraphs.filter((paragraph) => pattern.test(paragraph.text));
    if (found.length !== 1) {
      const where = found.length === 0 ? "nowhere" : `in ${found.length} paragraphs`;
      this.#fail(`"${text}" of ${claim.name} stands ${where}`);
      return [];
    }
    const texts = pattern.exec(found[0]!.text)!.slice(1);
    if (texts.length !== figures.length) {
      this.#fail(`"${text}" has ${texts.length} figures, its claim ${figures.length}`);
      return [];
    }
    found[0]!.text = found[0]!.text.replace(pattern, "…");
    return texts.map((part, i) => {
      const quoted = parseFigure(part)!;
      return { claim, page: this.#path, address: figures[i]!, quoted };
    });
  }
}

/** Matches the sentence with any figure for each `{}`. */
function sentencePattern(text: string): RegExp {
  const parts = text.split("{}").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(parts.join(`(${FIGURE})`));
}
