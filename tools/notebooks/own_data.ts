/**
 * How a notebook is used with films of one's own. A Markdown cell with the tag `own-data` holds code
 * that stands for the code cell behind it: a reader copies it there. It is checked and run like all
 * other code, so that it works.
 *
 * @module
 */
import { InputError } from "../../lib/base/errors.ts";
import { asObject } from "./messages.ts";
import { type Cell, joinLines, type Notebook } from "./notebook.ts";

/** The tag of a Markdown cell with such code. */
const TAG = "own-data";

/**
 * The notebook with the code of each tagged cell in place of the code cell behind it; the same
 * notebook if no cell is tagged.
 *
 * @throws {InputError} if a tagged cell does not hold one piece of TypeScript and stand before a code
 * cell, or TypeScript stands in another cell of prose, where nothing checks it
 */
export function withOwnData({ cells, rest }: Notebook): Notebook {
  const codes = cells.map(ownDataOf);
  const replaced = cells.map((cell, n): Cell => {
    const source = codes[n - 1];
    return cell.kind === "code" && source !== undefined ? { ...cell, source } : cell;
  });
  const astray = codes.findIndex((code, n) => code !== undefined && cells[n + 1]?.kind !== "code");
  if (astray >= 0) throw new InputError(`Cannot use cell ${astray + 1}: no code cell follows it`);
  return { cells: replaced, rest };
}

/** Whether a cell of the notebook holds code for films of one's own. */
export function hasOwnData(notebook: Notebook): boolean {
  return notebook.cells.map(ownDataOf).some((code) => code !== undefined);
}

/** The code of a tagged cell; undefined for every other one. */
function ownDataOf(cell: Cell, index: number): string | undefined {
  if (cell.kind === "code") return undefined;
  const { source, metadata } = cell.rest;
  const codes = typeScriptIn(joinLines(source));
  const { tags } = asObject(metadata);
  const isTagged = Array.isArray(tags) && tags.includes(TAG);
  if (codes.length === (isTagged ? 1 : 0)) return codes[0];
  throw new InputError(
    isTagged
      ? `Cannot use cell ${index + 1}: it has the tag "${TAG}" and ${codes.length} pieces of ` +
        "TypeScript, expected one"
      : `Cannot use cell ${
        index + 1
      }: the TypeScript in its prose is never run; make a code cell ` +
        `of it, or tag the cell "${TAG}" if it stands for the code cell behind it`,
  );
}

/** The pieces of TypeScript in a Markdown text. */
function typeScriptIn(markdown: string): string[] {
  const fences = markdown.matchAll(/^```(?:ts|typescript)\n(.*?)\n```$/gms);
  return [...fences].map(([, code]) => code!);
}
