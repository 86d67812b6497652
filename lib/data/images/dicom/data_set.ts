/**
 * The values of a data set's elements.
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import {
  type Element,
  type Elements,
  type Encoding,
  IMPLICIT,
  type Place,
  readElements,
  readItems,
} from "./elements.ts";
import { TAG, tagText } from "./tags.ts";

/** A data set whose elements are known; values are read when they are asked for. */
export class DataSet {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly #elements: Elements;

  constructor(
    bytes: Uint8Array,
    encoding: Encoding,
    place: Place & { readonly group?: number },
  ) {
    this.bytes = bytes;
    this.encoding = encoding;
    this.#elements = readElements(bytes, encoding, place);
  }

  /** Why not all elements up to the pixel data could be read. */
  get fault(): string | undefined {
    return this.#elements.fault;
  }

  /** Where the elements end that could be read. */
  get end(): number {
    return this.#elements.end;
  }

  /** The element with this tag. */
  element(tag: number): Element | undefined {
    return this.#elements.byTag.get(tag);
  }

  /** Whether an element is there and not empty. */
  has(tag: number): boolean {
    const element = this.element(tag);
    return element !== undefined && element.length !== 0;
  }

  /** The value's bytes, as far as they are there; none where it is absent or made of items. */
  bytesOf(tag: number): Uint8Array {
    const { start = 0, length = 0 } = this.element(tag) ?? {};
    return this.bytes.subarray(start, start + length);
  }

  /** The first of an element's texts without the blanks around it, "" where there is none. */
  text(tag: number): string {
    return this.texts(tag)[0]!;
  }

  /** The texts of an element without the blanks around them, at least one. */
  texts(tag: number): string[] {
    const text = decoder(this.#characterSet(tag)).decode(this.bytesOf(tag));
    return text.split("\\").map((one) => one.replace(/^[\s\0]+|[\s\0]+$/g, ""));
  }

  /** The numbers of 16 bits of an element. */
  words(tag: number, { signed = false }: { readonly signed?: boolean } = {}): number[] {
    const bytes = this.bytesOf(tag);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { littleEndian } = this.encoding;
    return Array.from(
      { length: bytes.length >> 1 },
      (_, i) => signed ? view.getInt16(2 * i, littleEndian) : view.getUint16(2 * i, littleEndian),
    );
  }

  /** The first whole number of an element, undefined where there is none. */
  integer(tag: number): number | undefined {
    const { vr } = this.element(tag) ?? {};
    if (vr === "IS" || vr === "DS") return this.decimal(tag);
    const words = this.words(tag);
    if (vr !== "UL" && vr !== "SL") return words[0];
    const [first, second] = words;
    if (first === undefined || second === undefined) return undefined;
    return this.encoding.littleEndian ? first + 65536 * second : second + 65536 * first;
  }

  /**
   * The number in the first text of an element, undefined where there is none.
   *
   * @throws {InputError} if the text is no number
   */
  decimal(tag: number): number | undefined {
    const text = this.text(tag);
    if (text === "") return undefined;
    const value = parseDecimal(text);
    if (value !== undefined) return value;
    throw new InputError(`its element ${tagText(tag).slice(1, -1)} is "${text}", no number`);
  }

  /** The data set in the first item of a sequence, undefined where there is none. */
  firstItem(tag: number): DataSet | undefined {
    const element = this.element(tag);
    if (element === undefined) return undefined;
    const encoding = element.vr === "UN" ? IMPLICIT : this.encoding;
    for (const place of readItems(this.bytes, element, encoding)) {
      return new DataSet(this.bytes, encoding, place);
    }
    return undefined;
  }

  /** Only a patient's texts may be in other letters than ASCII's. */
  #characterSet(tag: number): string {
    return tag === TAG.patientId ? this.text(TAG.characterSet) : "";
  }
}

/**
 * The number that a text of DICOM stands for (VR DS, PS3.5, 6.2), undefined where it is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseDecimal } from "./data_set.ts";
 *
 * assertEquals(["-1.5e3", "20,8", "NaN"].map(parseDecimal), [-1500, undefined, undefined]);
 * ```
 */
export function parseDecimal(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function decoder(characterSet: string): TextDecoder {
  return new TextDecoder(characterSet === "ISO_IR 192" ? "utf-8" : "latin1");
}
