/**
 * Columns of numbers for millions of rows, which grow, and are loaded when they are first asked
 * for.
 *
 * @module
 */

/** The kinds of array that a column of an index is kept in. */
export type ColumnData = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Where something comes from when it is first asked for. */
export interface Source<T> {
  /** Gives it, once. */
  load(): T;
  /** Gives it up, if it was not loaded. */
  close(): void;
}

/** Something that is loaded when it is first asked for. */
export class Lazy<T> {
  #source: Source<T> | undefined;
  #value: T | undefined;

  /** What the source gives, later. */
  constructor(source: Source<T>) {
    this.#source = source;
  }

  /** What is there already. */
  static of<T>(value: T): Lazy<T> {
    const lazy = new Lazy<T>({ load: () => value, close() {} });
    lazy.get();
    return lazy;
  }

  /** Gives it; throws what loading threw, every time. */
  get(): T {
    const source = this.#source;
    if (source === undefined) return this.#value!;
    try {
      this.#value = source.load();
      this.#source = undefined;
      return this.#value;
    } catch (error) {
      const load = () => {
        throw error;
      };
      this.#source = { load, close: () => source.close() };
      throw error;
    }
  }

  /** Replaces it. */
  set(value: T): void {
    this.#value = value;
    this.#source = undefined;
  }

  /** Frees what it holds if it was never asked for; it is lost. */
  close(): void {
    this.#source?.close();
  }
}

/** A growing list of numbers. */
export class NumberColumn<T extends ColumnData> {
  readonly #data: Lazy<T>;
  #length: number;

  /** A column of the numbers given. */
  constructor(data: T);
  /** A column of so many numbers, loaded when they are first asked for. */
  constructor(data: Lazy<T>, length: number);
  constructor(data: T | Lazy<T>, length?: number) {
    this.#data = data instanceof Lazy ? data : Lazy.of(data);
    this.#length = length ?? this.#data.get().length;
  }

  /** The number of rows. */
  get length(): number {
    return this.#length;
  }

  /** `[length]` the numbers. It is another array after numbers were added. */
  get data(): T {
    return this.#data.get().subarray(0, this.#length) as T;
  }

  /** The number of a row. */
  at(row: number): number {
    return this.#data.get()[row]!;
  }

  /** Adds numbers at the end. */
  append(values: T): void {
    const data = grown(this.#data.get(), this.#length + values.length);
    data.set(values as never, this.#length);
    this.#data.set(data);
    this.#length += values.length;
  }

  /** Adds a number at the end. */
  push(value: number): void {
    const data = grown(this.#data.get(), this.#length + 1);
    data[this.#length++] = value;
    this.#data.set(data);
  }

  /** Frees what it holds if it was never asked for. */
  close(): void {
    this.#data.close();
  }
}

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
