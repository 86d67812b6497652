import { assert, assertEquals } from "@std/assert";
import { FailedLogins } from "../../../lib/viewer/security/failed_logins.ts";
import { ask } from "../api_client.ts";
import { makeSample, serveSample, testRunning } from "../sample.ts";

/** How many of so many failures are counted. */
const counted = (failures: FailedLogins, clients: readonly string[], now: number) =>
  clients.filter((client) => failures.count(client, now)).length;

const many = (count: number) => Array.from({ length: count }, (_, n) => `client ${n}`);

Deno.test("FailedLogins lets a client fail ten times a minute", () => {
  const failures = new FailedLogins();
  assertEquals(counted(failures, Array(20).fill("a"), 0), 10);
  assertEquals(counted(failures, ["b"], 0), 1);
  assertEquals(counted(failures, ["a"], 59_999), 0);
  assertEquals(counted(failures, Array(20).fill("a"), 60_000), 10);
});

Deno.test("FailedLogins remembers the guilty however many others there are", () => {
  const failures = new FailedLogins();
  counted(failures, Array(10).fill("guilty"), 0);
  const crowd = counted(failures, many(30_000), 1);
  // The others that fit, and ten for all that do not.
  assertEquals(crowd, 9999 + 10);
  assertEquals(counted(failures, ["guilty"], 2), 0);
  assertEquals(counted(failures, ["guilty", "another"], 70_000), 2);
});

testRunning("three hundred guesses with invented addresses are refused but for ten", async () => {
  const sample = await makeSample();
  const viewer = await serveSample(sample, { token: "3f9c-a-token-for-tests-0b71" });
  const statuses = new Map<number, number>();
  const guess = async (n: number) => {
    const { status } = await ask(viewer, "/login", {
      method: "POST",
      body: new URLSearchParams({ token: `guess ${n}` }),
      headers: { "X-Forwarded-For": `203.0.${n >> 8}.${n & 255}` },
    });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  for (let n = 0; n < 300; n += 4) {
    await Promise.all([guess(n), guess(n + 1), guess(n + 2), guess(n + 3)]);
  }
  // A slow machine may need more than one minute.
  assert(statuses.get(401)! <= 30, `${statuses.get(401)} guesses passed`);
  assertEquals(statuses.get(401)! + statuses.get(429)!, 300);
  await viewer.close();
  await sample.remove();
});
