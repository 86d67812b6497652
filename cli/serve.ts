/**
 * `cohash serve`: the viewer, a web page that finds cases like a film.
 *
 * @module
 */
import { Command } from "commander";
import { InputError } from "../lib/base/errors.ts";
import { formatCount } from "../lib/charts/words.ts";
import { IndexSearch } from "../lib/search/index_search.ts";
import { isLoopback } from "../lib/viewer/access.ts";
import { AUDIT_FILE_BYTES, AuditLog } from "../lib/viewer/security/audit/log.ts";
import { ServerSecret } from "../lib/viewer/security/server_secret.ts";
import { readUsers } from "../lib/viewer/security/users.ts";
import { openViewer } from "../lib/viewer/viewer.ts";
import { authorizationFile, dicomWebAddress } from "./dicomweb_address.ts";
import { followIndex, indexState } from "./follow_index.ts";
import { openInBrowser } from "./open_page.ts";
import { readSecret } from "./secret_files.ts";
import { colour, examples, interruptible, say, wholeNumber } from "./command_line.ts";

interface ServeFlags {
  readonly index?: string;
  readonly host: string;
  readonly port: number;
  readonly tokenFile?: string;
  readonly secretFile?: string;
  readonly users?: string;
  readonly hideIdentifiers?: boolean;
  readonly audit?: string;
  readonly auditDays?: number;
  readonly name: readonly string[];
  readonly trustedProxy: readonly string[];
  readonly dicomweb?: string;
  readonly authorization?: string;
  readonly encodeInPage?: boolean;
  readonly open?: boolean;
}

/** Where a token may stand. */
const TOKEN_VARIABLE = "COHASH_TOKEN";

const NETWORK = `

Others on the network can read what passes between browser and viewer: put a server with TLS, such
as nginx or Caddy, in front of it, name that with --trusted-proxy, and the viewer with --name as
browsers do.`;

/** The command and its options. */
export function command(): Command {
  return new Command("serve")
    .description(
      "Serves the viewer: a web page that finds the cases of an index like a film. For research only.\n" +
        "Films are read in memory and written nowhere.",
    )
    .argument("<index>", "an index's folder, such as runs/demo/index")
    .option(
      "--index <address>",
      "searches in the database postgres://user@host/database, see cohash push",
    )
    .option(
      "--port <number>",
      "the port to listen on, 0 for any that is free",
      wholeNumber("--port", 0, 65535),
      8000,
    )
    .option(
      "--host <address>",
      "the address to listen on; any but this machine's own needs a token",
      "127.0.0.1",
    )
    .option(
      "--token-file <file>",
      `a file with the token that users must know, 16 characters or more; or set ${TOKEN_VARIABLE}`,
    )
    .option(
      "--secret-file <file>",
      "a file with a secret that keeps the addresses of cases over restarts; default: the token",
    )
    .option(
      "--users <file>",
      "a JSON file that says where users come from, a proxy or OpenID Connect, and their roles",
    )
    .option(
      "--hide-identifiers",
      "shows ids, patients and dates as numbers that tell nothing, ages above 89 as 90, no reports",
    )
    .option(
      "--audit <file>",
      "logs who asked for which film or case, when and from where; needs --secret-file",
    )
    .option(
      "--audit-days <number>",
      "deletes full files of that log after so many days; default: keeps all",
      wholeNumber("--audit-days", 1, 36_500),
    )
    .option("--name <name...>", "further names by which browsers may call the viewer", [])
    .option(
      "--trusted-proxy <address...>",
      "servers in front, by address or network (10.0.0.0/8), whose X-Forwarded-For is believed",
      [],
    )
    .option("--dicomweb <url>", "a DICOMweb server whose studies can be opened")
    .addOption(authorizationFile())
    .option(
      "--encode-in-page",
      "lets the page encode films itself, so that they never leave the reader's machine",
    )
    .option("--open", "opens the page in the browser")
    .addHelpText(
      "after",
      examples(
        "cohash serve runs/demo/index --open",
        `${TOKEN_VARIABLE}=$(openssl rand -hex 32) cohash serve runs/demo/index --host 0.0.0.0 \\`,
        "  --name viewer.hospital.example --trusted-proxy 10.1.2.3",
      ) + NETWORK,
    )
    .action(serve);
}

