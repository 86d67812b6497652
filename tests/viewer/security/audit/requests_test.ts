import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { sha256Of } from "../../../../lib/base/sha256.ts";
import { AuditLog } from "../../../../lib/viewer/security/audit/log.ts";
import { verifyAudit } from "../../../../lib/viewer/security/audit/verify.ts";
import { ServerSecret } from "../../../../lib/viewer/security/server_secret.ts";
import { ask, assertRefused, post, postFilm } from "../../api_client.ts";
import { handleOf, makeSample, serveSample, testRunning } from "../../sample.ts";

const TOKEN = "3f9c-a-token-for-tests-0b71";
const SECRET = new ServerSecret("a secret of the server");
const sample = await makeSample();
const folder = await Deno.makeTempDir();
const path = join(folder, "audit.log");
const log = await AuditLog.open(path, SECRET, { fileBytes: 1e6 });
const faults: unknown[] = [];
const viewer = await serveSample(sample, {
  token: TOKEN,
  audit: log,
  onFault: (error) => faults.push(error),
  trustedProxies: ["127.0.0.1"],
});
const [one] = sample.cases;
const known = { Authorization: `Bearer ${TOKEN}`, "X-Forwarded-For": "192.0.2.7" };

Deno.test.afterAll(async () => {
  await viewer.close();
  log.close();
  await sample.remove();
  await Deno.remove(folder, { recursive: true });
});

/** What was logged since the last time that this was asked. */
async function logged(): Promise<Record<string, unknown>[]> {
  const { last } = await verifyAudit(path, SECRET);
  const lines = (await Deno.readTextFile(path)).split("\n").slice(read, -1);
  read = last;
  return lines.map((line) => JSON.parse(line));
}
let read = 0;

testRunning(
  "every request about a film or a case leaves a line that says which, and whose",
  async () => {
    const film = await sample.film(one!.id);
    const send = (path: string, init: RequestInit = {}) =>
      ask(viewer, path, { ...init, headers: { ...known, ...init.headers } });
    const json = (path: string, body: unknown) =>
      send(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json" },
      });
    const [handle, other, third] = sample.cases.map(handleOf);
    const told = { "Film-Name": "Doe.png", "Search-Filter": "patient=7" };
    await send("/api/search", { method: "POST", body: film, headers: told });
    await send("/api/pixels", { method: "POST", body: film, headers: told });
    await json("/api/search", { id: one!.id });
    await json("/api/search", { study: [{ id: one!.id }, { handle: other }], like: [third] });
    await json("/api/cases/find", { id: one!.id });
    await json("/api/explain", { query: { id: sample.cases[1]!.id }, case: handle });
    await json("/api/occlusion", { handle });
    await json("/api/cases", { where: "sex=F" });
    await send(`/api/cases/${handle}/image?size=32`);
    await send(`/api/cases/${handle}/pixels`);
    await send("/api/cases/nobody");
    await send("/api/search", { method: "POST", body: "no film" });
    const lines = await logged();
    const digest = sha256Of(film);
    assertEquals(lines.map(({ action, film, cases, status }) => [action, film ?? cases, status]), [
      ["search", digest, 200],
      ["pixels", digest, 200],
      ["search", [handle], 200],
      ["search", [handle, other, third], 200],
      ["find", [handle], 200],
      ["explain", [handle], 200],
      ["occlusion", [handle], 200],
      ["cases", undefined, 200],
      ["image", [handle], 200],
      ["casePixels", [handle], 200],
      ["case", ["nobody"], 404],
      ["search", sha256Of("no film"), 415],
    ]);
    for (const { user, role, address, time } of lines) {
      assertEquals([user, role, address], ["token", "admin", "192.0.2.7"]);
      assert(Math.abs(Date.parse(String(time)) - Date.now()) < 60_000);
    }
    const text = JSON.stringify(lines);
    assert(!text.includes(one!.id) && !text.includes("Doe") && !text.includes("patient"));
    await send("/api/health");
    await send("/");
    assertEquals(await logged(), []);
  },
);

testRunning("who is refused, logs in or out leaves a line, too", async () => {
  const login = (token: string) =>
    ask(viewer, "/login", { method: "POST", body: new URLSearchParams({ token }) });
  await login("wrong");
  const cookie = (await login(TOKEN)).headers.get("set-cookie")!.split(";")[0]!;
  await ask(viewer, "/logout", { method: "POST", headers: { Cookie: cookie } });
  await ask(viewer, `/api/cases/${handleOf(one!)}/image`);
  await ask(viewer, "/api/collection", { headers: { ...known, Origin: "https://evil.example" } });
  const lines = (await logged()).map(({ action, user, status }) => [action, user, status]);
  assertEquals(lines, [
    ["login", "", 401],
    ["login", "token", 303],
    ["logout", "token", 303],
    ["refused", "", 401],
    ["refused", "", 403],
  ]);
  assert(!(await Deno.readTextFile(path)).includes(TOKEN));
});

testRunning("nothing is answered that cannot be logged", async () => {
  await logged();
  await Deno.rename(path, `${path}.away`);
  const words = /audit log cannot be written/;
  const { headers } = { headers: known };
  const image = `/api/cases/${handleOf(one!)}/image`;
  assertRefused(await ask(viewer, image, { headers }), 503, words);
  assertRefused(await ask(viewer, `/api/cases/${handleOf(one!)}/pixels`, { headers }), 503, words);
  const login = await ask<{ error: string }>(viewer, "/login", {
    method: "POST",
    body: new URLSearchParams({ token: TOKEN }),
  });
  assertRefused(login, 503, words);
  assertEquals(login.headers.get("set-cookie"), null);
  assert(login.headers.get("content-security-policy") !== null);
  assertEquals(faults.length, 3);
  assertEquals((await ask(viewer, "/api/health")).status, 200);
  await Deno.rename(`${path}.away`, path);
  assertEquals((await ask(viewer, image, { headers })).status, 200);
  assertEquals((await logged()).length, 1);
});

testRunning("a viewer without a log keeps none", async () => {
  const open = await serveSample(sample);
  assertEquals((await post(open, "/api/search", { id: one!.id })).status, 200);
  assertEquals((await postFilm(open, "/api/search", await sample.film(one!.id))).status, 200);
  await open.close();
});
