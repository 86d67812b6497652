/**
 * Requests written byte by byte, for what no well-behaved client sends.
 *
 * @module
 */

/**
 * Sends text and reads the answer's first line; "" where the connection is closed without one.
 *
 * @param patience Milliseconds to wait; "…" is returned after that
 */
export async function sendRaw(url: string, text: string, patience = 10_000): Promise<string> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve("…"), patience);
  try {
    await connection.write(new TextEncoder().encode(text));
    return await Promise.race([firstLine(connection), late.promise]);
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}

async function firstLine(connection: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(1024);
  try {
    const length = await connection.read(buffer) ?? 0;
    return new TextDecoder().decode(buffer.subarray(0, length)).split("\r\n")[0]!;
  } catch {
    return "";
  }
}

/** The head of a request with some headers of its own. */
export function head(method: string, path: string, headers: Readonly<Record<string, string>>) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}
