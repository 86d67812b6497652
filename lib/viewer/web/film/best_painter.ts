/**
 * How films get onto the screen: by the graphics processor where there is one, else by a lookup
 * table.
 *
 * @module
 */
import type { Size } from "./geometry.ts";
import { LookupPainter } from "./lookup_painter.ts";
import type { Painter } from "./painter.ts";
import { WebglPainter } from "./webgl_painter.ts";

/** The best painter there is for a film: graphics in software are slower than the lookup table. */
export function painterFor(film: Size): Painter {
  const webgl = WebglPainter.open();
  return webgl?.isInHardware && webgl.canPaint(film) ? webgl : new LookupPainter();
}
