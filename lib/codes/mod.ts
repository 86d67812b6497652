/**
 * Binary codes: packed into bytes, compared by Hamming distance, and what their bits are worth.
 *
 * @module
 */
export { asymmetricAgreements } from "./asymmetric.ts";
export { type BitStatistics, bitStatistics } from "./bit_statistics.ts";
export { type Consistency, consistentCodes } from "./consistent_codes.ts";
export { bitCount, type CodeWords, codeWords, hammingDistances } from "./hamming.ts";
export { bytesPerCode, packCodes, unpackCodes } from "./pack.ts";