async function serve(folder: string, flags: ServeFlags): Promise<void> {
  // libvips is loaded by now, and films are decoded by processes of their own.
  await Deno.permissions.revoke({ name: "ffi" });
  if (flags.audit === undefined) await Deno.permissions.revoke({ name: "write" });
  const { index: address, host, port, name: names, trustedProxy: trustedProxies } = flags;
  const {
    dicomweb,
    authorization,
    tokenFile,
    secretFile,
    hideIdentifiers: hidesIdentifiers = false,
  } = flags;
  const token = tokenFile === undefined
    ? Deno.env.get(TOKEN_VARIABLE)
    : await readSecret("--token-file", tokenFile);
  const secret = secretFile && await readSecret("--secret-file", secretFile);
  const users = flags.users === undefined
    ? undefined
    : readUsers(await Deno.readTextFile(flags.users), flags.users);
  const clientSecretFile = users?.kind === "oidc" ? users.clientSecretFile : undefined;
  const clientSecret = clientSecretFile && await readSecret("clientSecretFile", clientSecretFile);
  using audit = await openAudit(flags, secret);
  const from = await indexState(folder);
  await using index = await IndexSearch.open({
    place: folder,
    database: address,
    onRetry: warn,
  });
  const { store } = index;
  const viewer = await openViewer({
    index: folder,
    store,
    targets: await index.targets(),
    asker: await index.asker(),
    host,
    port,
    token,
    secret,
    users,
    clientSecret,
    audit,
    hidesIdentifiers,
    names,
    trustedProxies,
    archive: dicomweb === undefined ? undefined : await dicomWebAddress(dicomweb, authorization),
    encodesInPage: flags.encodeInPage,
    onFault: (error) => warn(error instanceof Error ? `${error.stack}` : String(error)),
  });
  if (viewer.problem !== undefined) warn(`films cannot be searched for: ${viewer.problem}`);
  if (!isLoopback(host)) warn("what passes over the network is not encrypted; see --help");
  say(`${formatCount(await store.count())} cases at ${viewer.url} (Ctrl-C ends the viewer)`);
  if (flags.open) await openInBrowser(viewer.url);
  const ending = new AbortController();
  // A database tells nobody that it has changed.
  const following = address === undefined
    ? followIndex(folder, { viewer, from, signal: ending.signal, onNote: warn })
    : undefined;
  await interruption();
  ending.abort();
  await Promise.all([following, viewer.close()]);
}

/** The audit log that is wanted, which goes on under the same secret only. */
async function openAudit(
  { audit, auditDays }: ServeFlags,
  secret: string | undefined,
): Promise<AuditLog | undefined> {
  if (audit === undefined) return undefined;
  if (secret === undefined) {
    throw new InputError(
      "Cannot keep an audit log without a secret that seals its lines: make one with " +
        `"openssl rand -hex 32 > secret; chmod 600 secret" and give it as --secret-file`,
    );
  }
  const options = { fileBytes: AUDIT_FILE_BYTES, keepDays: auditDays };
  return await AuditLog.open(audit, new ServerSecret(secret), options);
}

/** Waits for Ctrl-C, or for the end that a service manager sends. */
async function interruption(): Promise<void> {
  const { signal, done } = interruptible(() => say("Closing."));
  const stopped = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => stopped.resolve());
  Deno.addSignalListener("SIGTERM", stopped.resolve);
  await stopped.promise;
  Deno.removeSignalListener("SIGTERM", stopped.resolve);
  done();
}

function warn(message: string): void {
  say(colour("yellow", "note"), `: ${message}`);
}
