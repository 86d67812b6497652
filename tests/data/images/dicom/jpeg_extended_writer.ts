/**
 * A JPEG encoder of 12 bits (ITU-T T.81, process 4) for tests: one channel, and blocks of 8×8 that
 * have one value each, so that there are no coefficients but the first.
 *
 * @module
 */

/** The JPEG file of `[rows, columns]` blocks' values of 12 bits. */
export function encodeJpegExtended(
  blocks: readonly number[],
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Uint8Array<ArrayBuffer> {
  const bits: number[] = [];
  const write = (value: number, count: number) => {
    for (let bit = count - 1; bit >= 0; bit--) bits.push(value >> bit & 1);
  };
  let last = 0;
  for (const block of blocks) {
    // The first coefficient is 8 times the mean of the shifted samples (A.3.3).
    const coefficient = 8 * (block - 2048);
    const difference = coefficient - last;
    last = coefficient;
    const category = 32 - Math.clz32(Math.abs(difference));
    write(category, 5);
    write(difference > 0 ? difference : difference + (1 << category) - 1, category);
    // The end of the block.
    write(0, 1);
  }
  while (bits.length % 8 !== 0) bits.push(1);
  const data: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8).join(""), 2);
    data.push(byte);
    if (byte === 0xff) data.push(0);
  }
  const firsts = [0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const others = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...Array(64).fill(1)]),
    ...segment(0xc1, [12, ...short(8 * rows), ...short(8 * columns), 1, 1, 0x11, 0]),
    ...segment(0xc4, [0, ...firsts, ...Array(16).keys()]),
    ...segment(0xc4, [0x10, ...others, 0]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...data,
    ...[0xff, 0xd9],
  ]);
}

function segment(marker: number, content: readonly number[]): number[] {
  return [0xff, marker, ...short(content.length + 2), ...content];
}

function short(value: number): number[] {
  return [value >> 8, value & 255];
}
