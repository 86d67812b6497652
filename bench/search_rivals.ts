/**
 * The programs that `deno task bench search` compares with: a floor in C++, compiled on the spot,
 * and FAISS where Debian's python3-faiss is installed.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";

const PYTHON = "/usr/bin/python3";

/** Codes and queries as files of raw bytes. */
export interface CodeFiles {
  readonly codes: string;
  readonly queries: string;
  /** Bytes of a code. */
  readonly width: number;
  /** Hits of a query. */
  readonly top: number;
}

/** How long queries took. */
export interface Answer {
  /** Milliseconds of each query, or of the batch. */
  readonly ms: readonly number[];
  /** The sum of the distances found, which must be everybody's. */
  readonly distances: number;
}

/** A program that searches when it is told to. */
export interface Rival {
  /** Such as "AVX-512 VPOPCNTDQ". */
  readonly about: string;
  /** Answers queries one by one, or as a batch on so many threads if it can. */
  time(from: number, to: number, threads?: number): Promise<Answer>;
  stop(): Promise<void>;
}

/** Compiles the floor; undefined where there is no compiler. */
export async function compileFloor(folder: string): Promise<string | undefined> {
  const source = fileURLToPath(new URL("search_floor.cpp", import.meta.url));
  const program = `${folder}/search_floor`;
  const args = ["-std=c++20", "-O3", "-march=native", "-w", "-o", program, source];
  const compiler = spawn("g++", args, { stdio: "ignore" });
  const [code] = await once(compiler, "exit").catch(() => [1]);
  return code === 0 ? program : undefined;
}

/** The floor on these codes. */
export function startFloor(program: string, files: CodeFiles): Promise<Rival | undefined> {
  return start(program, [], files);
}

/** FAISS on these codes; undefined where it is not installed. */
export function startFaiss(files: CodeFiles): Promise<Rival | undefined> {
  const script = fileURLToPath(new URL("search_faiss.py", import.meta.url));
  return start(PYTHON, ["-B", script], files);
}

async function start(
  program: string,
  before: readonly string[],
  { codes, queries, width, top }: CodeFiles,
): Promise<Rival | undefined> {
  const args = [...before, codes, queries, String(width), String(top)];
  const process: ChildProcess = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"] });
  process.on("error", () => {});
  const lines = createInterface({ input: process.stdout! })[Symbol.asyncIterator]();
  const greeting = await lines.next();
  if (greeting.done) return undefined;
  return {
    about: JSON.parse(greeting.value).instructions,
    async time(...command) {
      process.stdin!.write(command.join(" ") + "\n");
      const answer = await lines.next();
      if (answer.done) throw new Error(`${program} ended before its time`);
      return JSON.parse(answer.value);
    },
    async stop() {
      process.stdin!.end();
      await once(process, "exit");
    },
  };
}
