import { assertEquals, assertThrows } from "@std/assert";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Hono } from "hono";
import { BusyError } from "../../../lib/viewer/busy_error.ts";
import { knowClient, TrustedProxies } from "../../../lib/viewer/security/client.ts";
import { sharerOf, Shares } from "../../../lib/viewer/security/shares.ts";
import { ANYONE, setUser, TOKEN_HOLDER, type User } from "../../../lib/viewer/security/users.ts";
import { ask, assertRefused, postFilm } from "../api_client.ts";
import { head, sendRaw } from "../raw_request.ts";
import { makeSample, pngFile, serveSample, testRunning } from "../sample.ts";

type Problem = { readonly error: string };

const sample = await makeSample();
const film = await sample.film(sample.cases[0]!.id);
// Clients are told apart as behind a proxy: by the header that it writes.
const viewer = await serveSample(sample, {
  trustedProxies: ["127.0.0.1"],
  limits: { headTime: 3000, requestTime: 4000 },
});
const { host, hostname, port } = new URL(viewer.url);

Deno.test.afterAll(async () => {
  await viewer.close();
  await sample.remove();
});

const from = (client: string) => ({ "X-Forwarded-For": client });

/** The first line of the answer to the beginning of a request, from a client. */
function begin(path: string, client: string): Promise<string> {
  const headers = { Host: host, "Content-Length": "1000", ...from(client) };
  return sendRaw(viewer.url, head("POST", path, headers) + "\x89PNG");
}

/** Time for what was sent to arrive. */
const arrival = () => new Promise((resolve) => setTimeout(resolve, 300));

testRunning("slow logins of one client leave the login to others", async () => {
  const slow = Array.from({ length: 18 }, () => begin("/login", "192.0.2.1"));
  await arrival();
  const login = (client: string) =>
    ask<Problem>(viewer, "/login", { method: "POST", body: "token=x", headers: from(client) });
  assertRefused(await login("192.0.2.1"), 503, /too many logins from you/);
  assertEquals((await login("192.0.2.2")).status, 303);
  await Promise.all(slow);
  assertEquals((await login("192.0.2.1")).status, 303);
});

testRunning("slow uploads of one client leave room for the films of others", async () => {
  const slow = Array.from({ length: 18 }, () => begin("/api/search", "192.0.2.1"));
  await arrival();
  const search = (client: string) =>
    ask<Problem>(viewer, "/api/search", { method: "POST", body: film, headers: from(client) });
  assertRefused(await search("192.0.2.1"), 503, /too many films from you/);
  assertEquals((await search("192.0.2.2")).status, 200);
  await Promise.all(slow);
});

testRunning("readers who take nothing leave pixels to others", async () => {
  const large = await pngFile({ width: 2000, height: 2000, pixels: new Uint8Array(4e6) });
  const read = (client: string) =>
    fetch(new URL("/api/pixels", viewer.url), {
      method: "POST",
      body: Uint8Array.from(large),
      headers: from(client),
    });
  const idle = await Promise.all(Array.from({ length: 4 }, () => read("192.0.2.1")));
  assertEquals(idle.map(({ status }) => status), Array(4).fill(200));
  assertEquals((await read("192.0.2.1")).status, 503);
  const other = await read("192.0.2.2");
  assertEquals((await other.arrayBuffer()).byteLength, 8e6);
  for (const { body } of idle) await body!.cancel();
});

testRunning("a thousand idle connections of one client shut nobody out", async () => {
  const direct = await serveSample(sample, { limits: { connections: 40, headTime: 60_000 } });
  const port = Number(new URL(direct.url).port);
  const open = (localAddress: string) => connect({ host: hostname, port, localAddress });
  let closed = 0;
  const idle: Socket[] = [];
  // No more at a time than wait to be accepted: of others a client does not hear.
  for (let opened = 0; opened < 1000; opened += 100) {
    for (let n = 0; n < 100; n++) {
      idle.push(open("127.0.0.1").on("error", () => {}).once("close", () => closed++));
    }
    for (let waits = 0; waits < 200 && closed < opened + 90; waits++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const other = open("127.0.0.2");
  other.write(head("GET", "/api/health", { Host: new URL(direct.url).host }));
  const [answer] = await once(other, "data");
  assertEquals(String(answer).split("\r\n")[0], "HTTP/1.1 200 OK");
  assertEquals(closed, 990);
  for (const socket of [...idle, other]) socket.destroy();
  await direct.close();
});

testRunning("many connections of a trusted proxy are no single client's", async () => {
  const idle = Array.from({ length: 200 }, () => connect({ host: hostname, port: Number(port) }));
  await Promise.all(idle.map((socket) => once(socket, "connect")));
  assertEquals((await postFilm(viewer, "/api/search", film)).status, 200);
  assertEquals(idle.every((socket) => !socket.destroyed), true);
  for (const socket of idle) socket.destroy();
});

Deno.test("sharerOf() tells persons apart by name, and others by network", async () => {
  const sharer = async (user?: User) => {
    const app = new Hono();
    app.use(knowClient(new TrustedProxies([])));
    app.get("/", (context) => {
      if (user !== undefined) setUser(context, user);
      return context.text(sharerOf(context));
    });
    const connection = { incoming: { socket: { remoteAddress: "192.0.2.1" } } };
    return await (await app.request("/", {}, connection)).text();
  };
  assertEquals(await sharer({ name: "ada", role: "reader" }), "user ada");
  for (const user of [undefined, ANYONE, TOKEN_HOLDER]) {
    assertEquals(await sharer(user), "192.0.2.1");
  }
});

Deno.test("Shares gives each client a part, and never more than there is", () => {
  const shares = new Shares("films", { total: 5, share: 0.5 });
  const giveBack = shares.take("a");
  shares.take("a");
  assertThrows(() => shares.take("a"), BusyError, "too many films from you at once");
  shares.take("b", 2);
  shares.take("c");
  assertThrows(() => shares.take("d"), BusyError, "too many films at once; try again soon");
  giveBack();
  giveBack();
  shares.take("d");
  assertThrows(() => shares.take("e"), BusyError, "too many films at once");
  assertThrows(() => new Shares("films", { total: 3, share: 0.1 }).take("a", 2), BusyError);
});
