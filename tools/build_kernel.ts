/**
 * Compiles the kernel of the search index from AssemblyScript (`lib/store/kernel/assembly`) to
 * `lib/store/kernel/compiled.ts`. Both are kept, so that nobody needs the compiler to search; the
 * compiled one as text, since modules alone can be had from everywhere that the package is.
 *
 * Run: `deno task kernel`
 *
 * @module
 */
import asc from "assemblyscript/asc";
import { fileURLToPath } from "node:url";
import { writeWhole } from "../lib/base/files.ts";

/** Where the compiled kernel is kept. */
export const KERNEL = fileURLToPath(new URL("../lib/store/kernel/compiled.ts", import.meta.url));

const SOURCES = fileURLToPath(new URL("../lib/store/kernel/assembly", import.meta.url));

/** The bytes that the sources compile to, the same every time. */
export async function compileKernel(): Promise<Uint8Array> {
  let compiled: Uint8Array | undefined;
  const { error, stderr } = await asc.main([
    "index.ts",
    ...["--baseDir", SOURCES, "--outFile", "hamming.wasm"],
    ...["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd,threads"],
    ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
  ], {
    writeFile: (_name, content) => {
      if (typeof content !== "string") compiled = content;
    },
  });
  if (error !== null) throw new Error(`Cannot compile the kernel: ${error.message}\n${stderr}`);
  return compiled!;
}

/** The module that holds these bytes. */
export function kernelModule(bytes: Uint8Array): string {
  return `/**
 * The search kernel, compiled. Made by tools/build_kernel.ts from assembly; do not edit.
 *
 * @module
 */

/** A module of WebAssembly, in base64. */
export const KERNEL =
  "${bytes.toBase64()}";
`;
}

if (import.meta.main) await writeWhole(KERNEL, kernelModule(await compileKernel()));
