/**
 * Tables and texts in GitHub-flavoured Markdown.
 *
 * @module
 */

/** Options of {@linkcode markdownTable}. */
export interface MarkdownTableOptions {
  /** Which columns are set flush right, as numbers are, and the others left; default: unsaid. */
  readonly isNumeric?: readonly boolean[];
  /** Whether columns are lined up in the source, as formatters want it; default: no. */
  readonly isPadded?: boolean;
}

/**
 * A table of cells that are Markdown already.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { markdownTable } from "./markdown.ts";
 *
 * const table = markdownTable(["finding", "films"], [["Edema", "2,303"]], {
 *   isNumeric: [false, true],
 * });
 * assertEquals(table, "| finding | films |\n| :-- | --: |\n| Edema | 2,303 |");
 * ```
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { isNumeric, isPadded = false }: MarkdownTableOptions = {},
): string {
  const widths = head.map((title, c) =>
    isPadded ? Math.max(title.length, ...rows.map((row) => row[c]!.length)) : 0
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, c) => cell.padEnd(widths[c]!)).join(" | ")} |`;
  const rule = widths.map((width, c) => {
    const dashes = "-".repeat(Math.max(width, 3) - 1);
    if (isNumeric === undefined) return `-${dashes}`;
    return isNumeric[c] ? `${dashes}:` : `:${dashes}`;
  });
  return [head, rule, ...rows].map(line).join("\n");
}

/** Plain text for a cell: a pipe in it does not end the cell. */
export function escapePipes(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** Names come from users; a pipe or a star in one must not break what it stands in. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, "\\$&").replace(/\s+/g, " ");
}
