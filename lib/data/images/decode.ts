/**
 * One image file to one square grey film, or to the whole image.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import type { WholeImage } from "./deep_image.ts";
import { decodeDicom, decodeWholeDicom } from "./dicom/mod.ts";
import { filmKind, otherKind } from "./file_kind.ts";
import type { NoteListener } from "./notes.ts";
import { pictureFilm, wholePicture } from "./picture.ts";
import { filmOfDeepPixels, type Fit } from "./resize.ts";
import type { FilmRange } from "./shade.ts";

/** How an image file becomes a film; equal settings and equal files give equal films. */
export interface FilmSettings {
  /** Height and width in pixels. */
  readonly size: number;
  /** What is done with an image that is not square. */
  readonly fit: Fit;
  /** For DICOM: the file's own table or window, or all its values over `range`. */
  readonly window: "file" | "full";
  /** For films deeper than 8 bits that name no window; default: full. */
  readonly range?: FilmRange | undefined;
}

/** What is noted of a film that tells nothing. */
const ONE_VALUE = "all pixels have one value, so that the code says nothing of the film";

/**
 * The film in a PNG, JPEG or DICOM file: `[size, size]` bytes, 0 black to 255 white. It is turned
 * as the file's EXIF says. Colours become grey by luminance, an alpha channel is dropped and colour
 * profiles change nothing. Images of 8 bits keep their values; deeper ones are stretched over
 * `settings.range`, since a PNG of 16 bits does not say whether 10, 12 or all of them are used.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no such image, or a damaged or unsupported one
 */
export async function decodeFilm(
  bytes: Uint8Array,
  name: string,
  settings: FilmSettings,
  { onNote }: NoteListener = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const film = await naming(name, () => readFilm(bytes, settings, { onNote }));
  if (onNote !== undefined && await tellsNothing(film, bytes, settings)) onNote(ONE_VALUE);
  return film;
}

/**
 * The whole image in a PNG, JPEG or DICOM file, in its own size and shape, for people to look at.
 * Brightness is as in {@linkcode decodeFilm} with the full window; images of 8 bits become 257
 * times their values.
 *
 * @param name The file's name, for messages
 * @param range What is shown of a film deeper than 8 bits that names no window; default: full
 * @throws {InputError} if the bytes are no such image, or a damaged or unsupported one
 */
export async function decodeImage(
  bytes: Uint8Array,
  name: string,
  { range }: Pick<FilmSettings, "range"> = {},
): Promise<WholeImage> {
  return await naming(name, async () => {
    const kind = imageKind(bytes);
    if (kind === "dicom") return await decodeWholeDicom(bytes, range);
    return await wholePicture({ bytes, kind }, range);
  });
}

async function readFilm(
  bytes: Uint8Array,
  settings: FilmSettings,
  listener: NoteListener = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const kind = imageKind(bytes);
  if (kind !== "dicom") return await pictureFilm({ bytes, kind }, settings);
  return await filmOfDeepPixels(await decodeDicom(bytes, settings, listener), settings);
}

/** @throws {InputError} if the bytes are no image that is read, saying what they are */
function imageKind(bytes: Uint8Array) {
  const kind = filmKind(bytes);
  if (kind !== undefined) return kind;
  throw new InputError(`it is ${otherKind(bytes)}; expected PNG, JPEG or DICOM`);
}

/** Whether a film has one value, but for the black with which "pad" fills it up. */
async function tellsNothing(
  film: Uint8Array,
  bytes: Uint8Array,
  settings: FilmSettings,
): Promise<boolean> {
  const hasOneValue = (values: Uint8Array) => values.every((value) => value === values[0]);
  if (hasOneValue(film)) return true;
  if (settings.fit !== "pad" || new Set(film).size > 2) return false;
  return hasOneValue(await readFilm(bytes, { ...settings, fit: "squash" }));
}

async function naming<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    // What decoders say of their own workings tells nobody anything.
    const reason = error instanceof InputError
      ? error.message.trim()
      : "it is damaged, or of a kind that is not read";
    throw new InputError(`Cannot read the image "${name}": ${reason}`, { cause: error });
  }
}
