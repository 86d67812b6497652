/**
 * The viewer's answer with a film's pixels, read.
 *
 * @module
 */
import type { FilmScale, PixelSpacing } from "../../../data/images/deep_image.ts";
import { FilmPixels } from "./pixels.ts";

/** The film in an answer; what its file says stands in headers, see `casePixels` of the API. */
export async function readPixels(answer: Response): Promise<FilmPixels> {
  const { headers } = answer;
  const number = (name: string) => Number(headers.get(name));
  const size = { width: number("Film-Width"), height: number("Film-Height") };
  const scale: FilmScale | undefined = headers.has("Film-Black")
    ? {
      black: number("Film-Black"),
      white: number("Film-White"),
      step: number("Film-Step"),
      unit: headers.get("Film-Unit") ?? "",
    }
    : undefined;
  const spacing: PixelSpacing | undefined = headers.has("Film-Row-Spacing")
    ? {
      row: number("Film-Row-Spacing"),
      column: number("Film-Column-Spacing"),
      source: headers.get("Film-Spacing-Source") as PixelSpacing["source"],
    }
    : undefined;
  const shown = { low: number("Film-Low"), high: number("Film-High") };
  return new FilmPixels(new Uint16Array(await answer.arrayBuffer()), size, {
    shown,
    scale,
    spacing,
  });
}
