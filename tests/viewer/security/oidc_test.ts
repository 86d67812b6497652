/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../../lib/base/errors.ts";
import { freePorts } from "../../../tools/free_ports.ts";
import { ask, assertRefused } from "../api_client.ts";
import { start, testInBrowser } from "../browser.ts";
import { makeSample, serveSample, testRunning } from "../sample.ts";
import { CLIENT, startProvider } from "./openid_provider.ts";

const sample = await makeSample();
const redirects: string[] = [];
const provider = await startProvider(() => redirects);
const [port = 0] = freePorts(1);
const viewerUrl = `http://127.0.0.1:${port}/`;
const users = {
  kind: "oidc" as const,
  issuer: provider.issuer,
  clientId: CLIENT.id,
  viewer: viewerUrl,
  scope: "openid profile",
  userClaim: "preferred_username",
  groupsClaim: "groups",
  roles: { reader: ["radiology"], researcher: ["research"], admin: ["ada"] },
};
const viewer = await serveSample(sample, { users, clientSecret: CLIENT.secret, port });
redirects.push(`${viewerUrl}login/callback`);

Deno.test.afterAll(async () => {
  await viewer.close();
  await provider.close();
  await sample.remove();
});

const cookieOf = (headers: Headers) =>
  headers.getSetCookie().map((cookie) => cookie.split(";")[0]!).filter((cookie) =>
    !cookie.endsWith("=")
  )
    .join("; ");

/** Begins a login; gives the cookie that it sets and where the provider sends the browser. */
async function begin() {
  const { headers } = await ask(viewer, "/login/provider");
  const answer = await fetch(headers.get("location")!, { redirect: "manual" });
  await answer.body?.cancel();
  return { cookie: cookieOf(headers), back: new URL(answer.headers.get("location")!) };
}

async function logIn(name: string, groups: readonly string[] = []): Promise<string> {
  provider.claims = { preferred_username: name, groups };
  const { cookie, back } = await begin();
  const entered = await ask(viewer, back.pathname + back.search, { headers: { Cookie: cookie } });
  assertEquals(entered.status, 200);
  return cookieOf(entered.headers);
}

const statusOf = async (cookie: string, path = "/api/collection", init: RequestInit = {}) =>
  (await ask(viewer, path, { ...init, headers: { Cookie: cookie, ...init.headers } })).status;

testRunning(
  "users log in at a provider, with the role that they or their groups have",
  async () => {
    assertEquals(await statusOf(""), 401);
    const roleOf = async (cookie: string) =>
      (await ask<{ user: object }>(viewer, "/api/collection", { headers: { Cookie: cookie } })).json
        .user;
    assertEquals(await roleOf(await logIn("jane", ["x", "radiology"])), {
      name: "jane",
      role: "reader",
    });
    assertEquals(await roleOf(await logIn("joe", ["radiology", "research"])), {
      name: "joe",
      role: "researcher",
    });
    assertEquals(await roleOf(await logIn("ada")), { name: "ada", role: "admin" });
  },
);

testRunning(
  "a login is not believed that this browser did not begin, or that was tampered with",
  async () => {
    provider.claims = { preferred_username: "ada" };
    type Problem = { readonly error: string };
    const enter = (back: URL, cookie: string) =>
      ask<Problem>(viewer, back.pathname + back.search, { headers: { Cookie: cookie } });
    const one = await begin();
    assertRefused(await enter(one.back, ""), 400, /This login has ended/);
    assertRefused(await enter(one.back, "cohash_login=AAAA"), 400, /This login has ended/);
    // Another's answer in this browser: login CSRF.
    const other = await begin();
    assertRefused(await enter(other.back, one.cookie), 403, /failed/);
    const forged = new URL(one.back);
    forged.searchParams.set("code", "made up");
    assertRefused(await enter(forged, one.cookie), 403, /failed/);
    for (const spoil of [{ nonce: "x" }, { aud: "another" }, { iss: "http://127.0.0.1:9" }]) {
      provider.spoil = spoil;
      const { back, cookie } = await begin();
      assertRefused(await enter(back, cookie), 403, /failed/);
      provider.spoil = {};
    }
    // An answer counts once.
    const good = await begin();
    assertEquals((await enter(good.back, good.cookie)).status, 200);
    assertRefused(await enter(good.back, good.cookie), 403, /failed/);
    provider.claims = { preferred_username: "stranger" };
    const stranger = await begin();
    const refused = await enter(stranger.back, stranger.cookie);
    assertRefused(refused, 403, /"stranger" has no role/);
    assertEquals(
      refused.headers.getSetCookie().filter((text) => text.startsWith("cohash_session")),
      [],
    );
    provider.claims = {};
    const nameless = await begin();
    assertRefused(await enter(nameless.back, nameless.cookie), 403, /no "preferred_username"/);
  },
);

