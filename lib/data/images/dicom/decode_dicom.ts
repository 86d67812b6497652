/**
 * One film out of a DICOM file: its stored samples, what they stand for, and what is shown (PS3.3,
 * C.11).
 *
 * @module
 */
import type { DeepImage, FilmScale, WholeImage } from "../deep_image.ts";
import type { NoteListener } from "../notes.ts";
import { type FilmRange, greyRange, ramp, type Shade, stretch, valueRange } from "../shade.ts";
import { greyOfColours, type GreyPicture } from "./colour.ts";
import { type DicomFile, readDicomFile } from "./file.ts";
import { modalityTransform, modalityUnit } from "./modality.ts";
import { paddingTest } from "./padding.ts";
import { greyOfPalette } from "./palette.ts";
import { type PixelHeader, readPixelHeader } from "./pixel_header.ts";
import { isInverted } from "./presentation.ts";
import { readSamples, type Samples, storedValue } from "./samples.ts";
import { readSpacing } from "./spacing.ts";
import { readFileShade } from "./voi.ts";

/** How values become brightness. */
export interface DicomSettings {
  /**
   * "file": by the file's own table or window. "full", or of a file without one: films of 8 bits
   * keep their values, deeper ones are stretched over `range`.
   */
  readonly window: "file" | "full";
  /** Default: full. */
  readonly range?: FilmRange | undefined;
}

/**
 * The film in a DICOM file: grey of 8 to 16 bits, or in colour by luminance. MONOCHROME1 is
 * inverted, so that air is always dark, and padding is black.
 *
 * @throws {InputError} if the file is damaged or holds anything else
 */
export async function decodeDicom(
  bytes: Uint8Array,
  { window, range = { kind: "full" } }: DicomSettings,
  { onNote }: NoteListener = {},
): Promise<DeepImage> {
  const film = await readFilm(bytes, onNote);
  if (film.kind === "colour") return shownPicture(film, range);
  const own = window === "file" ? fileShade(film, onNote) : undefined;
  return shownFilm(film, own?.shade ?? ramp(...rangeOf(film, range)));
}

/**
 * The film in a DICOM file with all its values, and which of them its own window shows: for people,
 * who can then look beyond that window. Where the file shows its values by a curve, the curve is
 * applied. Otherwise like {@linkcode decodeDicom}.
 *
 * @param range What is shown of a deep film without a window
 * @throws {InputError} if the file is damaged or holds anything else
 */
export async function decodeWholeDicom(
  bytes: Uint8Array,
  range: FilmRange = { kind: "full" },
): Promise<WholeImage> {
  const film = await readFilm(bytes);
  const spacing = readSpacing(film.file.data);
  if (film.kind === "colour") {
    return { ...shownPicture(film, range), shown: { low: 0, high: 1 }, spacing };
  }
  const own = fileShade(film);
  if (own !== undefined && own.ends === undefined) {
    return { ...shownFilm(film, own.shade), shown: { low: 0, high: 1 }, spacing };
  }
  const [least, greatest] = rangeOf(film, { kind: "full" });
  const share = (value: number) => {
    const part = (value - least) / (greatest - least);
    return film.isInverted ? 1 - part : part;
  };
  const [low, high] = (own?.ends ?? rangeOf(film, range)).map(share)
    .sort((a, b) => a - b) as [number, number];
  return {
    ...shownFilm(film, ramp(least, greatest)),
    shown: least < greatest ? { low, high } : { low: 0, high: 1 },
    scale: scaleOf(film, least, greatest),
    spacing,
  };
}

/** What 0 and 65535 stand for; a film of one value has it as its black, and its next as its white. */
function scaleOf({ file, isInverted }: GreyFilm, least: number, greatest: number): FilmScale {
  const { unit, step } = modalityUnit(file.data);
  const most = greatest > least ? greatest : least + step;
  const [black, white] = isInverted ? [most, least] : [least, most];
  return { black, white, step, unit };
}

