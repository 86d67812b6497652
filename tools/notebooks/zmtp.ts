/**
 * As much of ZMTP 3.0, the wire protocol of ZeroMQ, as it takes to talk to a Jupyter kernel over
 * TCP: messages of several frames, no authentication (https://rfc.zeromq.org/spec/23/).
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** The greeting: signature, version 3.0, mechanism NULL, "as a client", padded to 64 bytes. */
const GREETING_LENGTH = 64;

/** Flags of a frame. */
const MORE = 1;
const LONG = 2;
const COMMAND = 4;

/** What a socket does: ask and be answered, or listen to everything that is published. */
export type SocketType = "DEALER" | "SUB";

/** One connection to a ZeroMQ peer. */
export class ZmtpSocket {
  readonly #connection: Deno.TcpConn;
  #received: Uint8Array = new Uint8Array(0);

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /**
   * Connects to a port of this machine. A SUB socket subscribes to every topic.
   *
   * @throws {Error} if nobody listens, or whoever does speaks something else
   */
  static async connect(port: number, type: SocketType): Promise<ZmtpSocket> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.setNoDelay(true);
    const socket = new ZmtpSocket(connection);
    try {
      await socket.#shakeHands(type);
      if (type === "SUB") await socket.send([Uint8Array.of(1)]);
      return socket;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** Sends one message of one or more frames. */
  async send(frames: readonly Uint8Array[]): Promise<void> {
    await this.#write(encodeMessage(frames));
  }

  /**
   * The frames of the next message.
   *
   * @throws {Error} if the peer closes the connection first
   */
  async receive(): Promise<Uint8Array[]> {
    const frames: Uint8Array[] = [];
    while (true) {
      const { flags, body } = await this.#readFrame();
      if (flags & COMMAND) continue;
      frames.push(body);
      if (!(flags & MORE)) return frames;
    }
  }

  /** Closes the connection; whoever is receiving gets an error. */
  close(): void {
    this.#connection.close();
  }

  async #shakeHands(type: SocketType): Promise<void> {
    const greeting = new Uint8Array(GREETING_LENGTH);
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3]);
    greeting.set(Buffer.from("NULL"), 12);
    await this.#write(greeting);
    const [first] = await this.#read(GREETING_LENGTH);
    if (first !== 0xff) throw new Error("Cannot connect: the peer does not speak ZMTP");
    const ready = Buffer.concat([
      Buffer.from("\x05READY"),
      property("Socket-Type", type),
      property("Identity", ""),
    ]);
    await this.#write(encodeFrame(ready, COMMAND));
    const { flags, body } = await this.#readFrame();
    if (!(flags & COMMAND) || !Buffer.from(body).toString("latin1").startsWith("\x05READY")) {
      throw new Error("Cannot connect: the peer is not ready for this kind of socket");
    }
  }

  async #readFrame(): Promise<{ readonly flags: number; readonly body: Uint8Array }> {
    const flags = (await this.#read(1))[0]!;
    const length = flags & LONG
      ? Number(Buffer.from(await this.#read(8)).readBigUInt64BE())
      : (await this.#read(1))[0]!;
    return { flags, body: await this.#read(length) };
  }

  /** Exactly so many bytes. */
  async #read(count: number): Promise<Uint8Array> {
    const chunks = [this.#received];
    let have = this.#received.length;
    while (have < count) {
      const chunk = new Uint8Array(1 << 16);
      const got = await this.#connection.read(chunk);
      if (got === null) throw new Error("Cannot receive: the peer closed the connection");
      chunks.push(chunk.subarray(0, got));
      have += got;
    }
    const bytes = Buffer.concat(chunks);
    this.#received = bytes.subarray(count);
    return bytes.subarray(0, count);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      written += await this.#connection.write(bytes.subarray(written));
    }
  }
}

/** The bytes of a message: every frame but the last says that more follow. */
export function encodeMessage(frames: readonly Uint8Array[]): Uint8Array {
  const last = frames.length - 1;
  return Buffer.concat(frames.map((frame, n) => encodeFrame(frame, n < last ? MORE : 0)));
}

/** Flags, length (8 bytes from 256 bytes on, else 1), body. */
function encodeFrame(body: Uint8Array, flags: number): Uint8Array {
  if (body.length < 256) return Buffer.concat([Uint8Array.of(flags, body.length), body]);
  const head = Buffer.alloc(9);
  head[0] = flags | LONG;
  head.writeBigUInt64BE(BigInt(body.length), 1);
  return Buffer.concat([head, body]);
}

/** A property of the READY command: both lengths stand before their texts. */
function property(name: string, value: string): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([Uint8Array.of(name.length), Buffer.from(name), length, Buffer.from(value)]);
}