testRunning("roles may do what the table says, and no more", async () => {
  const [reader, researcher, admin] = [
    await logIn("jane", ["radiology"]),
    await logIn("joe", ["research"]),
    await logIn("ada"),
  ];
  const allowed = async (path: string, init?: RequestInit) => [
    await statusOf(reader, path, init),
    await statusOf(researcher, path, init),
    await statusOf(admin, path, init),
  ];
  assertEquals(await allowed("/api/collection"), [200, 200, 200]);
  assertEquals(await allowed("/api/metrics"), [403, 200, 200]);
  assertEquals(await allowed("/api/cases/nobody"), [403, 404, 404]);
  assertEquals(await allowed("/api/sessions"), [403, 403, 200]);
  const revoke = {
    method: "POST",
    body: JSON.stringify({ user: "nobody" }),
    headers: { "Content-Type": "application/json" },
  };
  assertEquals(await allowed("/api/sessions/revoke", revoke), [403, 403, 200]);
  const refused = await ask<{ error: string }>(viewer, "/api/metrics", {
    headers: { Cookie: reader },
  });
  assertRefused(refused, 403, /for the role "researcher"; yours is "reader"/);
});

testRunning(
  "an administrator ends the logins of a user, and a logout all of one's own",
  async () => {
    const admin = await logIn("ada");
    const [first, second] = [
      await logIn("jane", ["radiology"]),
      await logIn("jane", ["radiology"]),
    ];
    const other = await logIn("joe", ["research"]);
    const headers = { Cookie: admin, "Content-Type": "application/json" };
    const sessions = await ask<{ users: { name: string; sessions: number }[] }>(
      viewer,
      "/api/sessions",
      {
        headers,
      },
    );
    const jane = sessions.json.users.find(({ name }) => name === "jane");
    assert(jane!.sessions >= 2);
    const body = JSON.stringify({ user: "jane" });
    const ended = await ask<{ ended: number }>(viewer, "/api/sessions/revoke", {
      method: "POST",
      body,
      headers,
    });
    assertEquals(ended.json.ended, jane!.sessions);
    assertEquals([await statusOf(first), await statusOf(second), await statusOf(other)], [
      401,
      401,
      200,
    ]);
    const [here, there] = [await logIn("jane", ["radiology"]), await logIn("jane", ["radiology"])];
    await ask(viewer, "/logout", { method: "POST", headers: { Cookie: here } });
    assertEquals([await statusOf(here), await statusOf(there), await statusOf(other)], [
      401,
      401,
      200,
    ]);
  },
);

testInBrowser("a browser logs in at the provider and sees the collection", async () => {
  const { browser } = await start();
  provider.claims = { preferred_username: "jane", groups: ["radiology"] };
  const page = await (await browser.newContext()).newPage();
  await page.goto(viewer.url);
  await page.getByRole("link", { name: "Log in" }).click();
  await page.locator(".cards .card").first().waitFor();
  assertEquals(new URL(page.url()).pathname, "/");
  // A reader searches, and saves nothing.
  await page.locator(".card .film").first().click();
  await page.locator("#hits .card").first().waitFor();
  assertEquals(await page.getByText("Save", { exact: true }).count(), 0);
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("link", { name: "Log in" }).waitFor();
  await page.context().close();
});

testRunning(
  "a provider that is not there, or speaks plain HTTP from elsewhere, is told of",
  async () => {
    const none = { ...users, issuer: "http://127.0.0.1:9/" };
    await assertRejects(
      () => serveSample(sample, { users: none }),
      InputError,
      "Cannot reach the provider",
    );
    const plain = { ...users, issuer: "http://provider.example/" };
    await assertRejects(() => serveSample(sample, { users: plain }), InputError, "Cannot reach");
  },
);

testRunning("where users log in at a provider, no token lets anyone in", async () => {
  const body = new URLSearchParams({ token: "" });
  const login = await ask(viewer, "/login", { method: "POST", body });
  assertEquals([login.status, login.headers.get("set-cookie")], [401, null]);
  const headers = { Authorization: "Bearer x" };
  assertEquals(await statusOf("", "/api/collection", { headers }), 401);
});
