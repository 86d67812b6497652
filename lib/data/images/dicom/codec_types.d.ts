/**
 * The part that cohash uses of three npm packages which come without types.
 */

/** What `getFrameInfo` of both Cornerstone codecs says. */
export interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
}

/** A decoder whose buffers are views into WebAssembly memory. */
export interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameInfo;
  decode(): void;
}

/** Options of an Emscripten module: where its messages go. */
interface ModuleOptions {
  readonly print?: (line: string) => void;
  readonly printErr?: (line: string) => void;
}

/** `@cornerstonejs/codec-charls/decodewasmjs` */
export interface CharlsModule {
  readonly JpegLSDecoder: new () => WasmDecoder;
  getExceptionMessage(pointer: number): string | readonly string[];
}

/** `@cornerstonejs/codec-openjpeg/decodewasmjs` */
export interface OpenJpegModule {
  readonly J2KDecoder: new () => WasmDecoder;
}

export type ModuleFactory<Module> = (options?: ModuleOptions) => Promise<Module>;
