/**
 * The audit log of a viewer: what was asked, by whom and from where, in files that are only ever
 * added to.
 *
 * @module
 */
import { InputError, messageOf } from "../../../base/errors.ts";
import {
  type AuditEntry,
  AuditSeals,
  readEnd,
  readLine,
  RETIRED,
  type RetiredEntry,
} from "./chain.ts";
import { endName, fullFiles, fullName, readTextIfThere } from "./files.ts";
import type { ServerSecret } from "../server_secret.ts";

/** How long files grow, and how long they are kept. */
export interface AuditOptions {
  /** Bytes after which another file begins; one begins each day (UTC) anyway. */
  readonly fileBytes: number;
  /** Days after which full files are deleted; undefined to keep all. */
  readonly keepDays?: number | undefined;
  /** What time it is. */
  readonly now?: () => Date;
}

/** Room for some 200,000 lines. */
export const AUDIT_FILE_BYTES = 64 * 2 ** 20;

const DAY = 86_400_000;

/** Why nothing can be added to a log. */
export class AuditError extends Error {
  override readonly name = "AuditError";
}

/** Adds lines to a log. All is written at once and in order: nothing is answered before its line stands. */
export class AuditLog {
  readonly #path: string;
  readonly #seals: AuditSeals;
  readonly #options: AuditOptions;
  #file: Deno.FsFile;
  #size: number;
  /** The place of the file's first line, and the day on which it was written. */
  #first: number;
  #day: string;
  #sequence: number;
  #last: string;

  private constructor(path: string, left: Left, seals: AuditSeals, options: AuditOptions) {
    this.#path = path;
    this.#seals = seals;
    this.#options = options;
    const [first, last] = [left.lines[0], left.lines.at(-1)];
    this.#last = last ?? "";
    this.#sequence = readLine(last ?? "")?.sequence ?? 0;
    this.#first = readLine(first ?? "")?.sequence ?? 1;
    requireEnd(left, seals);
    this.#file = Deno.openSync(path, { append: true, create: true, mode: 0o600 });
    this.#size = left.bytes;
    // What a crash left of a line goes.
    this.#file.truncateSync(left.bytes);
    this.#day = dayOf(left.lines.length === 0 ? this.#now() : left.written ?? this.#now());
    if (last !== undefined) this.#writeEnd(this.#sequence, last);
  }

  /**
   * Opens a log, or begins one.
   *
   * @throws {InputError} if it cannot be written, or its end is not as it was left
   */
  static async open(
    path: string,
    secret: ServerSecret,
    options: AuditOptions,
  ): Promise<AuditLog> {
    try {
      return new AuditLog(path, await whatWasLeft(path), new AuditSeals(secret), options);
    } catch (error) {
      throw new InputError(
        `Cannot go on with the audit log ${path}: ${messageOf(error)}; look at it with "cohash ` +
          `audit verify ${path}", and move its files away to begin another`,
      );
    }
  }

  /**
   * Adds a line.
   *
   * @throws {AuditError} if it cannot be written whole, or others wrote to the file; the log is left
   * as it was
   */
  write(entry: AuditEntry): void {
    try {
      this.#requireUntouched();
      if (this.#isFull()) this.#beginFile();
      this.#append(entry);
    } catch (error) {
      throw new AuditError(`Cannot write the audit log ${this.#path}: ${messageOf(error)}`);
    }
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.close();
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  #isFull(): boolean {
    return this.#size > 0 &&
      (this.#size >= this.#options.fileBytes || dayOf(this.#now()) !== this.#day);
  }

  #append(entry: AuditEntry | RetiredEntry): void {
    const sequence = this.#sequence + 1;
    const previous = this.#last === "" ? "" : this.#seals.ofLine(this.#last);
    const line = JSON.stringify({ sequence, ...entry, previous });
    const bytes = new TextEncoder().encode(`${line}\n`);
    try {
      writeAll(this.#file, bytes);
      this.#writeEnd(sequence, line);
    } catch (error) {
      this.#file.truncateSync(this.#size);
      throw error;
    }
    this.#size += bytes.length;
    this.#sequence = sequence;
    this.#last = line;
  }

  #writeEnd(sequence: number, line: string): void {
    const text = JSON.stringify(this.#seals.ofEnd(sequence, line));
    Deno.writeTextFileSync(endName(this.#path), text, { mode: 0o600 });
  }

  /** The file's name and length must be as this log left them. */
  #requireUntouched(): void {
    const { size, ino } = Deno.statSync(this.#path);
    if (size !== this.#size || ino !== this.#file.statSync().ino) {
      throw new Error("it was changed or moved by something else");
    }
  }

  #beginFile(): void {
    this.#file.close();
    Deno.renameSync(this.#path, fullName(this.#path, this.#first));
    this.#file = Deno.openSync(this.#path, { append: true, createNew: true, mode: 0o600 });
    this.#size = 0;
    this.#first = this.#sequence + 1;
    this.#day = dayOf(this.#now());
    this.#retire();
  }

  /** Deletes what is older than is kept, and says so in a line. */
  #retire(): void {
    const { keepDays } = this.#options;
    if (keepDays === undefined) return;
    const files = fullFiles(this.#path);
    const isOld = (path: string) =>
      this.#now().getTime() - (Deno.statSync(path).mtime?.getTime() ?? 0) > keepDays * DAY;
    const fresh = files.findIndex((path) => !isOld(path));
    const old = files.slice(0, fresh < 0 ? files.length : fresh);
    if (old.length === 0) return;
    const next = files[old.length];
    const through = (next === undefined ? this.#first : Number(next.split(".").at(-1))) - 1;
    const time = this.#now().toISOString();
    const entry = { time, user: "cohash", role: "", address: "", action: RETIRED, status: 200 };
    this.#append({ ...entry, through });
    for (const path of old) Deno.removeSync(path);
  }
}

/** What stands where a log shall go on. */
interface Left {
  /** The whole lines of its last file. */
  readonly lines: readonly string[];
  /** Their length in bytes. */
  readonly bytes: number;
  /** When they were written. */
  readonly written: Date | null;
  /** What stands beside the log, undefined where nothing does. */
  readonly end: string | undefined;
}

async function whatWasLeft(path: string): Promise<Left> {
  const end = await readTextIfThere(endName(path));
  const text = await readTextIfThere(path);
  if (text === undefined) return { lines: [], bytes: 0, written: null, end };
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return {
    lines: whole.split("\n").slice(0, -1),
    bytes: new TextEncoder().encode(whole).length,
    written: (await Deno.stat(path)).mtime,
    end,
  };
}

/** A log must end as its seal says, or one line later: a crash may have come before that seal. */
function requireEnd({ lines, end }: Left, seals: AuditSeals): void {
  if (lines.length === 0 && end === undefined) return;
  const told = readEnd(end ?? "");
  const isSealed = (text: string | undefined) => {
    const line = readLine(text ?? "");
    const seal = line === undefined ? undefined : seals.ofEnd(line.sequence, text!);
    return seal !== undefined && told?.sequence === seal.sequence && told.seal === seal.seal;
  };
  const [before, last] = [lines.at(-2), lines.at(-1)];
  if (isSealed(last)) return;
  const follows = before !== undefined && readLine(last!)?.previous === seals.ofLine(before);
  if (follows && isSealed(before)) return;
  throw new Error("it does not end as it was left, or was written with another secret");
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
