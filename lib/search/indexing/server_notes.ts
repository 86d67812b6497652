/**
 * Which studies and objects of a DICOMweb server were dealt with (`dicomweb.jsonl` in an index's
 * folder, a line each), so that a later run asks for what is new only.
 *
 * @module
 */
import { join } from "node:path";
import { z } from "zod";
import { InputError, messageOf } from "../../base/errors.ts";
import { exists, readText } from "../../base/files.ts";
import { parsedJson } from "../../base/json.ts";

const lineSchema = z.union([
  /** A study of so many objects, all of which are in the index or left out. */
  z.strictObject({ study: z.string(), objects: z.int(), selection: z.string() }),
  /** An object that was fetched, and why it is not in the index. */
  z.strictObject({ object: z.string(), why: z.string(), selection: z.string() }),
]);

type Line = z.infer<typeof lineSchema>;

/** The file's name. */
const SERVER_NOTES = "dicomweb.jsonl";

/** The notes of one selection of films; what was noted of others does not count. */
export class ServerNotes {
  readonly #path: string;
  readonly #selection: string;
  readonly #studies = new Map<string, number>();
  readonly #objects = new Map<string, string>();
  #unwritten: Line[] = [];

  private constructor(path: string, selection: string) {
    this.#path = path;
    this.#selection = selection;
  }

  /** The notes in an index's folder. Lines that a killed command was just writing are passed over. */
  static async open(index: string, selection: string): Promise<ServerNotes> {
    const notes = new ServerNotes(join(index, SERVER_NOTES), selection);
    if (!await exists(notes.#path)) return notes;
    for (const text of (await readText(notes.#path, "notes of a server")).split("\n")) {
      const line = parsedLine(text);
      if (line?.selection === selection) notes.#take(line);
    }
    return notes;
  }

  /** Whether all that a study has is dealt with. */
  isDone(study: string, objects: number | undefined): boolean {
    return objects !== undefined && this.#studies.get(study) === objects;
  }

  /** Why an object is not in the index though it was fetched, undefined where it never was. */
  whyLeftOut(object: string): string | undefined {
    return this.#objects.get(object);
  }

  /** Notes that all of a study is dealt with. */
  noteStudy(study: string, objects: number | undefined): void {
    if (objects === undefined) return;
    this.#add({ study, objects, selection: this.#selection });
  }

  /** Notes that an object is left out. */
  noteObject(object: string, why: string): void {
    this.#add({ object, why, selection: this.#selection });
  }

  /**
   * Writes what is new. The films of the studies noted must be written by then.
   *
   * @throws {InputError} if it cannot be written
   */
  async write(): Promise<void> {
    if (this.#unwritten.length === 0) return;
    // It begins with a line's end, for what a killed command may have left.
    const text = "\n" + this.#unwritten.map((line) => JSON.stringify(line)).join("\n") + "\n";
    try {
      await Deno.writeTextFile(this.#path, text, { append: true });
    } catch (error) {
      throw new InputError(`Cannot write "${this.#path}": ${messageOf(error)}`);
    }
    this.#unwritten = [];
  }

  #add(line: Line): void {
    this.#take(line);
    this.#unwritten.push(line);
  }

  #take(line: Line): void {
    if ("study" in line) this.#studies.set(line.study, line.objects);
    else this.#objects.set(line.object, line.why);
  }
}

function parsedLine(text: string): Line | undefined {
  return lineSchema.safeParse(parsedJson(text)).data;
}
