import { assert, assertEquals } from "@std/assert";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";
import { isLoopback } from "../../lib/viewer/access.ts";
import { ask, assertRefused } from "./api_client.ts";
import { head, sendRaw } from "./raw_request.ts";
import { handleOf, makeSample, serveSample, testRunning } from "./sample.ts";

const TOKEN = "3f9c-a-token-for-tests-0b71";
const sample = await makeSample();
const open = await serveSample(sample);
const locked = await serveSample(sample, { token: TOKEN });
const host = new URL(open.url).host;

Deno.test.afterAll(async () => {
  await Promise.all([open.close(), locked.close()]);
  await sample.remove();
});

testRunning("a viewer with a token refuses all but the login, its style and health", async () => {
  const paths = [
    "/api/collection",
    "/api/cases/x",
    `/api/cases/${handleOf(sample.cases[0]!)}/image`,
    "/api/metrics",
    "/api/openapi.json",
    "/api/nothing",
    "/main.ts",
    "/index.html",
    "/nothing",
  ];
  for (const path of paths) {
    const answer = await ask<{ error: string }>(locked, path);
    assertRefused(answer, 401, /asks for a token/);
    assertEquals(answer.headers.get("www-authenticate"), "Bearer");
  }
  const search = await ask<{ error: string }>(locked, "/api/search", {
    method: "POST",
    body: await sample.film(sample.cases[0]!.id),
  });
  assertRefused(search, 401, /token/);
  const page = await ask(locked, "/");
  assertEquals([page.status, page.headers.get("location")], [303, "/login"]);
  for (
    const path of ["/login", "/style.css", "/icon.svg", "/vendor/inter.woff2", "/api/health"]
  ) {
    assertEquals((await ask(locked, path)).status, 200, path);
  }
});

testRunning("a viewer with a token lets in who knows it", async () => {
  const collection = (authorization: string) =>
    ask(locked, "/api/collection", { headers: { Authorization: authorization } });
  assertEquals((await collection(`Bearer ${TOKEN}`)).status, 200);
  assertEquals((await collection(`bearer ${TOKEN}`)).status, 200);
  for (const wrong of ["Bearer ", `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN]) {
    assertEquals((await collection(wrong)).status, 401, wrong);
  }
});

testRunning("the login sets a cookie that lets in until the logout", async () => {
  const login = await ask(locked, "/login", {
    method: "POST",
    body: new URLSearchParams({ token: TOKEN }),
  });
  assertEquals([login.status, login.headers.get("location")], [303, "/"]);
  const set = login.headers.get("set-cookie")!;
  assert(/^cohash_session=[\w-]{43}; .*Path=\/; HttpOnly; SameSite=Strict$/.test(set), set);
  assert(!set.includes(TOKEN));
  const cookie = set.split(";")[0]!;
  const status = async (cookie: string) =>
    (await ask(locked, "/api/collection", { headers: { Cookie: cookie } })).status;
  assertEquals(await status(cookie), 200);
  assertEquals(await status("cohash_session=" + "A".repeat(43)), 401);
  await ask(locked, "/logout", { method: "POST", headers: { Cookie: cookie } });
  assertEquals(await status(cookie), 401);
});

testRunning("the login's cookie is for HTTPS alone where the page came by it", async () => {
  const login = await ask(locked, "/login", {
    method: "POST",
    body: new URLSearchParams({ token: TOKEN }),
    headers: { Origin: `https://${new URL(locked.url).host}` },
  });
  assertEquals(login.status, 303);
  assert(/; HttpOnly; Secure; SameSite=Strict$/.test(login.headers.get("set-cookie")!));
});

testRunning(
  "many wrong tokens make their address wait, and nobody who knows the token",
  async () => {
    const viewer = await serveSample(sample, { token: TOKEN, trustedProxies: ["127.0.0.1"] });
    let sent = 0;
    const login = (token: string, from = "192.0.2.1") =>
      ask<{ error: string }>(viewer, "/login", {
        method: "POST",
        body: new URLSearchParams({ token }),
        // A server in front adds the last address; senders can make up the others.
        headers: { "X-Forwarded-For": `198.51.100.${sent++}, ${from}` },
      });
    const first = await login("wrong");
    assertEquals([first.status, first.headers.get("set-cookie")], [401, null]);
    assert(new TextDecoder().decode(first.bytes).includes("This is not the token"));
    for (let tries = 1; tries < 10; tries++) assertEquals((await login("wrong")).status, 401);
    const late = await login("wrong");
    assertRefused(late, 429, /wait a minute/);
    assertEquals(late.headers.get("retry-after"), "60");
    assertEquals((await login("wrong", "2001:db8::1")).status, 401);
    assertEquals((await login("wrong", "2001:db8::2")).status, 401);
    assertEquals((await login("wrong", "nonsense")).status, 401);
    assertEquals((await login(TOKEN)).status, 303);
    const headers = { Authorization: `Bearer ${TOKEN}`, "X-Forwarded-For": "192.0.2.1" };
    assertEquals((await ask(viewer, "/api/collection", { headers })).status, 200);
    await viewer.close();
  },
);

testRunning("a viewer refuses requests that name another host", async () => {
  const line = (name: string) => sendRaw(open.url, head("GET", "/api/health", { Host: name }));
  assertEquals(await line(host), "HTTP/1.1 200 OK");
  assertEquals(await line("localhost:8000"), "HTTP/1.1 200 OK");
  assertEquals(await line("LOCALHOST"), "HTTP/1.1 200 OK");
  assertEquals(await line("[::1]:8000"), "HTTP/1.1 200 OK");
  for (const name of ["evil.example", "evil.example:8000", "localhost.evil.example", "10.0.0.1"]) {
    assertEquals(await line(name), "HTTP/1.1 421 Misdirected Request", name);
  }
  assert(/^HTTP\/1.1 4(00|21) /.test(await sendRaw(open.url, "GET / HTTP/1.1\r\n\r\n")));
});

