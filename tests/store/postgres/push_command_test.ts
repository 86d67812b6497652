import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../../lib/base/errors.ts";
import { HammingIndex } from "../../../lib/store/memory/hamming_index.ts";
import { createServerStore, openStore } from "../../../lib/store/open_store.ts";
import { push as pushCases } from "../../../lib/store/postgres/push.ts";
import { connect } from "../../../lib/store/postgres/server_connection.ts";
import { parseServerUrl } from "../../../lib/store/postgres/server_url.ts";
import { temporaryFolder } from "../../helpers/folders.ts";
import { mistakeOf, resultOf, runCommand, startCommand } from "../../cli/commands.ts";
import { debianServer, SKIPPED } from "../../../tools/postgres/debian_server.ts";

const server = await debianServer();
const cwd = await temporaryFolder();

function testWithServer(name: string, body: (url: string) => Promise<void>): void {
  const title = server === undefined ? `${name} (${SKIPPED})` : name;
  Deno.test({ name: title, ignore: server === undefined, fn: () => body(server!.url) });
}

/** Saves an index of so many cases in a folder of this name. */
async function savedIndex(name: string, count: number, model = "m"): Promise<HammingIndex> {
  const index = HammingIndex.empty({ bits: 16, model, labelNames: ["Effusion"] });
  const film = { patient: "1", labels: [], unknown: [], sex: "F", age: 60, view: "PA", image: "" };
  const cases = Array.from({ length: count }, (_, n) => ({ ...film, id: `${n}.png` }));
  index.add(cases, Uint8Array.from({ length: 2 * count }, (_, n) => n % 251));
  await index.save(join(cwd, name));
  return index;
}

const push = (...args: string[]) => runCommand("push", args, { cwd });

testWithServer("push fills a database that answers as the index does", async (url) => {
  const index = await savedIndex("small", 300);
  const to = ["--to", `${url}&schema=small`];
  const first = await push("small", ...to);
  assertEquals([first.code, first.stderr], [0, ""]);
  assertEquals(first.stdout, "Cases: 300 added, 0 changed, 0 there already.\n");
  assertEquals(
    (await push("small", ...to)).stdout,
    "Cases: 0 added, 0 changed, 300 there already.\n",
  );
  for (const place of [join(cwd, "small"), `${url}&schema=small`]) {
    const store = await openStore(place, { expected: { model: "m", bits: 16 } });
    const request = { code: Uint8Array.of(7, 7), top: 50 };
    assertEquals(await store.search(request), index.searchSync(request));
    await store.close();
  }
  index.remove(["0.png"]);
  await index.save(join(cwd, "small"));
  assertEquals(
    (await push("small", ...to)).stdout,
    "Cases: 0 added, 0 changed, 299 there already. The database also has 1 that the index does " +
      "not have; --prune removes them.\n",
  );
  assertEquals(
    (await push("small", ...to, "--prune")).stdout,
    "Cases: 0 added, 0 changed, 299 there already, 1 removed.\n",
  );
});

testWithServer("a push that is killed goes on where it was", async (url) => {
  const index = await savedIndex("large", 60_000);
  const to = `${url}&schema=large`;
  const store = await createServerStore(to, index.info);
  const child = startCommand("push", ["large", "--to", to], { cwd });
  while (await store.count() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await resultOf(child);
  // What was under way is done or not, once its connection is gone.
  const half = await store.count();
  assert(half > 0 && half % 10_000 === 0, String(half));
  const { stdout } = await push("large", "--to", to, "--quiet");
  const [, added, kept] = /^Cases: (\d+) added, 0 changed, (\d+) there already\.\n$/.exec(stdout)!;
  assertEquals(Number(added) + Number(kept), 60_000);
  assert(Number(kept) >= half);
  assertEquals(await store.count(), 60_000);
  await store.close();
});

testWithServer("Ctrl-C ends a push after the cases at hand", async (url) => {
  const index = await savedIndex("large", 60_000);
  const to = `${url}&schema=interrupted`;
  const store = await createServerStore(to, index.info);
  const child = startCommand("push", ["large", "--to", to], { cwd });
  while (await store.count() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGINT");
  const { code, stderr } = await resultOf(child);
  const count = await store.count();
  await store.close();
  // On a fast machine the push may have ended before the signal came.
  if (code === 0) return assertEquals(count, 60_000);
  assertEquals([code, stderr], [130, "Ending after these cases …\n"]);
  assertEquals(count % 10_000, 0);
});

testWithServer("a schema made by others takes no right on the database", async (url) => {
  const index = await savedIndex("small", 3);
  const connection = await connect(parseServerUrl(url));
  await connection.query("create role clerk login");
  await connection.query("create schema films authorization clerk");
  await connection.query("create role reader login");
  await connection.query("grant usage on schema films to reader");
  const as = (role: string) => `${url.replace("cohash@", `${role}@`)}&schema=films`;
  const store = await createServerStore(as("clerk"), index.info);
  assertEquals((await pushCases(index, store)).added, 3);
  await store.close();
  await assertRejects(() => openStore(as("reader")), InputError, "grant the user the rights");
  await connection.query("grant select on all tables in schema films to reader");
  const opened = await openStore(as("reader"));
  assertEquals(await opened.count(), 3);
  await opened.close();
  await connection.close();
});

testWithServer("push refuses what does not fit, on one line", async (url) => {
  await savedIndex("other", 3, "other model");
  await savedIndex("first", 3, "first model");
  const to = ["--to", `${url}&schema=taken`];
  await push("first", ...to);
  const mistake = async (...args: string[]) => mistakeOf(await push(...args));
  assertStringIncludes(await mistake("other", ...to), "made by another model (SHA-256 first model");
  assertStringIncludes(await mistake("other", "--to", "db/films"), 'Cannot push to "db/films"');
  assertStringIncludes(
    await mistake("other", "--to", "postgres://a:geheim@h/?ssl_mode=require"),
    'the parameter "ssl_mode", which is unknown (did you mean "sslmode"?)',
  );
  assertStringIncludes(await mistake("none", ...to), 'Cannot open the index "none"');
  const open = () => openStore(`${url}&schema=taken`, { expected: { bits: 64 } });
  await assertRejects(open, InputError, "16 bits, expected 64");
});
