import { assert, assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../../lib/base/errors.ts";
import { readUsers, userWith } from "../../../lib/viewer/security/users.ts";
import { ask, assertRefused } from "../api_client.ts";
import { head, sendRaw } from "../raw_request.ts";
import { makeSample, serveSample, testRunning } from "../sample.ts";

const roles = { reader: ["*"], researcher: ["research"], admin: ["ada"] };
const proxyUsers = {
  kind: "proxy" as const,
  userHeader: "X-Remote-User",
  groupsHeader: "X-Remote-Groups",
  roles,
};
type Answer = { readonly user: object; readonly error: string };

Deno.test("userWith() gives the greatest role of a name and its groups", () => {
  assertEquals(userWith("x", [], roles), { name: "x", role: "reader" });
  assertEquals(userWith("x", ["research"], roles), { name: "x", role: "researcher" });
  assertEquals(userWith("ada", ["research"], roles), { name: "ada", role: "admin" });
  assertEquals(userWith("x", ["y"], { ...roles, reader: ["z"] }), undefined);
});

Deno.test("readUsers() says what does not fit", () => {
  const refuses = (text: string, words: RegExp) => {
    const { message } = assertThrows(() => readUsers(text, "users.json"), InputError);
    assert(words.test(message), message);
  };
  refuses("{", /users\.json of --users: it is no JSON/);
  refuses('{"kind":"ldap"}', /kind/);
  refuses('{"kind":"proxy","roles":{}}', /userHeader/);
  refuses('{"kind":"proxy","userHeader":"U","roles":{"boss":["x"]}}', /boss/);
  refuses('{"kind":"oidc","issuer":"ftp://x","clientId":"c","viewer":"v","roles":{}}', /issuer/);
  const read = readUsers('{"kind":"proxy","userHeader":"U","roles":{"reader":["*"]}}', "x");
  assertEquals(read.roles, { reader: ["*"], researcher: [], admin: [] });
});

testRunning("a trusted proxy names users, and nobody else does", async () => {
  const sample = await makeSample();
  const ask2 = (viewer: Awaited<ReturnType<typeof serveSample>>, headers: Record<string, string>) =>
    ask<Answer>(viewer, "/api/collection", { headers });
  const trusted = await serveSample(sample, { users: proxyUsers, trustedProxies: ["127.0.0.1"] });
  const jane = await ask2(trusted, { "X-Remote-User": "jane", "X-Remote-Groups": "x, research" });
  assertEquals(jane.json.user, { name: "jane", role: "researcher" });
  assertRefused(await ask2(trusted, {}), 401, /at the server in front/);
  assertRefused(await ask2(trusted, { "X-Remote-User": " " }), 401, /at the server in front/);
  assertEquals((await ask(trusted, "/")).status, 401);
  // There is no token, and so none that lets anyone in.
  const body = new URLSearchParams({ token: "" });
  const login = await ask(trusted, "/login", { method: "POST", body });
  assertEquals([login.status, login.headers.get("set-cookie")], [401, null]);
  await trusted.close();
  const elsewhere = await serveSample(sample, { users: proxyUsers, trustedProxies: ["10.0.0.1"] });
  assertRefused(await ask2(elsewhere, { "X-Remote-User": "ada" }), 401, /at the server in front/);
  await elsewhere.close();
  const strict = { ...proxyUsers, roles: { ...roles, reader: [] } };
  const few = await serveSample(sample, { users: strict, trustedProxies: ["127.0.0.1"] });
  assertRefused(await ask2(few, { "X-Remote-User": "jane" }), 403, /"jane" has no role/);
  await few.close();
  await sample.remove();
});

testRunning(
  "behind HTTPS the cookie is for this host alone, and browsers are told to stay",
  async () => {
    const token = "3f9c-a-token-for-tests-0b71";
    const sample = await makeSample();
    const viewer = await serveSample(sample, { token, trustedProxies: ["127.0.0.1"] });
    const secure = { "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1" };
    const login = (headers: Record<string, string>) =>
      ask(viewer, "/login", { method: "POST", body: new URLSearchParams({ token }), headers });
    const { headers } = await login(secure);
    const set = headers.get("set-cookie")!;
    assert(
      /^__Host-cohash_session=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/.test(set),
    );
    assertEquals(headers.get("strict-transport-security"), "max-age=31536000");
    const status = async (cookie: string, more: Record<string, string> = {}) =>
      (await ask(viewer, "/api/collection", { headers: { Cookie: cookie, ...more } })).status;
    const cookie = set.split(";")[0]!;
    assertEquals(await status(cookie, secure), 200);
    // What plain HTTP or another host of the domain could have set does not count.
    assertEquals(await status(cookie.replace("__Host-", ""), secure), 401);
    const plain = await login({});
    assert(plain.headers.get("set-cookie")!.startsWith("cohash_session="));
    assertEquals(plain.headers.get("strict-transport-security"), null);
    await viewer.close();
    // From elsewhere than a trusted proxy the header counts for nothing.
    const direct = await serveSample(sample, { token });
    assertEquals((await ask(direct, "/login", { headers: secure })).headers.get(HSTS), null);
    const host = new URL(direct.url).host;
    assertEquals(
      await sendRaw(direct.url, head("GET", "/api/health", { Host: host, ...secure })),
      "HTTP/1.1 200 OK",
    );
    await direct.close();
    await sample.remove();
  },
);

const HSTS = "strict-transport-security";
