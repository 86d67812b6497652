/**
 * Debian's PostgreSQL, started for tests and benchmarks in a temporary folder and removed after them.
 *
 * @module
 */
import { join } from "node:path";
import { freePorts } from "../free_ports.ts";

/** What a skipped test says. */
export const SKIPPED = "skipped: Debian's package postgresql is not installed";

/** A running server. */
export interface DebianServer {
  /** Its address with a user who may do everything, over its socket. */
  readonly url: string;
  /** The port of its socket, and of 127.0.0.1, where TLS is offered. */
  readonly port: number;
  /** The folder of its data, its log and its socket. */
  readonly folder: string;
  /** Stops it at once, as a crash would; connections break. */
  stop(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  /** Ends it before the process does. */
  remove(): Promise<void>;
}

/** PostgreSQL refuses to be run by root, so root runs it as the user that the package made. */
const SERVER_USER = "postgres";

/** What a server is to have. */
export interface DebianServerOptions {
  /** Files of its certificate and key, where it is to offer TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Further lines of its configuration. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A new server that ends with this process, or undefined where PostgreSQL is not installed. */
export async function debianServer(
  { tls, settings = {} }: DebianServerOptions = {},
): Promise<DebianServer | undefined> {
  const programs = await programsFolder();
  if (programs === undefined) return undefined;
  const folder = await Deno.makeTempDir({ prefix: "cohash-pg-" });
  if (tls !== undefined) {
    await Deno.copyFile(tls.certificate, join(folder, "server.pem"));
    await Deno.copyFile(tls.key, join(folder, "server.key"));
    await Deno.chmod(join(folder, "server.key"), 0o600);
  }
  if (Deno.uid() === 0) await run(["chown", "-R", SERVER_USER, folder]);
  const data = join(folder, "data");
  const [port = 0] = freePorts(1);
  const lines = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: folder,
    fsync: "off",
    ...settings,
    ...(tls === undefined ? {} : {
      ssl: "on",
      ssl_cert_file: join(folder, "server.pem"),
      ssl_key_file: join(folder, "server.key"),
    }),
  };
  const asServer = (program: string, ...args: readonly string[]) => [
    ...(Deno.uid() === 0 ? ["runuser", "-u", SERVER_USER, "--"] : []),
    join(programs, program),
    ...args,
  ];
  const stop = asServer("pg_ctl", "stop", "-m", "immediate", "-D", data);
  const remove = removeAtEnd(folder, stop);
  await run(
    asServer("initdb", "-D", data, "-U", "cohash", "-A", "trust", "-E", "UTF8", "--no-sync"),
  );
  const configuration = Object.entries(lines).map(([name, value]) => `${name} = '${value}'\n`);
  await Deno.writeTextFile(join(data, "postgresql.conf"), configuration.join(""), { append: true });
  const start = asServer("pg_ctl", "start", "-w", "-D", data, "-l", join(folder, "log"));
  await run(start);
  return {
    url: `postgres://cohash@/postgres?host=${encodeURIComponent(folder)}&port=${port}`,
    port,
    folder,
    stop: () => run(stop),
    start: () => run(start),
    remove,
  };
}

/**
 * Leaves a shell behind that stops the server and removes its folder when this process ends,
 * however it ends: then the shell's input ends too.
 *
 * @returns A function that does so at once
 */
function removeAtEnd(folder: string, stop: readonly string[]): () => Promise<void> {
  const script = 'trap "" INT TERM HUP; folder=$1; shift; cat > /dev/null; "$@"; rm -rf "$folder"';
  const shell = new Deno.Command("sh", {
    args: ["-c", script, "sh", folder, ...stop],
    cwd: "/",
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  shell.unref();
  return async () => {
    await shell.stdin.close();
    await shell.status;
  };
}

/** The folder of the newest installed version's programs. */
async function programsFolder(): Promise<string | undefined> {
  const root = "/usr/lib/postgresql";
  try {
    const versions = await Array.fromAsync(Deno.readDir(root), ({ name }) => Number(name));
    return join(root, String(Math.max(...versions)), "bin");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function run([program, ...args]: readonly string[]): Promise<void> {
  // In "/", since the server's user may not enter the folder of the tests; to files, since the
  // server keeps its outputs open.
  const command = new Deno.Command(program!, { args, cwd: "/", stdout: "null", stderr: "null" });
  const { code } = await command.output();
  if (code !== 0) throw new Error(`Cannot run ${program} ${args.join(" ")}: it ended with ${code}`);
}
