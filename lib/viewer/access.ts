/**
 * Who may use the viewer: from which pages requests may come, and who knows the token.
 *
 * @module
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { clientOf } from "./security/client.ts";
import { FailedLogins } from "./security/failed_logins.ts";
import { forwardingOf } from "./security/forwarding.ts";
import type { OidcLogin } from "./security/oidc.ts";
import { Sessions } from "./security/sessions.ts";
import {
  ANYONE,
  type ProxyUsers,
  setUser,
  TOKEN_HOLDER,
  type User,
  userWith,
} from "./security/users.ts";

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

/** How people are known. */
export interface GuardOptions {
  /** What they must know, undefined for nothing. */
  readonly token?: string | undefined;
  /** Users whom a trusted proxy names. */
  readonly proxyUsers?: ProxyUsers | undefined;
  /** Where users log in. */
  readonly provider?: OidcLogin | undefined;
}

/**
 * Knows who sends a request, and lets people in and out. Hono's `bearerAuth` knows no logins and
 * counts no wrong tokens.
 */
export class Guard {
  readonly #token: Uint8Array | undefined;
  readonly #proxyUsers: ProxyUsers | undefined;
  /** Where users log in, undefined where they do not. */
  readonly provider: OidcLogin | undefined;
  /** Who is logged in. */
  readonly sessions = new Sessions();
  readonly #failures = new FailedLogins();

  constructor({ token, proxyUsers, provider }: GuardOptions) {
    this.#token = token === undefined ? undefined : digest(token);
    this.#proxyUsers = proxyUsers;
    this.provider = provider;
  }

  /** Whether a token lets people in. */
  get takesTokens(): boolean {
    return this.#token !== undefined;
  }

  /** Whether people log in here, and so out. */
  get hasLogin(): boolean {
    return this.takesTokens || this.provider !== undefined;
  }

  /** Whether nothing is asked for. */
  get #isOpen(): boolean {
    return !this.hasLogin && this.#proxyUsers === undefined;
  }

  /**
   * Whether the request may be answered: a proxy names its user, or it carries the cookie of a login
   * or the token, or anyone may come in.
   *
   * @throws {HTTPException} with status 403 for a user without a role, 429 for one wrong token too
   * many from its address
   */
  admits(context: Context): boolean {
    const user = this.#userOf(context);
    if (user !== undefined) setUser(context, user);
    return user !== undefined;
  }

  #userOf(context: Context): User | undefined {
    if (this.#isOpen) return ANYONE;
    const known = this.#namedByProxy(context) ??
      this.sessions.userOf(context, forwardingOf(context));
    if (known !== undefined) return known;
    const bearer = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    return bearer !== undefined && this.#accepts(context, bearer) ? TOKEN_HOLDER : undefined;
  }

  /** Whom a trusted proxy names; from elsewhere its headers count for nothing. */
  #namedByProxy(context: Context): User | undefined {
    if (this.#proxyUsers === undefined || !forwardingOf(context).isProxied) return undefined;
    const { userHeader, groupsHeader, roles } = this.#proxyUsers;
    const name = context.req.header(userHeader)?.trim() ?? "";
    if (name === "") return undefined;
    const groups = groupsHeader === undefined ? "" : context.req.header(groupsHeader) ?? "";
    const user = userWith(name, groups.split(",").map((group) => group.trim()), roles);
    if (user !== undefined) return user;
    throw new HTTPException(403, { message: `"${name}" has no role in this viewer` });
  }

  /**
   * Logs in who knows the token.
   *
   * @returns Whether it is right
   * @throws {HTTPException} with status 429 for one wrong token too many from its address
   */
  login(context: Context, token: string): boolean {
    if (!this.#isOpen && !this.#accepts(context, token)) return false;
    this.enter(context, TOKEN_HOLDER);
    return true;
  }

  /** Begins a session, whose cookie is for HTTPS alone where the page came by it. */
  enter(context: Context, user: User): void {
    const isSecure = forwardingOf(context).isSecure ||
      (context.req.header("origin")?.startsWith("https:") ?? false);
    this.sessions.begin(context, user, { isSecure });
    setUser(context, user);
  }

  /** Ends the session, and of a user all sessions; those who share the token keep theirs. */
  logout(context: Context): void {
    const isShared = this.sessions.userOf(context, forwardingOf(context)) === TOKEN_HOLDER;
    this.sessions.end(context, { isShared });
  }

  /** The right token passes whatever came before, so that nobody can lock others out. */
  #accepts(context: Context, token: string): boolean {
    if (this.#token === undefined) return false;
    if (timingSafeEqual(digest(token), this.#token)) return true;
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
