import { assertEquals, assertRejects } from "@std/assert";
import { encodeMessage, ZmtpSocket } from "../../../tools/notebooks/zmtp.ts";

Deno.test("encodeMessage() says of every frame but the last that more follow", () => {
  const frames = [Uint8Array.of(7, 8), new Uint8Array(0), Uint8Array.of(9)];
  assertEquals([...encodeMessage(frames)], [1, 2, 7, 8, 1, 0, 0, 1, 9]);
});

Deno.test("encodeMessage() takes eight bytes for the length of a frame from 256 bytes on", () => {
  const short = encodeMessage([new Uint8Array(255)]);
  assertEquals([...short.subarray(0, 2)], [0, 255]);
  const long = encodeMessage([new Uint8Array(256)]);
  assertEquals([...long.subarray(0, 9)], [2, 0, 0, 0, 0, 0, 0, 1, 0]);
  assertEquals(long.length, 9 + 256);
});

Deno.test("ZmtpSocket shakes hands and receives a message that arrives in pieces", async () => {
  const body = Uint8Array.from({ length: 300 }, (_, i) => i % 251);
  await withPeer(async (peer) => {
    await peer.answer(GREETING);
    await peer.answer(READY);
    const message = encodeMessage([Uint8Array.of(1, 2, 3), body]);
    await peer.answer(message.subarray(0, 5));
    await delay(10);
    await peer.answer(message.subarray(5));
  }, async (port) => {
    const socket = await ZmtpSocket.connect(port, "DEALER");
    const [first, second] = await socket.receive();
    assertEquals([...first!], [1, 2, 3]);
    assertEquals(Array.from(second!), Array.from(body));
    socket.close();
  });
});

Deno.test("ZmtpSocket refuses a peer that speaks something else", async () => {
  const hello = new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n".padEnd(64));
  await withPeer((peer) => peer.answer(hello), async (port) => {
    await assertRejects(
      () => ZmtpSocket.connect(port, "DEALER"),
      Error,
      "does not speak ZMTP",
    );
  });
});

Deno.test("ZmtpSocket says so when the peer leaves", async () => {
  await withPeer(async (peer) => {
    await peer.answer(GREETING);
    await peer.answer(READY);
  }, async (port) => {
    const socket = await ZmtpSocket.connect(port, "SUB");
    await assertRejects(() => socket.receive(), Error, "closed the connection");
    socket.close();
  });
});

const GREETING = new Uint8Array(64);
GREETING.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, 0x4e, 0x55, 0x4c, 0x4c]);
/** A READY command without properties. */
const READY = Uint8Array.of(4, 6, 5, 0x52, 0x45, 0x41, 0x44, 0x59);

interface Peer {
  answer(bytes: Uint8Array): Promise<void>;
}

/** Runs a client against a peer that says what it is told and then leaves. */
async function withPeer(
  speak: (peer: Peer) => Promise<void>,
  client: (port: number) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serve = async () => {
    const connection = await listener.accept();
    await speak({
      async answer(bytes) {
        for (let sent = 0; sent < bytes.length;) {
          sent += await connection.write(bytes.subarray(sent));
        }
      },
    });
    // What the client said is read before leaving, since an unread rest would reset the connection.
    await connection.closeWrite();
    for await (const _ of connection.readable);
  };
  await Promise.all([serve(), client(listener.addr.port)]);
  listener.close();
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
