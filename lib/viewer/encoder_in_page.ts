/**
 * What the page needs to encode films on the reader's machine: the encoder of the index, the modules
 * of `lib` that read films, and the libraries under them. Nothing of it is served but on request.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import type { FilmSettings } from "../data/images/decode.ts";
import { readEncoder } from "../run/encoder_files.ts";
import type { Familiarity, FamiliarVectors } from "../worth/familiarity.ts";
import { encoderFolder } from "../search/indexing/index_folder.ts";
import { type PageFile, pageFile, servedModule, WEB } from "./page.ts";

/** What the page is told of the encoder, in `encode/encoder.json`. */
export interface EncoderInPage {
  /** How an image file becomes the film that it takes. */
  readonly filmSettings: FilmSettings;
  /** Which films are like those that it learned from, null where nobody measured that. */
  readonly familiarity:
    | Omit<Familiarity, "pictures" | "codes"> & {
      readonly pictures: ListedVectors | null;
      readonly codes: ListedVectors;
    }
    | null;
}

/** The distribution of vectors, in lists of numbers, as JSON has them. */
export interface ListedVectors extends Pick<FamiliarVectors, "usual"> {
  readonly gaussian: { readonly mean: readonly number[]; readonly factor: readonly number[] };
}

/** The worker that encodes, and all modules that it imports. */
const WORKER = new URL("encode/worker.ts", WEB);

const LIB = new URL("../", import.meta.url);

/**
 * Libraries by the names that modules import them by. What reads films is replaced by modules of the
 * page with the same functions.
 */
const LIBRARIES: Readonly<Record<string, string>> = {
  sharp: "/encode/sharp.ts",
  "node:zlib": "/encode/zlib.ts",
  "dcmjs-codecs": "/encode/codecs.ts",
  leven: "/vendor/leven.js",
  fflate: "/vendor/fflate.js",
  "wasm-vips": "/vendor/vips-es6.js",
  "onnxruntime-web": "/vendor/ort.js",
};

/** The files of the libraries, beside which their WebAssembly must lie. */
const VENDOR_FILES: Readonly<Record<string, readonly [library: string, file: string]>> = {
  "leven.js": ["leven", "index.js"],
  "fflate.js": ["fflate", "browser.js"],
  "vips-es6.js": ["wasm-vips", "vips-es6.js"],
  "vips.wasm": ["wasm-vips", "vips.wasm"],
  "ort.js": ["onnxruntime-web", "ort.wasm.min.mjs"],
  "ort-wasm-simd-threaded.mjs": ["onnxruntime-web", "ort-wasm-simd-threaded.mjs"],
  "ort-wasm-simd-threaded.wasm": ["onnxruntime-web", "ort-wasm-simd-threaded.wasm"],
};

/**
 * What the worker may do, and the threads of libvips: compile WebAssembly, and evaluate text, with
 * which Emscripten makes its calls. The page itself may do neither.
 */
const WORKER_POLICY = "default-src 'none'; connect-src 'self'; " +
  "script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'";

/**
 * All files of the mode by their address.
 *
 * @param index The folder of the index whose encoder it is
 * @throws {InputError} if it has no encoder of films, or one with a frozen network
 */
export async function readEncoderInPage(index: string): Promise<ReadonlyMap<string, PageFile>> {
  const { encoder, told } = await encoderOf(index);
  const files = new Map<string, PageFile>([
    ["/encode/encoder.json", pageFile("encoder.json", JSON.stringify(told))],
    ["/encode/encoder.onnx", pageFile("encoder.onnx", encoder)],
  ]);
  await addModules(WORKER, files);
  for (const [name, [library, file]] of Object.entries(VENDOR_FILES)) {
    const bytes = await Deno.readFile(new URL(file, import.meta.resolve(library)));
    files.set(`/vendor/${name}`, pageFile(name, bytes));
  }
  for (const path of ["/encode/worker.ts", "/vendor/vips-es6.js"]) {
    files.set(path, { ...files.get(path)!, policy: WORKER_POLICY });
  }
  return files;
}

async function encoderOf(
  index: string,
): Promise<{ encoder: Uint8Array<ArrayBuffer>; told: EncoderInPage }> {
  const { card, encoder, familiarity } = await readEncoder(await encoderFolder(index));
  const { input, network } = card;
  const refuse = (reason: string): never => {
    throw new InputError(
      `Cannot encode films in the page (--encode-in-page): the encoder of the index "${index}" ` +
        `${reason}; leave --encode-in-page out to encode them on the server`,
    );
  };
  if (input.kind === "features") return refuse("takes features, not films");
  if (network !== null) return refuse("stands on a frozen network, which only the server runs");
  if (card.encoder.batchSize !== undefined) {
    return refuse(`takes ${card.encoder.batchSize} films at once, and a page has one`);
  }
  const { size, fit, window, greyRange: range } = input;
  return {
    encoder: Uint8Array.from(encoder),
    told: {
      filmSettings: { size, fit, window, range },
      familiarity: familiarity === undefined ? null : {
        ...familiarity,
        codes: listed(familiarity.codes),
        pictures: familiarity.pictures === undefined ? null : listed(familiarity.pictures),
      },
    },
  };
}

function listed({ usual, gaussian }: FamiliarVectors): ListedVectors {
  return {
    usual,
    gaussian: { mean: Array.from(gaussian.mean), factor: Array.from(gaussian.factor) },
  };
}

/** Adds a module and all that it imports, at the places that they have in `web`, or else in `lib`. */
async function addModules(module: URL, files: Map<string, PageFile>): Promise<void> {
  const isOfPage = module.href.startsWith(WEB.href);
  const address = `/${module.href.slice((isOfPage ? WEB : LIB).href.length)}`;
  if (files.has(address)) return;
  const { body, imports } = servedModule(await Deno.readTextFile(module), LIBRARIES);
  files.set(address, pageFile(address, body));
  for (const name of imports) {
    const replaced = LIBRARIES[name];
    if (name.startsWith(".")) await addModules(new URL(name, module), files);
    else if (replaced?.startsWith("/encode/")) {
      await addModules(new URL(`.${replaced}`, WEB), files);
    }
  }
}