testRunning("a viewer answers to the names that it is given", async () => {
  const named = await serveSample(sample, { names: ["viewer.hospital.example"] });
  const health = head("GET", "/api/health", { Host: "Viewer.Hospital.Example" });
  assertEquals(await sendRaw(named.url, health), "HTTP/1.1 200 OK");
  await named.close();
});

testRunning("a viewer refuses requests of other web pages", async () => {
  const health = (
    method: string,
    headers: Readonly<Record<string, string>>,
    path = "/api/search",
  ) => sendRaw(open.url, head(method, path, { Host: host, "Content-Length": "0", ...headers }));
  const refused = "HTTP/1.1 403 Forbidden";
  assertEquals(await health("POST", { Origin: "https://evil.example" }), refused);
  assertEquals(await health("POST", { Origin: "null" }), refused);
  assertEquals(await health("POST", { Origin: "http://127.0.0.1:1" }), refused);
  assertEquals(await health("POST", { "Sec-Fetch-Site": "cross-site" }), refused);
  assertEquals(await health("GET", { "Sec-Fetch-Site": "cross-site" }, "/api/cases"), refused);
  assertEquals(await health("GET", { "Sec-Fetch-Site": "same-site" }, "/main.ts"), refused);
  const link = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" };
  assertEquals(await health("GET", link, "/"), "HTTP/1.1 200 OK");
  assertEquals(await health("GET", link, "/api/collection"), refused);
  assertEquals(await health("POST", link, "/login"), refused);
  const own = { Origin: `http://${host}`, "Sec-Fetch-Site": "same-origin" };
  assertEquals(await health("POST", own), "HTTP/1.1 415 Unsupported Media Type");
  assertEquals(await health("OPTIONS", { Origin: "https://evil.example" }), refused);
});

testRunning("every answer carries the protective headers, errors too", async () => {
  const paths = [
    "/",
    "/login",
    "/style.css",
    "/api/collection",
    "/api/nothing",
    "/api/cases/x/image",
  ];
  for (const path of [...paths, `/api/cases/${handleOf(sample.cases[0]!)}/image`]) {
    const { headers } = await ask(open, path);
    const policy = headers.get("content-security-policy")!;
    assert(policy.startsWith("default-src 'none'; script-src 'self';"), path);
    assert(policy.includes("frame-ancestors 'none'") && !policy.includes("unsafe"), path);
    const expected = {
      "cache-control": "no-store",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    };
    for (const [name, value] of Object.entries(expected)) {
      const isOwn = path === "/login" && name === "referrer-policy";
      assertEquals(headers.get(name), isOwn ? "same-origin" : value, `${name} of ${path}`);
    }
    assertEquals([headers.get("server"), headers.get("x-powered-by")], [null, null]);
    assertEquals(headers.get("access-control-allow-origin"), null);
  }
});

testRunning("the page has no script or style of its own within it", async () => {
  for (const path of ["/", "/login"]) {
    const text = new TextDecoder().decode((await ask(open, path)).bytes);
    assert(!/<script(?![^>]*\bsrc="\/)|<style|\son\w+=|\sstyle=|https?:\/\//.test(text), text);
  }
});

testRunning("no path leads to a file outside the page and the index", async () => {
  const secret = `${sample.folder}/../${sample.folder.split("/").at(-1)}/phantom_00000_000.png`;
  const paths = [
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc/passwd",
    "/web/main.ts",
    "/viewer.ts",
    "//etc/passwd",
    "/vendor/../viewer.ts",
    "/main.ts%00.css",
    "/api/cases/..%2f..%2fetc%2fpasswd/image",
    "/api/cases/%2fetc%2fpasswd/image",
    `/api/cases/${encodeURIComponent(secret)}/image`,
    "/api/cases/phantom_00000_000.png/image",
    "/api/cases/phantom_00000_000/image",
    "/api/cases/%/image",
    "/api/cases/%ff%fe/image",
  ];
  for (const path of paths) {
    const line = await sendRaw(open.url, head("GET", path, { Host: host }));
    assert(/^HTTP\/1.1 40[04] /.test(line), `${path}: ${line}`);
  }
});

testRunning("cases whose ids hold slashes and dots are served by id", async () => {
  const ids = ["../a b/ü%2f?.png", ".", "..", "\u202egnp.mlif", "long ".repeat(200)];
  const odd = ids.map((id) => ({ ...sample.cases[0]!, id, image: "phantom_00000_000.png" }));
  const store = HammingIndex.empty(sample.index.info);
  store.add(odd, new Uint8Array(4 * odd.length));
  const viewer = await serveSample(sample, { store });
  for (const one of odd) {
    const { status } = await ask(viewer, `/api/cases/${handleOf(one)}/image?size=16`);
    assertEquals(status, 200, one.id);
  }
  await viewer.close();
});

Deno.test("isLoopback() knows which addresses stay on the machine", () => {
  for (const host of ["localhost", "127.0.0.1", "127.8.9.1", "::1"]) assert(isLoopback(host));
  for (const host of ["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example", "1270.0.0.1", ""]) {
    assert(!isLoopback(host), host);
  }
});
