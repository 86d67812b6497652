/**
 * Who may do what.
 *
 * @module
 */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ROUTES } from "../routes.ts";
import { mayDo, type Role, userOf } from "./users.ts";

/**
 * The least role that each route of the API needs; null for those that anybody may ask. Readers
 * search and look; researchers also have what leaves the viewer: codes and counts; administrators
 * see and end the logins of others.
 */
const NEEDED_ROLES: Readonly<Record<keyof typeof ROUTES, Role | null>> = {
  search: "reader",
  explain: "reader",
  occlusion: "reader",
  pixels: "reader",
  collection: "reader",
  cases: "reader",
  find: "reader",
  complete: "reader",
  case: "researcher",
  image: "reader",
  casePixels: "reader",
  study: "reader",
  studyFilm: "reader",
  health: null,
  metrics: "researcher",
  document: "reader",
  sessions: "admin",
  revoke: "admin",
};

/**
 * Refuses who may not ask a route.
 *
 * @throws {HTTPException} with status 403
 */
export function requireRole(context: Context, route: keyof typeof ROUTES): void {
  const needed = NEEDED_ROLES[route];
  if (needed === null) return;
  const { role } = userOf(context);
  if (role !== "" && mayDo(role, needed)) return;
  throw new HTTPException(403, {
    message: `This is for the role "${needed}"; yours is ${role === "" ? "none" : `"${role}"`}`,
  });
}
