/**
 * NumPy's arrays of text: `<U12`, Unicode characters of four bytes, and `|S12`, bytes.
 *
 * @module
 */
import { elementBytes, elementsOf, npyError, readNpyHeader } from "./npy_header.ts";

/**
 * The texts in a `.npy` file's bytes, row-major.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no such file, or hold anything else, or text that is not
 * UTF-8
 */
export function decodeNpyText(
  bytes: Uint8Array,
  name: string,
): { readonly shape: readonly number[]; readonly texts: readonly string[] } {
  const header = readNpyHeader(bytes, name);
  const { kind, size, shape } = header;
  if (kind !== "U" && kind !== "S") {
    throw npyError(name, `it holds ${elementsOf(header)}; expected text`);
  }
  const count = shape.reduce((product, length) => product * length, 1);
  const bytesPerElement = kind === "U" ? 4 * size : size;
  const elements = elementBytes(bytes, header, {
    name,
    bytesPerElement,
    bytesPerNumber: kind === "U" ? 4 : 1,
  });
  const read = kind === "U" ? readCharacters : readUtf8;
  const texts = Array.from({ length: count }, (_, i) => {
    const text = read(elements.subarray(i * bytesPerElement, (i + 1) * bytesPerElement));
    if (text === undefined) throw npyError(name, `its text number ${i} is not Unicode`);
    return text;
  });
  return { shape, texts };
}

/** The characters of a text, which zeros fill up; undefined where one is none. */
function readCharacters(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at, true);
    if (code > 0x10ffff) return undefined;
    text += String.fromCodePoint(code);
  }
  return text.replace(/\0+$/, "");
}

function readUtf8(bytes: Uint8Array): string | undefined {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(0, end),
    );
  } catch {
    return undefined;
  }
}
