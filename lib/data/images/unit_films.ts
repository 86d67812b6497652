/**
 * From bytes to what a network reads.
 *
 * @module
 */

/** Films of equal size back to back, from bytes 0 … 255 to numbers 0 … 1. */
export function unitFilms(films: readonly Uint8Array[]): Float32Array<ArrayBuffer> {
  const pixels = films[0]?.length ?? 0;
  const unit = new Float32Array(films.length * pixels);
  for (const [i, film] of films.entries()) {
    for (let pixel = 0; pixel < pixels; pixel++) unit[i * pixels + pixel] = film[pixel]! / 255;
  }
  return unit;
}
