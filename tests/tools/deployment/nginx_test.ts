/**
 * Runs the viewer behind Debian's nginx, with TLS, as tools/deployment/nginx.conf has it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AuditLog } from "../../../lib/viewer/security/audit/log.ts";
import { ServerSecret } from "../../../lib/viewer/security/server_secret.ts";
import { freePorts } from "../../../tools/free_ports.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";
import { handleOf, makeSample, serveSample } from "../../viewer/sample.ts";

const NGINX = "/usr/sbin/nginx";
const CONF = fileURLToPath(new URL("../../../tools/deployment/nginx.conf", import.meta.url));
const NAME = "viewer.hospital.example";
const TOKEN = "3f9c-a-token-for-tests-0b71";

const ignore = !existsSync(NGINX) || !existsSync("/usr/bin/openssl");
const missing = ignore ? " (skipped: apt-get install nginx openssl)" : "";

/** A certificate for the name, signed by itself. */
async function makeCertificate(folder: string): Promise<string> {
  const { success } = await new Deno.Command("openssl", {
    args: [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-keyout", join(folder, "viewer.key"), "-out", join(folder, "viewer.crt")],
      ...["-days", "2", "-subj", `/CN=${NAME}`],
      ...["-addext", `subjectAltName=DNS:${NAME},IP:127.0.0.1`],
      ...["-addext", "basicConstraints=critical,CA:FALSE"],
    ],
    stdout: "null",
    stderr: "null",
  }).output();
  assert(success, "openssl makes no certificate");
  return await Deno.readTextFile(join(folder, "viewer.crt"));
}

/** The configuration as it is checked in, at the test's own places. */
async function configuration(
  folder: string,
  { http, https, viewer }: { readonly http: number; readonly https: number; readonly viewer: URL },
): Promise<string> {
  const replaced: readonly (readonly [string, string])[] = [
    ["listen 80;", `listen 127.0.0.1:${http};`],
    ["listen 443 ssl http2;", `listen 127.0.0.1:${https} ssl http2;`],
    ["server_name viewer.hospital.example;", `server_name ${NAME} 127.0.0.1;`],
    ["/etc/ssl/cohash/", `${folder}/`],
    ["/var/log/nginx/", `${folder}/`],
    ["http://127.0.0.1:8000;", `${viewer.origin};`],
  ];
  let site = await Deno.readTextFile(CONF);
  for (const [text, other] of replaced) {
    assert(site.includes(text), text);
    site = site.replaceAll(text, other);
  }
  await Deno.writeTextFile(join(folder, "site.conf"), site);
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
    ${Deno.uid() === 0 ? "user root;" : ""}
    daemon off;
    pid ${folder}/nginx.pid;
    error_log ${folder}/error.log;
    events {}
    http {
      ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join("\n")}
      include ${folder}/site.conf;
    }
  `;
}

async function startNginx(folder: string, text: string, port: number): Promise<Deno.ChildProcess> {
  const path = join(folder, "nginx.conf");
  await Deno.writeTextFile(path, text);
  const nginx = new Deno.Command(NGINX, {
    args: ["-c", path, "-e", join(folder, "error.log")],
    stdout: "null",
    stderr: "null",
  }).spawn();
  for (let tries = 0; tries < 100; tries++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return nginx;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(await Deno.readTextFile(join(folder, "error.log")));
}

Deno.test({
  name:
    `the viewer behind nginx is reached by TLS alone, and nobody makes up who they are${missing}`,
  ignore,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await inTemporaryFolder(async (folder) => {
      const [http = 0, https = 0] = freePorts(2);
      const sample = await makeSample();
      const log = join(folder, "audit.log");
      const secret = new ServerSecret("a secret of the server");
      const audit = await AuditLog.open(log, secret, { fileBytes: 1e6 });
      const trustedProxies = ["127.0.0.1"];
      const viewer = await serveSample(sample, { token: TOKEN, audit, trustedProxies });
      const certificate = await makeCertificate(folder);
      const conf = await configuration(folder, { http, https, viewer: new URL(viewer.url) });
      const nginx = await startNginx(folder, conf, https);
      const client = Deno.createHttpClient({ caCerts: [certificate] });
      const ask = async (path: string, init: RequestInit = {}) => {
        const address = `https://127.0.0.1:${https}${path}`;
        const answer = await fetch(address, { ...init, client, redirect: "manual" });
        return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
      };
      try {
        const plain = await fetch(`http://127.0.0.1:${http}/`, { redirect: "manual" });
        await plain.body?.cancel();
        assertEquals([plain.status, plain.headers.get("location")], [301, `https://${NAME}/`]);

        const { answer: login } = await ask("/login", {
          method: "POST",
          body: new URLSearchParams({ token: TOKEN }),
          headers: { Origin: `https://127.0.0.1:${https}`, "X-Forwarded-For": "192.0.2.66" },
        });
        assertEquals(login.status, 303);
        const cookie = login.headers.get("set-cookie")!;
        assertMatch(cookie, /^__Host-cohash_session=.*; HttpOnly; Secure; SameSite=Strict$/);
        assertEquals(login.headers.get("strict-transport-security"), "max-age=31536000");
        const headers = { Cookie: cookie.split(";")[0]! };

        const [one] = sample.cases;
        const film = await sample.film(one!.id);
        const told = { ...headers, "Film-Name": "Doe.png", "Search-Filter": "view=PA" };
        const found = await ask("/api/search?top=3", { method: "POST", body: film, headers: told });
        assertEquals(JSON.parse(new TextDecoder().decode(found.bytes)).hits.length, 3);
        const pixels = await ask(`/api/cases/${handleOf(one!)}/pixels`, { headers });
        assertEquals(pixels.bytes.length, 128 * 128 * 2);
        const large = new Uint8Array(65 * 2 ** 20);
        const refused = await ask("/api/search", { method: "POST", body: large, headers })
          .then(({ answer }) => answer.status, () => 413);
        assertEquals(refused, 413);

        const text = await Deno.readTextFile(log);
        assert(!text.includes("192.0.2.66") && text.includes('"address":"127.0.0.1"'), text);
        const logged = await Deno.readTextFile(join(folder, "cohash.log"));
        assertMatch(logged, /"POST \/api\/search" 200/);
        for (const word of [one!.id, "Doe", "view=PA", TOKEN]) assert(!logged.includes(word), word);
        for (const kind of ["client_body", "proxy"]) {
          assertEquals(Array.from(Deno.readDirSync(join(folder, kind))), []);
        }
      } finally {
        client.close();
        nginx.kill("SIGTERM");
        await nginx.status;
        await viewer.close();
        audit.close();
        await sample.remove();
      }
    });
  },
});
