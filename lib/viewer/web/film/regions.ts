/**
 * A map over a film of which regions matter.
 *
 * @module
 */
import type { OcclusionAnswer } from "../../schemas.ts";
import type { Size, ViewTransform } from "./geometry.ts";

/** A canvas of one pixel a cell, which the browser enlarges smoothly: clear to amber. */
export class Regions {
  readonly canvas = document.createElement("canvas");
  #map: OcclusionAnswer | undefined;

  constructor() {
    this.canvas.className = "regions";
    this.canvas.setAttribute("aria-hidden", "true");
    this.canvas.hidden = true;
  }

  /** Takes another map; undefined hides it. */
  show(map: OcclusionAnswer | undefined): void {
    this.canvas.hidden = map === undefined;
    if (map !== undefined && map !== this.#map) draw(this.canvas, map);
    this.#map = map;
  }

  /** Lays it over its film. */
  place(film: Size, transform: ViewTransform): void {
    if (this.#map === undefined) return;
    const { width, height } = mappedSize(film, this.#map.fit);
    const { x, y } = transform.toScreen({
      x: (film.width - width) / 2,
      y: (film.height - height) / 2,
    });
    const [a, b, c, d] = transform.matrix;
    const { style } = this.canvas;
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.transform = `matrix(${[a, b, c, d, x, y].join()})`;
  }
}

/** The size of the part of a film that a map covers, which depends on how the encoder fits films. */
function mappedSize({ width, height }: Size, fit: OcclusionAnswer["fit"]): Size {
  const square = (side: number) => ({ width: side, height: side });
  switch (fit) {
    case "crop":
      return square(Math.min(width, height));
    case "pad":
      return square(Math.max(width, height));
    case "squash":
      return { width, height };
  }
}

function draw(canvas: HTMLCanvasElement, { size, values }: OcclusionAnswer): void {
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(size, size);
  for (const [at, value] of values.entries()) {
    image.data.set([255, 176, 0, Math.round(150 * value)], 4 * at);
  }
  context.putImageData(image, 0, 0);
}
