import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../../lib/base/errors.ts";
import { connect } from "../../../lib/store/postgres/server_connection.ts";
import { parseServerUrl } from "../../../lib/store/postgres/server_url.ts";
import type { SqlConnection } from "../../../lib/store/postgres/sql_connection.ts";
import type { RetryOptions } from "../../../lib/store/postgres/retry.ts";
import { type DebianServer, debianServer, SKIPPED } from "../../../tools/postgres/debian_server.ts";

/** Waits that tests can afford. */
const RETRY: RetryOptions = { tries: 8, firstWait: 0.05 };

const server = await debianServer();

function testWithServer(name: string, body: (server: DebianServer) => Promise<void>): void {
  const title = server === undefined ? `${name} (${SKIPPED})` : name;
  Deno.test({ name: title, ignore: server === undefined, fn: () => body(server!) });
}

/** Runs the body with a connection, and gives the messages of its retries. */
async function withConnection(
  url: string,
  body: (connection: SqlConnection, messages: readonly string[]) => Promise<void>,
  options: RetryOptions = RETRY,
): Promise<void> {
  const messages: string[] = [];
  const onRetry = (message: string) => {
    messages.push(message);
    options.onRetry?.(message);
  };
  const connection = await connect(parseServerUrl(url), { ...options, onRetry });
  try {
    await body(connection, messages);
  } finally {
    await connection.close();
  }
}

/** The message of the InputError that connecting ends in. */
async function refusal(url: string): Promise<string> {
  return (await assertRejects(() => connect(parseServerUrl(url)), InputError)).message;
}

/** Ends the server's processes for the connections of this name, as `kill` would. */
async function killBackends(url: string, name: string): Promise<void> {
  await withConnection(url, async (connection) => {
    await connection.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1::text",
      [name],
    );
  });
}

testWithServer("connect() gives rows with numbers, texts and counts", async ({ url }) => {
  await withConnection(url, async (connection) => {
    const { rows } = await connection.query(
      "select $1::double precision as a, $2::text as b, $3::text[] as c, null as d",
      [0.5, "Ω", ["x", null, 'a"b']],
    );
    assertEquals(rows, [{ a: 0.5, b: "Ω", c: ["x", null, 'a"b'], d: null }]);
    await connection.query("create temporary table t as select generate_series(1, 5) as n");
    assertEquals((await connection.query("delete from t where n > 2")).changed, 3);
  });
});

testWithServer(
  "a statement is repeated when its backend is killed in the middle",
  async ({ url }) => {
    await withConnection(`${url}&application_name=victim`, async (connection, messages) => {
      const answer = connection.query("select pg_sleep(0.5), 7 as seven");
      await new Promise((resolve) => setTimeout(resolve, 100));
      await killBackends(url, "victim");
      assertEquals((await answer).rows[0]?.seven, 7);
      assertEquals(messages.length, 1);
      assertStringIncludes(messages[0]!, "terminating connection due to administrator command");
      assertStringIncludes(messages[0]!, "trying again in 0.05 s (1 of 7)");
    });
  },
);

testWithServer("a connection that was killed while idle is made again", async ({ url }) => {
  await withConnection(`${url}&application_name=idle`, async (connection) => {
    await killBackends(url, "idle");
    assertEquals((await connection.query("select 7 as seven")).rows, [{ seven: 7 }]);
  });
});

testWithServer("a statement waits for a server that starts again", async (server) => {
  let restarted: Promise<void> | undefined;
  const onRetry = () => void (restarted ??= server.start());
  await withConnection(server.url, async (connection, messages) => {
    await server.stop();
    assertEquals((await connection.query("select 7 as seven")).rows, [{ seven: 7 }]);
    await restarted;
    assert(messages.length >= 1);
  }, { ...RETRY, onRetry });
});

