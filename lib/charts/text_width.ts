/**
 * How wide a text will be, for laying it out without a canvas.
 *
 * @module
 */

/**
 * The width of a text in em: letters in four groups after the advance widths of DejaVu Sans, which
 * is wider than the fonts most screens have, so that labels rather have room than clip.
 */
export function textWidth(text: string | number): number {
  let width = 0;
  for (const letter of String(text)) {
    if (/[iljtfrI.,:;'|!()[\] ]/.test(letter)) width += 0.36;
    else if (/[mwMW%@…—]/.test(letter)) width += 0.94;
    else if (/[\p{Lu}+<>=]/u.test(letter)) width += 0.72;
    else width += letter.charCodeAt(0) > 0x2e80 ? 1 : 0.62;
  }
  return width;
}

/**
 * The text in lines of at most so many em, broken at spaces; a longer word has a line of its own.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { wrapText } from "./text_width.ts";
 *
 * assertEquals(wrapText("Bars: cohash. Marks: the others", 12), ["Bars: cohash. Marks:", "the others"]);
 * ```
 */
export function wrapText(text: string, width: number): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const longer = `${lines.at(-1)} ${word}`;
    return lines.length > 0 && textWidth(longer) <= width
      ? [...lines.slice(0, -1), longer]
      : [...lines, word];
  }, []);
}
