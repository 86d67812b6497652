import { assertEquals, assertThrows } from "@std/assert";
import { Hono } from "hono";
import { InputError } from "../../../lib/base/errors.ts";
import {
  type Client,
  clientOf,
  knowClient,
  TrustedProxies,
} from "../../../lib/viewer/security/client.ts";

/** The client of a request that comes from `remote`. */
async function clientFrom(
  { proxies = [], remote, forwarded }: {
    readonly proxies?: readonly string[];
    readonly remote: string | undefined;
    readonly forwarded?: string;
  },
): Promise<Client> {
  const app = new Hono();
  app.use(knowClient(new TrustedProxies(proxies)));
  app.get("/", (context) => context.json(clientOf(context)));
  const headers = forwarded === undefined ? {} : { "X-Forwarded-For": forwarded };
  const connection = { incoming: { socket: { remoteAddress: remote } } };
  return await (await app.request("/", { headers }, connection)).json();
}

async function addressFrom(options: Parameters<typeof clientFrom>[0]): Promise<string> {
  return (await clientFrom(options)).address;
}

Deno.test("clientOf() believes nobody but trusted proxies", async () => {
  const forwarded = "203.0.113.9";
  assertEquals(await addressFrom({ remote: "192.0.2.1", forwarded }), "192.0.2.1");
  assertEquals(await addressFrom({ remote: "127.0.0.1", forwarded }), "127.0.0.1");
  const proxies = ["127.0.0.1"];
  assertEquals(await addressFrom({ proxies, remote: "127.0.0.1", forwarded }), "203.0.113.9");
  assertEquals(await addressFrom({ proxies, remote: "127.0.0.2", forwarded }), "127.0.0.2");
  assertEquals(await addressFrom({ proxies, remote: "127.0.0.1" }), "127.0.0.1");
});

Deno.test("clientOf() takes the last address that is no trusted proxy", async () => {
  const proxies = ["127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48"];
  const from = (forwarded: string) => addressFrom({ proxies, remote: "127.0.0.1", forwarded });
  assertEquals(await from("198.51.100.1, 203.0.113.9"), "203.0.113.9");
  assertEquals(await from("203.0.113.9, 10.1.2.3"), "203.0.113.9");
  assertEquals(await from("203.0.113.9,10.1.2.3,2001:DB8:1::7"), "203.0.113.9");
  assertEquals(await from("10.9.9.9, 10.1.2.3"), "10.9.9.9");
  assertEquals(await from("203.0.113.9, nonsense"), "127.0.0.1");
  assertEquals(await from("203.0.113.9, 1"), "127.0.0.1");
  assertEquals(await from("nonsense, 203.0.113.9"), "203.0.113.9");
  assertEquals(await from(""), "127.0.0.1");
});

Deno.test("clientOf() writes an address in one way, and counts IPv6 by its network", async () => {
  assertEquals(await clientFrom({ remote: "::ffff:192.0.2.1" }), {
    address: "192.0.2.1",
    network: "192.0.2.1",
  });
  const home = { address: "2001:db8:0:7::1", network: "2001:db8:0:7::/64" };
  assertEquals(await clientFrom({ remote: "2001:0DB8:0:7:0:0:0:1" }), home);
  assertEquals((await clientFrom({ remote: "2001:db8:0:7:ffff::2" })).network, home.network);
  assertEquals(await clientFrom({ remote: "fe80::1%eth0" }), {
    address: "fe80::1%eth0",
    network: "fe80::/64",
  });
  assertEquals(await addressFrom({ remote: undefined }), "unknown");
});

Deno.test("a trusted proxy in IPv4 is one in IPv6, too", async () => {
  const asked = { remote: "::ffff:127.0.0.1", forwarded: "203.0.113.9" };
  assertEquals(await addressFrom({ ...asked, proxies: ["127.0.0.1"] }), "203.0.113.9");
  assertEquals(await addressFrom({ ...asked, proxies: ["::ffff:127.0.0.1"] }), "203.0.113.9");
});

Deno.test("TrustedProxies refuses what is no address", () => {
  for (const proxy of ["", "nginx", "10.0.0.0/33", "10/8", "1", "::/129", "10.0.0.1/8/9"]) {
    const error = assertThrows(() => new TrustedProxies([proxy]), InputError);
    assertEquals(error.message.startsWith(`Cannot trust the proxy "${proxy}"`), true);
  }
});
