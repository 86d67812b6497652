/**
 * Compares what is read of DICOM files with what pydicom reads of them (Debian's python3-pydicom and
 * python3-numpy; with python3-gdcm and python3-pil it decodes compressed files too):
 * `deno run -A tools/compare_with_pydicom.ts [FOLDER]`.
 *
 * @module
 */
import { join } from "node:path";
import { InputError } from "../lib/base/errors.ts";
import { decodeDicom } from "../lib/data/images/dicom/mod.ts";
import { readDicomFile } from "../lib/data/images/dicom/file.ts";
import { readPixelHeader } from "../lib/data/images/dicom/pixel_header.ts";
import { readSamples, storedValue } from "../lib/data/images/dicom/samples.ts";

/** Where Debian puts pydicom's own test files. */
export const PYDICOM_FILES = "/usr/lib/python3/dist-packages/pydicom/data/test_files";

/** What became of one file. */
export interface Comparison {
  readonly path: string;
  /** Why pydicom does not read it. */
  readonly theirError?: string;
  /** Why we do not read it. */
  readonly ourError?: string;
  /** The greatest difference of stored values. */
  readonly stored?: number;
  /** The greatest difference of brightness, 0 to 1, where the file says how it is shown. */
  readonly shown?: number;
}

/** A line of tools/pydicom_values.py. */
interface Line {
  readonly path: string;
  readonly number: number;
  readonly error?: string;
}

/** Whether Python and pydicom are there. */
export async function hasPydicom(): Promise<boolean> {
  try {
    const args = ["-c", "import numpy, pydicom"];
    return (await new Deno.Command("/usr/bin/python3", { args, stderr: "null" }).output()).success;
  } catch {
    return false;
  }
}

/** Reads all files `*.dcm` below a folder in both ways. */
export async function compareWithPydicom(folder: string): Promise<readonly Comparison[]> {
  const out = await Deno.makeTempDir();
  try {
    const script = new URL("./pydicom_values.py", import.meta.url).pathname;
    const { stdout, success } = await new Deno.Command("/usr/bin/python3", {
      args: [script, folder, out],
      stderr: "null",
    }).output();
    if (!success) throw new Error("pydicom_values.py failed");
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    const comparisons: Comparison[] = [];
    for (const line of lines) comparisons.push(await compare(JSON.parse(line), out));
    return comparisons;
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}

async function compare({ path, number, error }: Line, out: string): Promise<Comparison> {
  const theirs = error === undefined ? {} : { theirError: error };
  try {
    const bytes = await Deno.readFile(path);
    const { stored, shown } = await read(bytes);
    if (error !== undefined) return { path, ...theirs };
    const theirStored = await readDoubles(join(out, `${number}.stored`));
    const theirShown = await readDoubles(join(out, `${number}.shown`));
    return {
      path,
      stored: greatestDifference(stored, theirStored!),
      ...theirShown && { shown: greatestDifference(shown, theirShown) },
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { path, ...theirs, ourError: error.message };
  }
}

/** The stored values, and the brightness by the file's own window before MONOCHROME1 inverts it. */
async function read(bytes: Uint8Array) {
  const file = readDicomFile(bytes);
  const header = readPixelHeader(file);
  const { words, layout, isPlanar } = await readSamples(file, header);
  const values = Float64Array.from(words, (word) => storedValue(word, layout));
  const { pixels } = await decodeDicom(bytes, { window: "file" });
  const isInverted = header.photometric === "MONOCHROME1";
  return {
    stored: isPlanar ? interleaved(values) : values,
    shown: Float64Array.from(pixels, (p) => isInverted ? 1 - p / 65535 : p / 65535),
  };
}

/** Three planes as pixels of three samples. */
function interleaved(planes: Float64Array): Float64Array {
  const pixels = planes.length / 3;
  if (!Number.isInteger(pixels)) return planes;
  return planes.map((_, i) => planes[i % 3 * pixels + Math.floor(i / 3)]!);
}

async function readDoubles(path: string): Promise<Float64Array | undefined> {
  try {
    return new Float64Array((await Deno.readFile(path)).buffer);
  } catch {
    return undefined;
  }
}

function greatestDifference(ours: Float64Array, theirs: Float64Array): number {
  if (ours.length !== theirs.length) return Infinity;
  return ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0);
}

if (import.meta.main) {
  for (const { path, ...result } of await compareWithPydicom(Deno.args[0] ?? PYDICOM_FILES)) {
    // deno-lint-ignore no-console
    console.log(path.split("/").at(-1), JSON.stringify(result));
  }
}
