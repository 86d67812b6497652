/**
 * Reading and writing whole files: plain or gzipped in, never half-written out.
 *
 * @module
 */
import { gunzipSync } from "node:zlib";
import { dirname } from "node:path";
import { InputError, messageOf } from "./errors.ts";

/** The names of the temporary files that {@linkcode writeWhole} leaves when it is killed. */
export const LEFTOVER = /\.\d+\.tmp$/;

/**
 * Writes a file so that a reader sees the old content or the new, never a part: to a temporary
 * file beside it, then renamed. Missing folders are made.
 *
 * @throws {InputError} if it cannot be written; what was there before is then still there
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${Deno.pid}.tmp`;
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(temporary, content);
    else await Deno.writeFile(temporary, content);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw new InputError(`Cannot write "${path}": ${messageOf(error)}`);
  }
}

/**
 * The bytes of a file as they are.
 *
 * @param problem What messages begin with, such as `Cannot read the image "film.png"`
 * @throws {InputError} if there is no such file, it cannot be read, or it is a device or a named
 * pipe, which may never end. What the system itself opened, /dev/stdin and the pipes /dev/fd/N of
 * a shell, is read
 */
export async function readFile(path: string, problem: string): Promise<Uint8Array<ArrayBuffer>> {
  const fail = (reason: string) => new InputError(`${problem}: ${reason}`);
  try {
    if (await isEndless(path)) {
      throw fail("it is a pipe or a device, which may never end; give a file, or /dev/stdin");
    }
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof Deno.errors.NotFound) throw fail("there is no such file");
    if (error instanceof Deno.errors.IsADirectory) throw fail("it is a folder; expected a file");
    throw fail(messageOf(error));
  }
}

/** Whether reading may wait for ever, or never come to an end. */
async function isEndless(path: string): Promise<boolean> {
  if (/^\/dev\/(stdin$|fd\/)|^\/proc\/[^/]+\/fd\//.test(path)) return false;
  const { isFifo, isCharDevice, isBlockDevice, isSocket } = await Deno.stat(path);
  return [isFifo, isCharDevice, isBlockDevice, isSocket].includes(true);
}

/**
 * The bytes of a file, unzipped when they start with the gzip mark, whatever the file's name.
 *
 * @param purpose What the file is, for the message: `Cannot read labels: …`
 * @throws {InputError} if there is no such file or it cannot be read or unzipped
 */
export async function readBytes(path: string, purpose: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readFile(path, `Cannot read ${purpose}: "${path}"`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return new Uint8Array(gunzipSync(bytes));
  } catch (error) {
    throw new InputError(`Cannot read ${purpose}: "${path}" is a damaged gzip file (${error})`);
  }
}

/**
 * The UTF-8 text of a plain or gzipped file, without a byte-order mark. See {@linkcode readBytes}.
 *
 * @throws {InputError} also if it is not UTF-8, since wrong letters would make wrong names
 */
export async function readText(path: string, purpose: string): Promise<string> {
  const bytes = await readBytes(path, purpose);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(
      `Cannot read ${purpose}: "${path}" is not UTF-8 text; convert it, such as with ` +
        "iconv --from-code=latin1",
    );
  }
}

/**
 * Makes a folder and those above it, where they are missing.
 *
 * @throws {InputError} if it cannot be made, such as below a file
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (error) {
    throw new InputError(`Cannot make the folder "${path}": ${messageOf(error)}`);
  }
}

/**
 * Waits until nobody else holds the lock that this file stands for, and takes it. It is gone when
 * the file is closed, at the latest when the process ends.
 *
 * @throws {InputError} if the file cannot be written
 */
export async function lockFile(path: string): Promise<Deno.FsFile> {
  try {
    const file = await Deno.open(path, { write: true, create: true });
    await file.lock(true);
    return file;
  } catch (error) {
    throw new InputError(`Cannot write "${path}": ${messageOf(error)}`);
  }
}

/** Whether a file or folder exists at the path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    const { NotADirectory, NotFound } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return false;
    throw error;
  }
}
