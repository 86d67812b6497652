/**
 * Who is logged in, until when.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { sha256Of } from "../../base/sha256.ts";
import type { User } from "./users.ts";

/** How long logins last, in milliseconds (OWASP ASVS 4.0.3, 3.3.2, level 2). */
export interface SessionTimes {
  /** Without any request. */
  readonly idle: number;
  /** In all. */
  readonly longest: number;
}

/** Half an hour of nothing, and half a day in all. */
export const SESSION_TIMES: SessionTimes = { idle: 30 * 60_000, longest: 12 * 60 * 60_000 };

/** The name of the cookie; behind HTTPS browsers take it from this host alone, see RFC 6265bis. */
const SESSION_COOKIE = "cohash_session";
const SECURE_COOKIE = `__Host-${SESSION_COOKIE}`;

/** Logins that are remembered; the one that was not used for longest gives way. */
const MOST_SESSIONS = 1000;

interface Session {
  readonly user: User;
  readonly start: number;
  used: number;
}

/** Someone who is logged in, as an administrator sees it. */
export interface Login {
  readonly user: User;
  /** Logins of that user. */
  readonly sessions: number;
  /** When the last request came, in milliseconds since 1970. */
  readonly used: number;
}

/** The logins of a viewer. They are in memory alone: a restart ends them. */
export class Sessions {
  readonly #times: SessionTimes;
  readonly #now: () => number;
  /** By the digest of the cookie, which who reads the memory cannot use; the one used last at the end. */
  readonly #sessions = new Map<string, Session>();

  constructor(times: SessionTimes = SESSION_TIMES, now: () => number = Date.now) {
    this.#times = times;
    this.#now = now;
  }

  /** Begins a session: sets a cookie, which browsers send back over HTTPS alone if it came by it. */
  begin(context: Context, user: User, { isSecure }: { readonly isSecure: boolean }): void {
    this.#forgetEnded();
    if (this.#sessions.size >= MOST_SESSIONS) {
      this.#sessions.delete(this.#sessions.keys().next().value!);
    }
    const value = randomBytes(32).toString("base64url");
    const now = this.#now();
    this.#sessions.set(sha256Of(value), { user, start: now, used: now });
    setCookie(context, isSecure ? SECURE_COOKIE : SESSION_COOKIE, value, {
      httpOnly: true,
      secure: isSecure,
      sameSite: "Strict",
      path: "/",
      maxAge: this.#times.longest / 1000,
    });
  }

  /**
   * Whose session a request belongs to, which it keeps from ending; undefined for none. Over HTTPS
   * no cookie counts that another host or plain HTTP could have set.
   */
  userOf(context: Context, { isSecure }: { readonly isSecure: boolean }): User | undefined {
    const key = keyOf(context, isSecure);
    const session = key === undefined ? undefined : this.#sessions.get(key);
    if (session === undefined) return undefined;
    this.#sessions.delete(key!);
    if (this.#isOver(session)) return undefined;
    session.used = this.#now();
    this.#sessions.set(key!, session);
    return session.user;
  }

  /** Ends the session of a request, and all of its user where that is one person. */
  end(context: Context, { isShared }: { readonly isShared: boolean }): void {
    const key = keyOf(context, false);
    const session = key === undefined ? undefined : this.#sessions.get(key);
    if (key !== undefined) this.#sessions.delete(key);
    if (session !== undefined && !isShared) this.revoke(session.user.name);
    deleteCookie(context, SESSION_COOKIE, { path: "/" });
    deleteCookie(context, SECURE_COOKIE, { path: "/", secure: true });
  }

  /** Ends all sessions of a user; says how many. */
  revoke(name: string): number {
    const own = Array.from(this.#sessions).filter(([, { user }]) => user.name === name);
    for (const [key] of own) this.#sessions.delete(key);
    return own.length;
  }

  /** Who is logged in, by name. */
  list(): Login[] {
    this.#forgetEnded();
    const logins = new Map<string, Login>();
    for (const { user, used } of this.#sessions.values()) {
      const sessions = (logins.get(user.name)?.sessions ?? 0) + 1;
      logins.set(user.name, { user, sessions, used });
    }
    return [...logins.values()].sort((a, b) => a.user.name < b.user.name ? -1 : 1);
  }

  #isOver({ start, used }: Session): boolean {
    const now = this.#now();
    return now - used >= this.#times.idle || now - start >= this.#times.longest;
  }

  #forgetEnded(): void {
    for (const [key, session] of this.#sessions) {
      if (this.#isOver(session)) this.#sessions.delete(key);
    }
  }
}

function keyOf(context: Context, isSecure: boolean): string | undefined {
  const plain = isSecure ? undefined : getCookie(context, SESSION_COOKIE);
  const value = getCookie(context, SECURE_COOKIE) ?? plain;
  return value === undefined ? undefined : sha256Of(value);
}
