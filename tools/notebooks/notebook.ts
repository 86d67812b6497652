/**
 * Notebook files: reading them, and writing them as Jupyter does, so that equal notebooks are equal
 * bytes whoever saved them (https://nbformat.readthedocs.io).
 *
 * @module
 */
import { InputError } from "../../lib/base/errors.ts";
import { readText } from "../../lib/base/files.ts";
import { asObject, type Json } from "./messages.ts";

/** A notebook in the format 4. */
export interface Notebook {
  readonly cells: readonly Cell[];
  /** The rest of the file, as it was read. */
  readonly rest: Json;
}

/** A cell of code, or of anything else, such as Markdown. */
export type Cell = CodeCell | OtherCell;

/** A cell that can be run. */
export interface CodeCell {
  readonly kind: "code";
  readonly source: string;
  /** What the last run showed. */
  readonly outputs: readonly Json[];
  /** Counted from 1; null if it has not been run. */
  readonly executionCount: number | null;
  /** Its id and metadata, as they were read. */
  readonly rest: Json;
}

/** A cell that is kept as it is. */
export interface OtherCell {
  readonly kind: "other";
  /** The whole cell. */
  readonly rest: Json;
}

/**
 * Reads a notebook.
 *
 * @throws {InputError} if there is none, or it is not of format 4
 */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(await readText(path, "the notebook"), path);
}

/** See {@linkcode readNotebook}. */
export function parseNotebook(text: string, path: string): Notebook {
  let file: Json;
  try {
    file = asObject(JSON.parse(text));
  } catch (error) {
    throw new InputError(`Cannot read the notebook "${path}": ${error}`);
  }
  const { cells, ...rest } = file;
  if (!Array.isArray(cells) || rest.nbformat !== 4) {
    throw new InputError(
      `Cannot read the notebook "${path}": its format is ${rest.nbformat}, expected 4; ` +
        "open it in Jupyter and save it",
    );
  }
  return { cells: cells.map((cell) => parseCell(asObject(cell))), rest };
}

function parseCell(cell: Json): Cell {
  const { cell_type, source, outputs, execution_count, ...rest } = cell;
  if (cell_type !== "code") return { kind: "other", rest: cell };
  return {
    kind: "code",
    source: joinLines(source),
    outputs: Array.isArray(outputs) ? outputs.map(asObject) : [],
    executionCount: typeof execution_count === "number" ? execution_count : null,
    rest,
  };
}

/** The text of a notebook file: keys sorted, one space of indentation, a line break at the end. */
export function formatNotebook({ cells, rest }: Notebook): string {
  const file = { ...rest, cells: cells.map(formatCell) };
  return JSON.stringify(sortKeys(file), null, 1) + "\n";
}

function formatCell(cell: Cell): Json {
  if (cell.kind === "other") return cell.rest;
  return {
    ...cell.rest,
    cell_type: "code",
    execution_count: cell.executionCount,
    outputs: cell.outputs,
    source: splitLines(cell.source),
  };
}

/** A text as notebook files hold it: one item a line, each but the last with its line break. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The text of such lines; notebook files may also hold it in one piece. */
export function joinLines(lines: unknown): string {
  return Array.isArray(lines) ? lines.join("") : String(lines ?? "");
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}
