/**
 * The simplest possible features of a film, for notebooks that train in seconds.
 *
 * @module
 */
import { type Dataset, featureInputs } from "@cohash/cohash/data";

/**
 * The same films with thumbnails instead of images: each of size × size features is the mean grey
 * of one block of pixels. Enough to tell synthetic findings apart; real films want a network that
 * looks closer.
 *
 * @param size Divides the size of the films
 */
export async function thumbnails(films: Dataset, size: number): Promise<Dataset> {
  const { ids, inputs } = films;
  if (inputs.kind !== "images" || inputs.size % size !== 0) {
    throw new RangeError(`Cannot make thumbnails: the films have no size that ${size} divides`);
  }
  const rows = [...ids.keys()];
  const pixels = await inputs.read(rows);
  const values = shrink(pixels, { images: ids.length, from: inputs.size, to: size });
  return { ...films, inputs: featureInputs({ ids, width: size * size, values }, rows) };
}

/** `[images, from, from]` pixels as `[images, to, to]` means. */
function shrink(
  pixels: Float32Array,
  { images, from, to }: { readonly images: number; readonly from: number; readonly to: number },
): Float32Array<ArrayBuffer> {
  const block = from / to;
  const small = new Float32Array(images * to * to);
  for (let row = 0; row < images * from; row++) {
    // Rows of all images follow each other, so that a band of `block` rows makes one small row.
    const smallRow = Math.floor(row / block) * to;
    for (let x = 0; x < from; x++) {
      small[smallRow + Math.floor(x / block)]! += pixels[row * from + x]! / block ** 2;
    }
  }
  return small;
}
