/**
 * A lossless JPEG encoder (ITU-T T.81, process 14, predictor 1) for tests: one channel, and one
 * Huffman table in which each of the 17 categories has its own number as a code of 5 bits.
 *
 * @module
 */

/** The JPEG file of `[rows, columns]` samples. */
export function encodeJpegLossless(
  samples: ArrayLike<number>,
  { rows, columns, precision }: { rows: number; columns: number; precision: number },
): Uint8Array<ArrayBuffer> {
  const bits: number[] = [];
  const write = (value: number, count: number) => {
    for (let bit = count - 1; bit >= 0; bit--) bits.push(value >> bit & 1);
  };
  for (let i = 0; i < samples.length; i++) {
    const difference = samples[i]! - predict(samples, i, columns, precision);
    const category = 32 - Math.clz32(Math.abs(difference));
    write(category, 5);
    write(difference > 0 ? difference : difference + (1 << category) - 1, category);
  }
  while (bits.length % 8 !== 0) bits.push(1);
  const data: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8).join(""), 2);
    data.push(byte);
    if (byte === 0xff) data.push(0);
  }
  const codesOfLength = [0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xc4, [0, ...codesOfLength, ...Array(17).keys()]),
    ...segment(0xc3, [precision, ...short(rows), ...short(columns), 1, 1, 0x11, 0]),
    ...segment(0xda, [1, 1, 0, 1, 0, 0]),
    ...data,
    ...[0xff, 0xd9],
  ]);
}

/** The pixel to the left; above it in the first column; half the range for the first of all. */
function predict(samples: ArrayLike<number>, i: number, columns: number, precision: number) {
  if (i === 0) return 1 << (precision - 1);
  return i % columns === 0 ? samples[i - columns]! : samples[i - 1]!;
}

function segment(marker: number, content: readonly number[]): number[] {
  return [0xff, marker, ...short(content.length + 2), ...content];
}

function short(value: number): number[] {
  return [value >> 8, value & 255];
}
