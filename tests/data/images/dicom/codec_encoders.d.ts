import type { FrameInfo } from "../../../../lib/data/images/dicom/codec_types.d.ts";

/** The encoders of the Cornerstone codecs. */
interface Encoder {
  getDecodedBuffer(frame: FrameInfo & { readonly isSigned: boolean }): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  encode(): void;
  /** JPEG 2000 only. */
  setQuality?(lossless: boolean, quality: number): void;
  /** JPEG 2000 only. */
  setDecompositions?(levels: number): void;
}

declare const createModule: (
  options: { readonly print: () => void; readonly printErr: () => void },
) => Promise<{
  readonly JpegLSEncoder?: new () => Encoder;
  readonly J2KEncoder?: new () => Encoder;
}>;
export default createModule;