testWithServer("a server that stays away is given up with what to do", async (server) => {
  const url = `postgres://cohash:geheim@127.0.0.1:${server.port}/postgres`;
  await withConnection(url, async (connection, messages) => {
    await server.stop();
    try {
      const error = await assertRejects(() => connection.query("select 1"), InputError);
      assertStringIncludes(error.message, `Cannot go on with postgres://cohash@127.0.0.1:`);
      assertStringIncludes(error.message, "tried 3 times. When the server runs again, repeat");
      assertEquals(messages.length, 2);
      assert(![error.message, ...messages].some((message) => message.includes("geheim")));
      assertStringIncludes(await refusal(url), "ECONNREFUSED");
    } finally {
      await server.start();
    }
  }, { tries: 3, firstWait: 0.01 });
});

testWithServer("connect() says at once what is wrong with an address", async ({ url, port }) => {
  const at = (user: string, database: string) =>
    `postgres://${user}:geheim@127.0.0.1:${port}/${database}`;
  assertStringIncludes(await refusal(at("cohash", "films")), "make the database with createdb");
  assertStringIncludes(await refusal(at("nobody", "postgres")), 'role "nobody" does not exist');
  assertStringIncludes(
    await refusal("postgres://a:geheim@no-such-host.invalid/films"),
    "Cannot reach postgres://a@no-such-host.invalid:5432/films",
  );
  assertStringIncludes(
    await refusal(
      `${url.replace("/postgres?", "/postgres?sslrootcert=no-such.pem&sslmode=require&")}`,
    ),
    'the certificates of sslrootcert: "no-such.pem": there is no such file',
  );
  // Another name of this machine, which is taken for another machine.
  assertStringIncludes(
    await refusal(at("cohash", "postgres").replace("127.0.0.1", "0.0.0.0")),
    "it offers no encryption; turn TLS on at the server",
  );
});

testWithServer(
  "connect() is refused with a wrong password, which no message shows",
  async (server) => {
    const rules = join(server.folder, "data", "pg_hba.conf");
    const before = await Deno.readTextFile(rules);
    await withConnection(server.url, async (connection) => {
      await connection.query("create role ann login password 'right'");
      await Deno.writeTextFile(rules, `host all ann 127.0.0.1/32 scram-sha-256\n${before}`);
      await connection.query("select pg_reload_conf()");
      try {
        const url = (password: string) =>
          `postgres://ann:${password}@127.0.0.1:${server.port}/postgres`;
        await withConnection(url("right"), async (own) => {
          assertEquals((await own.query("select current_user::text as name")).rows, [{
            name: "ann",
          }]);
          const denied = () => own.query("create schema mine");
          await assertRejects(denied, InputError, "grant the user the rights");
        });
        const message = await refusal(url("wr0ng"));
        assertStringIncludes(message, "password authentication failed");
        assertStringIncludes(message, "PGPASSWORD");
        assert(!message.includes("wr0ng"));
      } finally {
        await Deno.writeTextFile(rules, before);
        await connection.query("select pg_reload_conf()");
        await connection.query("drop role ann");
      }
    });
  },
);

testWithServer("tables that someone removed, and limits, are said in words", async ({ url }) => {
  await withConnection(url, async (connection) => {
    const ask = (text: string) => () => connection.query(text);
    await assertRejects(ask("select * from codes"), InputError, "someone removed or changed");
    await connection.query("create temporary table t (id text primary key)");
    const long = "select string_agg(md5(n::text), '') from generate_series(1, 9000) n";
    await assertRejects(ask(`insert into t ${long}`), InputError, "(54000)");
  });
});

testWithServer("a statement that takes too long says what to raise", async ({ url }) => {
  await withConnection(`${url}&statement_timeout=1`, async (connection) => {
    const slow = () => connection.query("select pg_sleep(3)");
    await assertRejects(slow, InputError, "raise statement_timeout");
  });
});

testWithServer(
  "connect() takes queries that wait for a connection for no lost ones",
  async (server) => {
    const url = `${server.url}${server.url.includes("?") ? "&" : "?"}pool_max=1&connect_timeout=1`;
    await withConnection(url, async (connection, messages) => {
      const slow = connection.query("select pg_sleep(2)");
      const { rows } = await connection.query("select 1 as one");
      await slow;
      assertEquals([rows, messages], [[{ one: 1 }], []]);
    });
  },
);
