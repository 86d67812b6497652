/**
 * The elements of a data set, found in its bytes (PS3.5, 7): where each value lies.
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import { TAG, tagText } from "./tags.ts";

/** How a data set is written. */
export interface Encoding {
  /** Whether each element names the kind of its value (its VR). */
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

/** One element of a data set. */
export interface Element {
  readonly tag: number;
  /** The kind of its value, two letters; "" where the data set does not tell. */
  readonly vr: string;
  /** Where its value begins. */
  readonly start: number;
  /** The value's bytes; undefined where items follow until a delimiter. */
  readonly length: number | undefined;
}

/** Bytes from `start` up to `end`. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The elements that were found. */
export interface Elements {
  readonly byTag: ReadonlyMap<number, Element>;
  /** Where the last of them ends. */
  readonly end: number;
  /** Why those behind it could not be read. */
  readonly fault: string | undefined;
}

const UNDEFINED_LENGTH = 0xffffffff;
/** Implicit VR little endian, which items of unknown kind are in whatever surrounds them. */
export const IMPLICIT: Encoding = { explicit: false, littleEndian: true };

/** The kinds of values whose length takes 2 bytes (PS3.5, 7.1.2); all others take 4. */
const SHORT = /^(AE|AS|AT|CS|DA|DS|DT|FD|FL|IS|LO|LT|PN|SH|SL|SS|ST|TM|UI|UL|US)$/;

/** Sequences within sequences, more than which no file has. */
const DEEPEST = 50;

/**
 * The elements between two places, up to the pixel data, after which nothing is needed, or up to
 * the end of the group that is asked for.
 */
export function readElements(
  bytes: Uint8Array,
  encoding: Encoding,
  { start, end, group }: Place & { readonly group?: number },
): Elements {
  const byTag = new Map<number, Element>();
  const reader = new ElementReader(bytes, end);
  let at = start;
  try {
    while (at < end) {
      const element = reader.element(at, encoding);
      if (group !== undefined && element.tag >>> 16 !== group) break;
      // The first of two elements with one tag counts.
      if (!byTag.has(element.tag)) byTag.set(element.tag, element);
      if (element.tag === TAG.pixelData) break;
      at = reader.after(element, encoding, 0);
    }
    return { byTag, end: at, fault: undefined };
  } catch (error) {
    if (error instanceof InputError) return { byTag, end: at, fault: error.message };
    throw error;
  }
}

/** The places of the items of a sequence, or of encapsulated pixel data, as far as they go. */
export function* readItems(
  bytes: Uint8Array,
  { start, length }: Element,
  encoding: Encoding,
): Generator<Place & { readonly isWhole: boolean }> {
  const end = length === undefined ? bytes.length : Math.min(bytes.length, start + length);
  const reader = new ElementReader(bytes, end);
  let at = start;
  while (at + 8 <= end) {
    const item = reader.item(at, encoding);
    if (item.tag !== TAG.item) return;
    at = item.length === undefined
      ? reader.afterItem(item.start, encoding, 0)
      : item.start + item.length;
    yield { start: item.start, end: Math.min(at, end), isWhole: at <= end };
  }
}

/** How many elements in a row tell a data set from other bytes. */
const ENOUGH = 3;

/** The last group with which a data set begins. */
const LAST_FIRST_GROUP = 0x28;

/** Whether elements in this encoding stand there, in ascending order. */
export function looksLike(bytes: Uint8Array, encoding: Encoding, start: number): boolean {
  const reader = new ElementReader(bytes, bytes.length);
  let [at, last] = [start, 1 << 16];
  try {
    for (let n = 0; n < ENOUGH; n++) {
      const element = reader.element(at, encoding);
      if (element.tag <= last || n === 0 && element.tag >>> 16 > LAST_FIRST_GROUP) return false;
      if (encoding.explicit && element.vr === "") return false;
      last = element.tag;
      at = reader.after(element, encoding, 0);
    }
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** Reads what stands before values, and passes over them. */
class ElementReader {
  readonly #view: DataView;
  readonly #end: number;

  constructor(bytes: Uint8Array, end: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = end;
  }

  /** @throws {InputError} if the bytes end within it */
  element(at: number, encoding: Encoding): Element {
    this.#need(at, 8);
    const tag = this.#tag(at, encoding);
    if (tag >>> 16 === TAG.item >>> 16) return this.item(at, encoding);
    const vr = encoding.explicit ? this.#letters(at + 4) : "";
    // Some writers put elements without a VR into a data set that has them elsewhere.
    if (vr === "") return { tag, vr, ...this.#value(at + 4, encoding) };
    if (SHORT.test(vr)) {
      const length = this.#view.getUint16(at + 6, encoding.littleEndian);
      return { tag, vr, start: at + 8, length };
    }
    this.#need(at, 12);
    return { tag, vr, ...this.#value(at + 8, encoding) };
  }

  /** An item or a delimiter, which never has a VR. */
  item(at: number, encoding: Encoding): Element {
    this.#need(at, 8);
    return { tag: this.#tag(at, encoding), vr: "", ...this.#value(at + 4, encoding) };
  }

  /**
   * Where the next element begins.
   *
   * @throws {InputError} if the bytes end before that
   */
  after({ tag, vr, start, length }: Element, encoding: Encoding, depth: number): number {
    if (length === undefined) {
      // What is of unknown kind but has items is written without VRs (PS3.5, 6.2.2).
      return this.#afterItems(start, vr === "UN" ? IMPLICIT : encoding, depth);
    }
    if (start + length > this.#end) {
      throw new InputError(
        `its element ${tagText(tag)} has ${length} bytes, of which ${this.#end - start} are there`,
      );
    }
    return start + length;
  }

  /** Where a sequence of undefined length ends. */
  #afterItems(start: number, encoding: Encoding, depth: number): number {
    if (depth > DEEPEST) throw new InputError("its sequences are nested too deeply");
    let at = start;
    while (true) {
      const item = this.item(at, encoding);
      if (item.tag === TAG.sequenceEnd) return item.start;
      if (item.tag !== TAG.item) throw new InputError("one of its sequences has no end");
      at = item.length === undefined
        ? this.afterItem(item.start, encoding, depth + 1)
        : this.after(item, encoding, depth);
    }
  }

  /** Where an item of undefined length ends. */
  afterItem(start: number, encoding: Encoding, depth: number): number {
    let at = start;
    while (true) {
      const element = this.element(at, encoding);
      if (element.tag === TAG.itemEnd) return element.start;
      at = this.after(element, encoding, depth);
    }
  }

  #need(at: number, length: number): void {
    if (at + length > this.#end) throw new InputError("it ends within an element");
  }

  #tag(at: number, { littleEndian }: Encoding): number {
    return this.#view.getUint16(at, littleEndian) * 65536 +
      this.#view.getUint16(at + 2, littleEndian);
  }

  #letters(at: number): string {
    const letters = String.fromCharCode(this.#view.getUint8(at), this.#view.getUint8(at + 1));
    return /^[A-Z]{2}$/.test(letters) ? letters : "";
  }

  #value(at: number, { littleEndian }: Encoding): Pick<Element, "start" | "length"> {
    const length = this.#view.getUint32(at, littleEndian);
    return { start: at + 4, length: length === UNDEFINED_LENGTH ? undefined : length };
  }
}