/** A film in grey, with tables over all words that a sample can have. */
interface GreyFilm {
  readonly kind: "grey";
  readonly file: DicomFile;
  readonly header: PixelHeader;
  /** `[rows, columns]` */
  readonly words: Uint8Array | Uint16Array;
  /** What each word stands for. */
  readonly values: Float64Array;
  /** 1 where a word is padding. */
  readonly padding: Uint8Array;
  readonly isInverted: boolean;
}

/** A film in colour, whose grey is known. */
interface ColourFilm extends GreyPicture {
  readonly kind: "colour";
  readonly file: DicomFile;
  readonly header: PixelHeader;
}

async function readFilm(
  bytes: Uint8Array,
  onNote?: (note: string) => void,
): Promise<GreyFilm | ColourFilm> {
  const file = readDicomFile(bytes);
  const header = readPixelHeader(file);
  const samples = await readSamples(file, header);
  switch (header.photometric) {
    case "MONOCHROME1":
    case "MONOCHROME2":
      return greyFilm(file, header, samples, onNote);
    case "PALETTE COLOR":
      return { kind: "colour", file, header, ...await greyOfPalette(file.data, samples) };
    default:
      return { kind: "colour", file, header, ...await greyOfColours(samples, header.columns) };
  }
}

function greyFilm(
  file: DicomFile,
  header: PixelHeader,
  { words, layout }: Samples,
  onNote?: (note: string) => void,
): GreyFilm {
  const size = words instanceof Uint8Array ? 256 : 65536;
  const valueOf = modalityTransform(file.data, layout);
  const isPadding = paddingTest(file.data, layout);
  const values = new Float64Array(size);
  const padding = new Uint8Array(size);
  for (let word = 0; word < size; word++) {
    const stored = storedValue(word, layout);
    values[word] = valueOf(stored);
    padding[word] = isPadding?.(stored, word) ? 1 : 0;
  }
  const inverted = isInverted(file.data, header, onNote);
  return { kind: "grey", file, header, words, values, padding, isInverted: inverted };
}

function fileShade({ file, values }: GreyFilm, onNote?: (note: string) => void) {
  const mayBeNegative = valueRange(values)[0] < 0;
  return readFileShade(file.data, { mayBeNegative, onNote });
}

/**
 * The values of black and white: of an 8-bit film the least and greatest that it could have, so
 * that values are kept; of a deeper one those of the pixels that are no padding.
 */
function rangeOf(film: GreyFilm, range: FilmRange): [low: number, high: number] {
  const { words, values, padding, header } = film;
  if (header.bitsStored === 8) return valueRange(values);
  const counts = new Uint32Array(values.length);
  for (let i = 0; i < words.length; i++) counts[words[i]!]!++;
  const image = countsByValue(values, counts, (word) => padding[word] === 0);
  return greyRange(image.size > 0 ? image : countsByValue(values, counts, () => true), range);
}

function countsByValue(
  values: Float64Array,
  counts: Uint32Array,
  isImage: (word: number) => boolean,
): Map<number, number> {
  const byValue = new Map<number, number>();
  for (const [word, count] of counts.entries()) {
    if (count === 0 || !isImage(word)) continue;
    const value = values[word]!;
    byValue.set(value, (byValue.get(value) ?? 0) + count);
  }
  return byValue;
}

function shownFilm(film: GreyFilm, shade: Shade): DeepImage {
  const { words, values, padding, isInverted, header } = film;
  const brightness = new Uint16Array(values.length);
  for (let word = 0; word < values.length; word++) {
    const part = shade(values[word]!);
    brightness[word] = padding[word] === 1 ? 0 : Math.round(65535 * (isInverted ? 1 - part : part));
  }
  const pixels = new Uint16Array(words.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = brightness[words[i]!]!;
  return { width: header.columns, height: header.rows, pixels };
}

function shownPicture({ pixels, isDeep, header }: ColourFilm, range: FilmRange): DeepImage {
  const size = { width: header.columns, height: header.rows };
  return { ...size, pixels: isDeep ? stretch(pixels, range) : pixels };
}
