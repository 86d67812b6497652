/**
 * An encoder without a network for the viewer's tests: each number of the code is the mean of one
 * cell of the film, less the mean of the whole. Films of one grey are strange to it.
 *
 * @module
 */
import { packCodes } from "../../lib/codes/pack.ts";
import { decodeFilm } from "../../lib/data/images/decode.ts";
import { unitFilms } from "../../lib/data/images/unit_films.ts";
import { pictureOf } from "../../lib/worth/picture.ts";
import type { WorkerEncoder } from "../../lib/viewer/film_worker.ts";

const SIZE = 64;
const ROWS = 4;
const COLUMNS = 8;

/** Bits of its codes. */
export const SAMPLE_BITS = ROWS * COLUMNS;

/** See the module. */
export const SAMPLE_ENCODER: WorkerEncoder = {
  identity: "5a".repeat(32),
  filmSettings: { size: SIZE, fit: "squash", window: "file" },
  async encodeFile(bytes, name, listener) {
    const film = unitFilms([await decodeFilm(bytes, name, this.filmSettings, listener)]);
    return { ...await this.encode(film), isFamiliar: pictureOf(film) !== "blank" };
  },
  encode(films: Float32Array) {
    const area = SIZE ** 2;
    const codes: number[] = [];
    for (let start = 0; start < films.length; start += area) {
      codes.push(...codeOf(films.subarray(start, start + area)));
    }
    const continuous = Float32Array.from(codes);
    return Promise.resolve({ continuous, packed: packCodes(continuous, SAMPLE_BITS) });
  },
};

function codeOf(film: Float32Array): number[] {
  const cells = new Array<number>(SAMPLE_BITS).fill(0);
  const [height, width] = [SIZE / ROWS, SIZE / COLUMNS];
  for (const [at, value] of film.entries()) {
    const row = Math.floor(Math.floor(at / SIZE) / height);
    cells[row * COLUMNS + Math.floor((at % SIZE) / width)]! += value / (height * width);
  }
  const mean = cells.reduce((sum, value) => sum + value, 0) / cells.length;
  return cells.map((value) => value - mean);
}
