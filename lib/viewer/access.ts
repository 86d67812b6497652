/**
 * Who may use the viewer: from which pages requests may come, and who knows the token.
 *
 * @module
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { HTTPException } from "hono/http-exception";
import { clientOf } from "./security/client.ts";
import { FailedLogins } from "./security/failed_logins.ts";
import { setUser, type User } from "./security/users.ts";

/** The name of the cookie that a login sets. */
export const SESSION_COOKIE = "cohash_session";

/** How long a login lasts, in seconds. */
const SESSION_SECONDS = 12 * 60 * 60;

/** Logins that are remembered; the oldest gives way. */
const MOST_SESSIONS = 1000;

/** Whether only programs on the same machine can reach this address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Refuses requests that name another host than the viewer's. A page elsewhere whose name suddenly
 * leads to this machine (DNS rebinding) sends its own name. Addresses in digits have no name that
 * could be rebound, so they pass where the viewer listens on more than loopback. Hono has nothing of
 * the kind: `ipRestriction` looks at where a request comes from.
 *
 * @param names The names and addresses by which the viewer may be called
 */
export function requireHost(host: string, names: readonly string[]): MiddlewareHandler {
  const known = new Set([host, "localhost", "127.0.0.1", "::1", ...names].map(lower));
  return async ({ req }, next) => {
    const name = hostName(req.header("host") ?? "");
    const fits = known.has(name) || (!isLoopback(host) && isIP(name) !== 0);
    if (!fits) {
      throw new HTTPException(421, {
        message: `This viewer does not answer to the name "${name}"; start it with --name ${name}`,
      });
    }
    await next();
  };
}

/** The name in a Host header or an address, without port and brackets. */
function hostName(host: string): string {
  return lower(host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1"));
}

function lower(text: string): string {
  return text.toLowerCase();
}

/**
 * Refuses what other web pages have a browser send. Browsers say where a request comes from;
 * programs that are no browsers say nothing, and pass.
 *
 * Hono's `csrf` is not as strict: it looks at forms alone, lets every GET through, and takes one of
 * Origin and Sec-Fetch-Site where both must be right.
 */
export const requireOwnPage: MiddlewareHandler = async ({ req }, next) => {
  const origin = req.header("origin");
  const isOwn = origin === undefined ||
    (URL.canParse(origin) && new URL(origin).host === lower(req.header("host") ?? ""));
  const site = req.header("sec-fetch-site") ?? "none";
  const isVisit = req.method === "GET" && req.header("sec-fetch-mode") === "navigate" &&
    !req.path.startsWith("/api/");
  if (!isVisit && (!isOwn || (site !== "same-origin" && site !== "none"))) {
    throw new HTTPException(403, { message: "Requests from other web pages are refused" });
  }
  await next();
};

/** Who is let in without a token where none is asked for, and who knows it where one is. */
const ANYONE: User = { name: "anyone", role: "admin" };
const TOKEN_HOLDER: User = { name: "token", role: "admin" };

/**
 * Checks tokens and remembers who logged in. Hono's `bearerAuth` knows no logins and counts no wrong
 * tokens.
 */
export class Guard {
  readonly #token: Uint8Array | undefined;
  /** When each login ends, by its cookie's digest. */
  readonly #sessions = new Map<string, number>();
  readonly #failures = new FailedLogins();

  /** @param token What users must know; undefined lets everyone in */
  constructor(token: string | undefined) {
    this.#token = token === undefined ? undefined : digest(token);
  }

  /** Whether a token is asked for at all. */
  get isLocked(): boolean {
    return this.#token !== undefined;
  }

  /**
   * Whether the request may be answered: it carries the token or the cookie of a login.
   *
   * @throws {HTTPException} with status 429 for one wrong token too many from its address
   */
  admits(context: Context): boolean {
    const isAdmitted = this.#token === undefined || this.#isKnown(context);
    if (isAdmitted) setUser(context, this.#token === undefined ? ANYONE : TOKEN_HOLDER);
    return isAdmitted;
  }

  #isKnown(context: Context): boolean {
    const session = getCookie(context, SESSION_COOKIE);
    const end = session === undefined ? undefined : this.#sessions.get(sessionKey(session));
    if (end !== undefined && end > Date.now()) return true;
    const bearer = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    return bearer !== undefined && this.#accepts(context, bearer);
  }

  /**
   * Logs in: sets the cookie if the token is right, for HTTPS alone where the page came by it.
   *
   * @returns Whether it is
   * @throws {HTTPException} with status 429 for one wrong token too many from its address
   */
  login(context: Context, token: string): boolean {
    if (this.#token !== undefined && !this.#accepts(context, token)) return false;
    setUser(context, TOKEN_HOLDER);
    const session = randomBytes(32).toString("base64url");
    if (this.#sessions.size >= MOST_SESSIONS) {
      this.#sessions.delete(this.#sessions.keys().next().value!);
    }
    this.#sessions.set(sessionKey(session), Date.now() + 1000 * SESSION_SECONDS);
    setCookie(context, SESSION_COOKIE, session, {
      httpOnly: true,
      secure: context.req.header("origin")?.startsWith("https:") ?? false,
      sameSite: "Strict",
      path: "/",
      maxAge: SESSION_SECONDS,
    });
    return true;
  }

  /** Ends a login. */
  logout(context: Context): void {
    const session = getCookie(context, SESSION_COOKIE);
    if (session !== undefined) this.#sessions.delete(sessionKey(session));
  }

  /** The right token passes whatever came before, so that nobody can lock others out. */
  #accepts(context: Context, token: string): boolean {
    if (timingSafeEqual(digest(token), this.#token!)) return true;
    if (this.#failures.count(clientOf(context).network)) return false;
    throw new HTTPException(429, {
      message: "Too many wrong tokens from this address; wait a minute",
    });
  }
}

/** Texts of any length become digests of one length, which are compared in constant time. */
function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

function sessionKey(session: string): string {
  return createHash("sha256").update(session).digest("hex");
}
