/**
 * What films need of sharp, by the same libvips compiled to WebAssembly: the page has this module in
 * place of sharp, so that films are read there by the very code that reads them on the server. What
 * would not come out equal to the last bit is refused.
 *
 * @module
 */
import Vips from "wasm-vips";
import { InputError } from "../../../base/errors.ts";

type Library = Awaited<ReturnType<typeof Vips>>;
type Image = InstanceType<Library["Image"]>;
type Colourspace = "b-w" | "grey16";

/** Pixels that are no file. */
interface RawInput {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** The options that the project uses; what else it says holds for every file here. */
interface InputOptions {
  readonly raw?: RawInput;
  readonly autoOrient?: boolean;
}

/** A size to resize to, and how. */
interface Resizing {
  readonly width: number;
  readonly height: number;
  readonly fit: "fill" | "cover" | "contain";
}

/** Pixels, and what they are. */
interface Output {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly info: { readonly width: number; readonly height: number; readonly channels: number };
}

let library: Promise<Library> | undefined;

/** A pipeline over an image file, or over pixels; it runs when its result is asked for. */
export default function sharp(
  input: Uint8Array | Uint16Array,
  options: InputOptions = {},
): Pipeline {
  return new Pipeline(input, options);
}

class Pipeline {
  readonly #input: Uint8Array | Uint16Array;
  readonly #options: InputOptions;
  #resizing: Resizing | undefined;
  #colourspace: Colourspace | undefined;

  constructor(input: Uint8Array | Uint16Array, options: InputOptions) {
    this.#input = input;
    this.#options = options;
  }

  /** Images with alpha are refused: sharp blends it in before it is dropped. */
  removeAlpha(): this {
    return this;
  }

  resize(width: number, height: number, { fit }: Pick<Resizing, "fit">): this {
    this.#resizing = { width, height, fit };
    return this;
  }

  toColourspace(space: Colourspace): this {
    this.#colourspace = space;
    return this;
  }

  raw(): this {
    return this;
  }

  /** What the file's header says. */
  async metadata() {
    return await released(async (keep) => {
      const image = keep(await this.#open());
      const { width, height, bands: channels, format: depth, interpretation: space } = image;
      return { width, height, channels, depth, space, orientation: orientationOf(image) };
    });
  }

  toBuffer(): Promise<Uint8Array<ArrayBuffer>>;
  toBuffer(options: { readonly resolveWithObject: true }): Promise<Output>;
  async toBuffer(options?: { readonly resolveWithObject: true }) {
    const output = await released(async (keep) => {
      const image = keep(await this.#open(this.#resizing));
      const upright = this.#options.autoOrient ? uprightOf(image, keep) : image;
      const { width, height } = upright;
      const isAsWanted = this.#resizing === undefined ||
        width === this.#resizing.width && height === this.#resizing.height;
      const fitted = isAsWanted ? upright : resized(upright, this.#resizing!, keep);
      const shown = this.#colourspace === undefined
        ? fitted
        : keep(fitted.colourspace(this.#colourspace));
      // A copy: what libvips gives lies in memory that its threads share.
      const data = new Uint8Array(shown.writeToMemory().slice().buffer);
      return {
        data,
        info: { width: shown.width, height: shown.height, channels: shown.bands },
      };
    });
    return options === undefined ? output.data : output;
  }

  async #open(resizing?: Resizing): Promise<Image> {
    // The further modules of libvips read kinds of files that are no films.
    const { Image, BandFormat } = await (library ??= Vips({ dynamicLibraries: [] }));
    const input = this.#input;
    const { raw } = this.#options;
    if (raw === undefined) return openedFile(Image, input, resizing);
    const { width, height, channels } = raw;
    const isDeep = input instanceof Uint16Array;
    const pixels = Image.newFromMemory(
      input,
      width,
      height,
      channels,
      isDeep ? BandFormat.ushort : BandFormat.uchar,
    );
    const [grey, colour] = isDeep ? ["grey16", "rgb16"] : ["b-w", "srgb"];
    const image = pixels.copy({ interpretation: channels < 3 ? grey! : colour! });
    pixels.delete();
    return image;
  }
}

/** As sharp opens files; the order of reading moves the last bit of a resized value. */
const OPENING = { access: "sequential", fail_on: "warning" } as const;

/** The image turned as EXIF says, which takes all of it at once. */
function uprightOf(image: Image, keep: (image: Image) => Image): Image {
  return orientationOf(image) === 1 ? image : keep(keep(image.copyMemory()).autorot());
}

function orientationOf(image: Image): number {
  return image.getTypeof("orientation") === 0 ? 1 : image.getInt("orientation");
}

/** By what JPEG's decoder can shrink. */
const SHRINKS = [8, 4, 2];

/**
 * An image file. sharp has JPEG files shrunk by their decoder where they are to be much smaller.
 *
 * @throws {InputError} if it has alpha
 */
function openedFile(
  type: Library["Image"],
  bytes: Uint8Array | Uint16Array,
  resizing: Resizing | undefined,
): Image {
  const file = new Uint8Array(bytes);
  const image = type.newFromBuffer(file, "", OPENING);
  if (image.hasAlpha()) {
    image.delete();
    throw new InputError(
      "it has an alpha channel, which the page does not read as the server does; save it without, " +
        "or send it to the server",
    );
  }
  const isJpeg = file[0] === 0xff;
  if (!isJpeg || resizing === undefined) return image;
  const shrink = smallestShrink(image, resizing);
  let shrinkOnLoad = SHRINKS.find((factor) => shrink >= factor) ?? 1;
  // As sharp does, since libjpeg rounds sizes otherwise there.
  if (shrinkOnLoad > 1 && Math.trunc(shrink) === shrinkOnLoad) shrinkOnLoad /= 2;
  if (shrinkOnLoad === 1) return image;
  image.delete();
  return type.newFromBuffer(file, `[shrink=${shrinkOnLoad}]`, OPENING);
}

function shrinks(image: Image, { width, height, fit }: Resizing): readonly [number, number] {
  const [across, down] = [image.width / width, image.height / height];
  if (fit === "fill") return [across, down];
  const both = fit === "cover" ? Math.min(across, down) : Math.max(across, down);
  return [both, both];
}

function smallestShrink(image: Image, resizing: Resizing): number {
  return Math.min(...shrinks(image, resizing));
}

/** The image in another size, cut or filled up with black about its middle as its fit says. */
function resized(image: Image, resizing: Resizing, keep: (image: Image) => Image): Image {
  const [across, down] = shrinks(image, resizing);
  const { width, height, fit } = resizing;
  const scaled = keep(image.resize(1 / across, { vscale: 1 / down, kernel: "lanczos3" }));
  if (fit === "fill") return scaled;
  if (fit === "contain") {
    const left = Math.trunc((width - scaled.width) / 2);
    const top = Math.trunc((height - scaled.height) / 2);
    return keep(scaled.embed(left, top, width, height, { extend: "black" }));
  }
  const left = Math.trunc((scaled.width - width + 1) / 2);
  const top = Math.trunc((scaled.height - height + 1) / 2);
  return keep(scaled.crop(left, top, width, height));
}

/** Does something with images and frees all that were kept, which no collector does. */
async function released<T>(work: (keep: (image: Image) => Image) => Promise<T>): Promise<T> {
  const images: Image[] = [];
  try {
    return await work((image) => {
      images.push(image);
      return image;
    });
  } finally {
    for (const image of images) image.delete();
  }
}
