import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { Sessions } from "../../../lib/viewer/security/sessions.ts";
import type { User } from "../../../lib/viewer/security/users.ts";

const JANE: User = { name: "jane", role: "reader" };
const JOE: User = { name: "joe", role: "admin" };
const MINUTE = 60_000;

/** Sessions behind a server, at a time that the test sets. */
function office() {
  let now = 0;
  const sessions = new Sessions({ idle: 30 * MINUTE, longest: 120 * MINUTE }, () => now);
  const app = new Hono();
  const plain = { isSecure: false };
  app.post("/in/:name", (context) => {
    sessions.begin(context, context.req.param("name") === "jane" ? JANE : JOE, plain);
    return context.text("");
  });
  app.post("/out", (context) => {
    sessions.end(context, { isShared: context.req.query("shared") === "1" });
    return context.text("");
  });
  app.get("/", (context) => context.text(sessions.userOf(context, plain)?.name ?? ""));
  const send = (path: string, method: string, Cookie = "") =>
    app.request(path, { method, headers: { Cookie } });
  return {
    sessions,
    wait: (minutes: number) => now += minutes * MINUTE,
    logIn: async (name: string) =>
      (await send(`/in/${name}`, "POST")).headers.get("set-cookie")!.split(";")[0]!,
    logOut: (cookie: string, shared = "") => send(`/out?shared=${shared}`, "POST", cookie),
    who: async (cookie: string) => await (await send("/", "GET", cookie)).text(),
  };
}

Deno.test("a session ends when nothing is asked for half an hour", async () => {
  const { wait, logIn, who } = office();
  const cookie = await logIn("jane");
  wait(29);
  assertEquals(await who(cookie), "jane");
  wait(29);
  assertEquals(await who(cookie), "jane");
  wait(30);
  assertEquals(await who(cookie), "");
  wait(-30);
  assertEquals(await who(cookie), "");
});

Deno.test("a session ends after its longest time, however busy it is", async () => {
  const { wait, logIn, who } = office();
  const cookie = await logIn("jane");
  for (let minutes = 0; minutes < 110; minutes += 10) {
    wait(10);
    assertEquals(await who(cookie), "jane");
  }
  wait(10);
  assertEquals(await who(cookie), "");
});

Deno.test("a logout ends all sessions of a user, and of a shared token that one", async () => {
  const { logIn, logOut, who, sessions } = office();
  const [one, two, joe] = [await logIn("jane"), await logIn("jane"), await logIn("joe")];
  assertEquals(sessions.list().map(({ user, sessions }) => [user.name, sessions]), [
    ["jane", 2],
    ["joe", 1],
  ]);
  await logOut(one);
  assertEquals([await who(one), await who(two), await who(joe)], ["", "", "joe"]);
  const other = await logIn("joe");
  await logOut(joe, "1");
  assertEquals([await who(joe), await who(other)], ["", "joe"]);
  assertEquals([sessions.revoke("joe"), sessions.revoke("joe")], [1, 0]);
  assertEquals(await who(other), "");
});

Deno.test("of too many sessions the one that was not used for longest gives way", async () => {
  const { logIn, who } = office();
  const [busy, idle] = [await logIn("jane"), await logIn("jane")];
  await who(busy);
  for (let n = 0; n < 999; n++) await logIn("joe");
  assertEquals([await who(busy), await who(idle)], ["jane", ""]);
});
