import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../../lib/base/errors.ts";
import { connect } from "../../../lib/store/postgres/server_connection.ts";
import { parseServerUrl } from "../../../lib/store/postgres/server_url.ts";
import { temporaryFolder } from "../../helpers/folders.ts";
import { debianServer, SKIPPED } from "../../../tools/postgres/debian_server.ts";

const folder = await temporaryFolder();
const certificate = join(folder, "server.pem");
const key = join(folder, "server.key");

/** A server whose certificate it signed itself, for the name localhost. */
async function tlsServer() {
  try {
    const { code } = await new Deno.Command("openssl", {
      args: [
        ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" "),
        ...["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        ...["-keyout", key, "-out", certificate],
      ],
      stderr: "null",
    }).output();
    if (code !== 0) return undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  return await debianServer({ tls: { certificate, key } });
}

const server = await tlsServer();

Deno.test({
  name: `connect() encrypts and checks who answers as sslmode says${
    server === undefined ? ` (${SKIPPED}, or openssl is not)` : ""
  }`,
  ignore: server === undefined,
  async fn() {
    const isEncrypted = async (host: string, settings: string) => {
      const url = `postgres://cohash@${host}:${server!.port}/postgres?${settings}`;
      const connection = await connect(parseServerUrl(url));
      const { rows } = await connection.query(
        "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
      );
      await connection.close();
      return rows[0]?.ssl;
    };
    const refused = async (host: string, settings: string, reason: string) =>
      void await assertRejects(() => isEncrypted(host, settings), InputError, reason);
    const trusted = `sslrootcert=${certificate}`;
    assertEquals(await isEncrypted("localhost", ""), false);
    assertEquals(await isEncrypted("localhost", "sslmode=require"), true);
    assertEquals(await isEncrypted("localhost", `sslmode=verify-full&${trusted}`), true);
    assertEquals(await isEncrypted("127.0.0.1", `sslmode=verify-ca&${trusted}`), true);
    await refused("localhost", "sslmode=verify-full", "name the authority's certificate with");
    await refused("localhost", "sslmode=verify-ca", "name the authority's certificate with");
    await refused("127.0.0.1", `sslmode=verify-full&${trusted}`, "Cannot trust postgres://");
    // Another name of this machine, which is taken for another machine.
    await refused("0.0.0.0", "", "Cannot trust postgres://");
    await refused("localhost", `sslmode=require&sslrootcert=${key}.no`, "there is no such file");
  },
});
