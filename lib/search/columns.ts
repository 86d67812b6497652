/**
 * Typed arrays that grow.
 *
 * @module
 */

/** The kinds of array that a column of an index is kept in. */
export type ColumnData = Uint8Array | Uint32Array | Float64Array;

/**
 * The array itself where it holds `length` elements, otherwise a larger one that starts with its
 * elements; it at least doubles, so that adding one by one takes time in proportion.
 */
export function grown<T extends ColumnData>(array: T, length: number): T {
  if (array.length >= length) return array;
  const larger = new (array.constructor as new (length: number) => T)(
    Math.max(length, 2 * array.length, 16),
  );
  larger.set(array as never);
  return larger;
}

/** A growing list of numbers. */
export class NumberColumn<T extends ColumnData> {
  #data: T;
  #length: number;

  /** A column of the numbers given. */
  constructor(data: T) {
    this.#data = data;
    this.#length = data.length;
  }

  /** `[length]` the numbers. It is another array after numbers were added. */
  get data(): T {
    return this.#data.subarray(0, this.#length) as T;
  }

  /** The number of a row. */
  at(row: number): number {
    return this.#data[row]!;
  }

  /** The number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Adds numbers at the end. */
  append(values: T): void {
    this.#data = grown(this.#data, this.#length + values.length);
    this.#data.set(values as never, this.#length);
    this.#length += values.length;
  }

  /** Adds a number at the end. */
  push(value: number): void {
    this.#data = grown(this.#data, this.#length + 1);
    this.#data[this.#length++] = value;
  }
}
