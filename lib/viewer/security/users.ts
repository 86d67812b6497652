/**
 * Who uses the viewer, and what they may do.
 *
 * @module
 */
import type { Context } from "hono";

/** What someone may do, each more than the one before. */
export const ROLES = ["reader", "researcher", "admin"] as const;

/** One of {@linkcode ROLES}. */
export type Role = typeof ROLES[number];

/** Someone who uses the viewer. */
export interface User {
  readonly name: string;
  readonly role: Role;
}

/** A variable of requests. */
const USER = "user";

/** Says who sends a request. */
export function setUser(context: Context, user: User): void {
  context.set(USER, user);
}

/** Who sends a request; nobody, of one that was let in by nothing. */
export function userOf(context: Context): User | typeof NOBODY {
  return context.get(USER) ?? NOBODY;
}

const NOBODY = { name: "", role: "" } as const;
