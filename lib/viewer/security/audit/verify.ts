/**
 * Whether an audit log is as it was written.
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import { AuditSeals, readEnd, readLine, RETIRED } from "./chain.ts";
import { endName, fullFiles, fullName, readTextIfThere } from "./files.ts";
import type { ServerSecret } from "../server_secret.ts";

/** What a log that is whole holds. */
export interface AuditSummary {
  readonly files: number;
  /** The places of the first and the last line; 0 where there is none. */
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a log from its oldest file to its end and checks every seal.
 *
 * @throws {InputError} that names the first line which does not fit, or what is missing
 */
export async function verifyAudit(path: string, secret: ServerSecret): Promise<AuditSummary> {
  const chain = new Chain(new AuditSeals(secret));
  const full = fullFiles(path);
  for (const file of [...full, path]) {
    let number = 0;
    for (const text of await linesOf(file)) {
      const problem = chain.add(text);
      number++;
      if (problem !== undefined) throw broken(`${file}, line ${number}`, problem);
      if (number === 1 && file !== path && file !== fullName(path, chain.last)) {
        throw broken(file, `it begins with line ${chain.last} of the log, which its name denies`);
      }
    }
  }
  const problem = chain.end(await readTextIfThere(endName(path)) ?? "");
  if (problem !== undefined) throw broken(path, problem);
  return { files: full.length + 1, first: chain.first, last: chain.last };
}

function broken(where: string, problem: string): InputError {
  return new InputError(`The audit log is broken: ${where}: ${problem}`);
}

class Chain {
  readonly #seals: AuditSeals;
  /** Places of the first and the last line so far. */
  first = 0;
  last = 0;
  #text = "";
  /** The last line that is gone as the log itself tells. */
  #retired = 0;

  constructor(seals: AuditSeals) {
    this.#seals = seals;
  }

  /** Adds a line; says what is wrong with it, if anything is. */
  add(text: string): string | undefined {
    const line = readLine(text);
    if (line === undefined) return "it is no line of an audit log";
    const { sequence, previous, action, through = 0 } = line;
    if (this.last === 0) this.first = sequence;
    else if (sequence !== this.last + 1) return `line ${this.last + 1} of the log is expected here`;
    const expected = sequence === 1 ? "" : this.#text && this.#seals.ofLine(this.#text);
    if (previous !== expected && (sequence === 1 || this.last > 0)) {
      return "it does not fit the line before it: one of both was changed";
    }
    if (action === RETIRED) this.#retired = through;
    this.last = sequence;
    this.#text = text;
    return undefined;
  }

  /** Says what is wrong with the log as a whole, given what stands beside it. */
  end(text: string): string | undefined {
    const told = readEnd(text);
    if (this.last === 0) {
      return told === undefined ? undefined : `its ${told.sequence} lines are gone`;
    }
    if (told === undefined) return "the file that seals its end is gone or damaged";
    if (this.first > 1 && this.#retired !== this.first - 1) {
      return `lines 1 to ${this.first - 1} are gone, and no line tells that they were deleted`;
    }
    if (told.sequence > this.last) return `lines ${this.last + 1} to ${told.sequence} are gone`;
    const { sequence, seal } = this.#seals.ofEnd(this.last, this.#text);
    if (told.sequence === sequence && told.seal === seal) return undefined;
    return `its last line, ${this.last}, was changed or added, or the log has another secret`;
  }
}

/** The lines of a file, and what stands behind the last line break; none where there is no file. */
async function linesOf(path: string): Promise<string[]> {
  const text = await readTextIfThere(path) ?? "";
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
