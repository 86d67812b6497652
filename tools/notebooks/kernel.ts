/**
 * A Deno notebook kernel and a client of it, without Python: starts the kernel, sends it code,
 * gathers what it shows.
 *
 * @module
 */
import { resolve } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { freePorts } from "../free_ports.ts";
import { decodeMessageFrames, encodeMessageFrames, type Json, type Message } from "./messages.ts";
import { ZmtpSocket } from "./zmtp.ts";

/** Options of {@linkcode Kernel.start}. */
export interface KernelOptions {
  /** Where relative imports and paths of the code start; default: the current folder. */
  readonly folder?: string;
  /** Longest time for the kernel to start, in milliseconds. */
  readonly startTimeout?: number;
}

/** What a kernel is asked over each of its ports. */
interface Ports {
  readonly shell: number;
  readonly iopub: number;
  readonly control: number;
  readonly stdin: number;
  readonly heartbeat: number;
}

interface Sockets {
  readonly shell: ZmtpSocket;
  readonly iopub: ZmtpSocket;
  readonly control: ZmtpSocket;
}

/** The kernel may still publish outputs after it says that it is idle. */
const QUIET_AFTER_IDLE = 40;

/** Time for a kernel to shut down by itself, in milliseconds. */
const SHUTDOWN_TIMEOUT = 3000;

/** A running kernel. */
export class Kernel {
  readonly #process: Deno.ChildProcess;
  readonly #sockets: Sockets;
  readonly #key: string;
  /** What was received, by the request that it answers. */
  readonly #answers = new Map<string, Message[]>();
  #failure: unknown;
  /** Settles when the next message arrives or the connection fails. */
  #news = Promise.withResolvers<void>();

  private constructor(process: Deno.ChildProcess, sockets: Sockets, key: string) {
    this.#process = process;
    this.#sockets = sockets;
    this.#key = key;
    this.#listen(sockets.shell);
    this.#listen(sockets.iopub);
  }

