/**
 * The address of a PostgreSQL server, as `postgres://user:password@host:5432/database?sslmode=…`.
 *
 * @module
 */
import { z } from "zod";
import { didYouMean, InputError } from "../../base/errors.ts";
import { DEFAULT_SCHEMA } from "./tables.ts";

/** Where a server is, who asks, and how. */
export interface ServerAddress {
  /** A name, an IP address, or the folder of a Unix socket. */
  readonly host: string;
  /** Default: 5432. */
  readonly port: number;
  /** The database's name. */
  readonly database: string;
  /** The role that asks. */
  readonly user: string;
  /** Without one, the server's rules and the file ~/.pgpass decide. */
  readonly password: string | undefined;
  /** What stands behind the question mark. */
  readonly settings: ServerSettings;
}

/** What an address can say beside where the server is. */
export interface ServerSettings {
  /** The folder of a Unix socket, or a host; it wins over one before the database's name. */
  readonly host?: string | undefined;
  /** It wins over one before the database's name. */
  readonly port?: number | undefined;
  /** The schema of the store's tables. */
  readonly schema: string;
  /** Whether to encrypt, and to check who answers; default: see `connect` for what holds. */
  readonly sslmode?: "disable" | "require" | "verify-ca" | "verify-full" | undefined;
  /** A file of certificates of the authorities that may have signed the server's. */
  readonly sslrootcert?: string | undefined;
  /** A file with the client's own certificate. */
  readonly sslcert?: string | undefined;
  /** A file with the key of `sslcert`. */
  readonly sslkey?: string | undefined;
  /** The most connections at once. */
  readonly pool_max: number;
  /** Seconds until a server that does not answer is given up. */
  readonly connect_timeout: number;
  /** Seconds until the server ends a statement; 0 for never. */
  readonly statement_timeout: number;
  /** What the server's list of connections shows. */
  readonly application_name: string;
}

const count = (least: number, most: number) =>
  z.string().regex(/^\d{1,9}$/, `expected a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((n) => n >= least && n <= most, `expected a whole number from ${least} to ${most}`);

const path = z.string().min(1, "expected the path of a file");

const settingsSchema = z.strictObject({
  host: z.string().min(1, "expected a host or the folder of a socket").optional(),
  port: count(1, 65535).optional(),
  schema: z.string().regex(
    /^[a-z_][a-z0-9_]{0,62}$/,
    "expected up to 63 small letters, digits and _, no digit first",
  ).default(DEFAULT_SCHEMA),
  sslmode: z.enum(
    ["disable", "require", "verify-ca", "verify-full"],
    "expected disable, require, verify-ca or verify-full",
  ).optional(),
  sslrootcert: path.optional(),
  sslcert: path.optional(),
  sslkey: path.optional(),
  pool_max: count(1, 100).default(4),
  connect_timeout: count(1, 3600).default(10),
  statement_timeout: count(0, 86400).default(0),
  application_name: z.string().default("cohash"),
});

/** A user without a host, as in `postgres://ann@/films?host=/run/postgresql`: no URL elsewhere. */
const NO_HOST = /^[a-z]+:\/\/[^/?#]*@(?=[/?#]|$)/i;
/** What stands for the host while such an address is read as a URL. */
const PLACEHOLDER = "host";

/** Whether a text is the address of a PostgreSQL server and no folder. */
export function isServerUrl(text: string): boolean {
  return /^postgres(ql)?:/i.test(text);
}

/**
 * Reads an address. What it leaves out is taken from the variables that PostgreSQL's own programs
 * read: PGHOST, PGPORT, PGUSER (or USER), PGPASSWORD and PGDATABASE (or the user's name).
 *
 * Messages never show the address, which may hold a password.
 *
 * @param variable The value of an environment variable
 * @throws {InputError} if it is no address, or has a parameter that is unknown or out of range
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseServerUrl } from "./server_url.ts";
 *
 * const address = parseServerUrl("postgres://ann@pacs.example:5433/films?schema=chest");
 * assertEquals(address.host, "pacs.example");
 * assertEquals(address.port, 5433);
 * assertEquals(address.settings.schema, "chest");
 * ```
 */
export function parseServerUrl(
  text: string,
  variable: (name: string) => string | undefined = (name) => Deno.env.get(name),
): ServerAddress {
  const withHost = text.replace(NO_HOST, `$&${PLACEHOLDER}`);
  const url = URL.canParse(withHost) ? new URL(withHost) : undefined;
  if (url === undefined || !isServerUrl(text)) {
    throw addressError(
      "expected postgres://user:password@host:5432/database; in names and passwords write @ as " +
        "%40, : as %3A, / as %2F, % as %25",
    );
  }
  if (url.pathname.includes("@")) {
    throw addressError("it has a / before the @; in a password write it as %2F");
  }
  if (url.hash !== "") throw addressError("it has a #; in a password write it as %23");
  const settings = readSettings(url.searchParams);
  const user = decoded(url.username) || variable("PGUSER") || variable("USER") || "";
  if (user === "") throw addressError("it names no user: postgres://user@host/database");
  const port = settings.port ?? Number(url.port || variable("PGPORT") || 5432);
  if (!(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    throw addressError("its port, or PGPORT, is no whole number from 1 to 65535");
  }
  const database = decoded(url.pathname.slice(1)) || variable("PGDATABASE") || user;
  const named = withHost === text ? decoded(url.hostname).replace(/^\[(.*)\]$/, "$1") : "";
  const host = settings.host || named || variable("PGHOST") || "localhost";
  const password = decoded(url.password) || variable("PGPASSWORD");
  return { host, port, database, user, password, settings };
}

/** The address as messages show it, without the password. */
export function addressName({ host, port, database, user }: ServerAddress): string {
  const place = host.includes(":") ? `[${host}]` : host;
  return `postgres://${user}@${place}:${port}/${database}`;
}

/** Whether the host is this machine, so that nothing travels over a network. */
export function isLocal({ host }: ServerAddress): boolean {
  return host.startsWith("/") || host === "localhost" || host === "::1" || /^127\./.test(host);
}

function readSettings(parameters: URLSearchParams): ServerSettings {
  const given = [...parameters.keys()];
  const known = Object.keys(settingsSchema.shape);
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw addressError(
      `it has the parameter "${unknown}", which is unknown${
        didYouMean(unknown, known)
      }; known are ` +
        known.join(", "),
    );
  }
  const twice = given.find((name, n) => given.indexOf(name) !== n);
  if (twice !== undefined) throw addressError(`it has the parameter "${twice}" twice`);
  const { data, error } = settingsSchema.safeParse(Object.fromEntries(parameters));
  if (data === undefined) {
    const [issue] = error.issues;
    const name = String(issue?.path[0]);
    throw addressError(`${name} is "${parameters.get(name)}", ${issue?.message}`);
  }
  if ((data.sslcert === undefined) !== (data.sslkey === undefined)) {
    throw addressError("sslcert and sslkey go together, and only one of them is there");
  }
  return data;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw addressError("it has a % that starts no code; write % as %25");
  }
}

function addressError(reason: string): InputError {
  return new InputError(`Cannot read the PostgreSQL address: ${reason}`);
}