  /**
   * Starts a kernel and waits until it answers.
   *
   * @throws {Error} if it does not in time
   */
  static async start(
    { folder = ".", startTimeout = 30_000 }: KernelOptions = {},
  ): Promise<Kernel> {
    const key = crypto.randomUUID();
    const [shell = 0, iopub = 0, control = 0, stdin = 0, heartbeat = 0] = freePorts(5);
    const ports = { shell, iopub, control, stdin, heartbeat };
    const connectionFile = await Deno.makeTempFile({ prefix: "cohash-kernel-", suffix: ".json" });
    await Deno.writeTextFile(connectionFile, JSON.stringify(connectionInfo(ports, key)));
    const process = new Deno.Command(Deno.execPath(), {
      args: ["jupyter", "--quiet", "--kernel", "--conn", connectionFile],
      cwd: resolve(folder),
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).spawn();
    const deadline = Date.now() + startTimeout;
    try {
      const sockets = await connect(ports, deadline);
      const kernel = new Kernel(process, sockets, key);
      await kernel.#greet(deadline);
      return kernel;
    } catch (error) {
      await end(process);
      throw error;
    } finally {
      await Deno.remove(connectionFile);
    }
  }

  /**
   * Runs code and returns what it published, until it is done.
   *
   * @throws {InputError} if the code ends the kernel, or takes longer than `timeout` milliseconds
   */
  async execute(code: string, timeout: number): Promise<readonly Message[]> {
    const deadline = Date.now() + timeout;
    const id = await this.#ask("execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
    const answers = this.#answers.get(id)!;
    const isDone = () => isIdle(answers) && answers.some(({ type }) => type === "execute_reply");
    if (!await this.#waitUntil(isDone, deadline)) {
      throw new InputError(`Cannot run the cell: it takes longer than ${timeout / 1000} s`);
    }
    for (let seen = 0; seen < answers.length;) {
      seen = answers.length;
      await delay(QUIET_AFTER_IDLE);
    }
    this.#answers.delete(id);
    return answers;
  }

  /** Ends the kernel and everything that runs in it. */
  async shutdown(): Promise<void> {
    const { control } = this.#sockets;
    const request = message("shutdown_request", { restart: false });
    // A kernel that has died cannot be asked; it is ended all the same.
    await control.send(encodeMessageFrames(request, this.#key)).catch(() => {});
    await end(this.#process, SHUTDOWN_TIMEOUT);
    for (const socket of Object.values(this.#sockets)) socket.close();
  }

  /** Asks who is there until what is published arrives too, which takes a moment at the start. */
  async #greet(deadline: number): Promise<void> {
    while (Date.now() < deadline) {
      const id = await this.#ask("kernel_info_request", {});
      const answers = this.#answers.get(id)!;
      if (await this.#waitUntil(() => isIdle(answers), Math.min(deadline, Date.now() + 500))) {
        return;
      }
    }
    throw new Error("Cannot start the notebook kernel: it does not publish anything");
  }

  async #ask(type: string, content: Json): Promise<string> {
    const request = message(type, content);
    this.#answers.set(request.id, []);
    try {
      await this.#sockets.shell.send(encodeMessageFrames(request, this.#key));
    } catch (error) {
      throw new InputError(`Cannot run the cell: the kernel ended (${error})`);
    }
    return request.id;
  }

  async #listen(socket: ZmtpSocket): Promise<void> {
    try {
      while (true) {
        const received = decodeMessageFrames(await socket.receive(), this.#key);
        this.#answers.get(received.parentId)?.push(received);
        this.#wake();
      }
    } catch (error) {
      this.#failure = error;
      this.#wake();
    }
  }

  #wake(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }

  /** Whether the condition holds before the deadline; it is looked at whenever a message arrives. */
  async #waitUntil(condition: () => boolean, deadline: number): Promise<boolean> {
    while (!condition()) {
      if (this.#failure !== undefined) {
        throw new InputError(`Cannot run the cell: the kernel ended (${this.#failure})`);
      }
      const left = deadline - Date.now();
      if (left <= 0) return false;
      await withinTime(this.#news.promise, left);
    }
    return true;
  }
}

/** The content of a connection file. */
function connectionInfo({ shell, iopub, control, stdin, heartbeat }: Ports, key: string): Json {
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: shell,
    iopub_port: iopub,
    control_port: control,
    stdin_port: stdin,
    hb_port: heartbeat,
    signature_scheme: "hmac-sha256",
    key,
  };
}

/** Connects to a kernel that is just starting. */
async function connect({ shell, iopub, control }: Ports, deadline: number): Promise<Sockets> {
  return {
    shell: await connectSoon(shell, "DEALER", deadline),
    iopub: await connectSoon(iopub, "SUB", deadline),
    control: await connectSoon(control, "DEALER", deadline),
  };
}

async function connectSoon(port: number, type: "DEALER" | "SUB", deadline: number) {
  while (true) {
    try {
      return await ZmtpSocket.connect(port, type);
    } catch (cause) {
      if (Date.now() > deadline) throw new Error("Cannot start the notebook kernel", { cause });
      await delay(25);
    }
  }
}

function message(type: string, content: Json): Message {
  return { type, id: crypto.randomUUID(), parentId: "", content };
}

function isIdle(answers: readonly Message[]): boolean {
  return answers.some(({ type, content }) =>
    type === "status" && content.execution_state === "idle"
  );
}

/** Waits for a process to end, and ends it after `patience` milliseconds. */
async function end(process: Deno.ChildProcess, patience = 0): Promise<void> {
  const hasEnded = await withinTime(process.status, patience);
  if (!hasEnded) process.kill("SIGKILL");
  await process.status;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits for the promise, but not longer than so many milliseconds; whether it settled. */
async function withinTime(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), milliseconds);
  const settled = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}
