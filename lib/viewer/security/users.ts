/**
 * Who uses the viewer, and what they may do.
 *
 * @module
 */
import type { Context } from "hono";
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import { parsedJson } from "../../base/json.ts";

/** What someone may do, each more than the one before. */
export const ROLES = ["reader", "researcher", "admin"] as const satisfies readonly Role[];

/** What someone may do; see the roles in docs/security.md. */
export type Role = "reader" | "researcher" | "admin";

/** Someone who uses the viewer. */
export interface User {
  readonly name: string;
  readonly role: Role;
}

/** Who is let in where nobody has to log in. */
export const ANYONE: User = { name: "anyone", role: "admin" };

/** Who knows the token. */
export const TOKEN_HOLDER: User = { name: "token", role: "admin" };

const names = z.array(z.string().min(1)).default([]);

const rolesSchema = z.strictObject({ reader: names, researcher: names, admin: names });

const usersSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("proxy"),
    userHeader: z.string().min(1),
    groupsHeader: z.string().min(1).optional(),
    roles: rolesSchema,
  }),
  z.strictObject({
    kind: z.literal("oidc"),
    issuer: z.url({ protocol: /^https?$/ }),
    clientId: z.string().min(1),
    clientSecretFile: z.string().min(1).optional(),
    viewer: z.url({ protocol: /^https?$/ }),
    scope: z.string().default("openid profile"),
    userClaim: z.string().default("preferred_username"),
    groupsClaim: z.string().default("groups"),
    roles: rolesSchema,
  }),
]);

/** Who has which role, by the names of users and of their groups; "*" is everyone. */
export type Roles = Readonly<Record<Role, readonly string[]>>;

/** Users whom a trusted proxy has logged in, and names in headers. */
export interface ProxyUsers {
  /** What tells them from others. */
  readonly kind: "proxy";
  /** The header with a user's name. */
  readonly userHeader: string;
  /** The header with the names of their groups, separated by commas. */
  readonly groupsHeader?: string | undefined;
  /** Who has which role. */
  readonly roles: Roles;
}

/** Users who log in at a provider of OpenID Connect. */
export interface OidcUsers {
  /** What tells them from others. */
  readonly kind: "oidc";
  /** The provider's address. */
  readonly issuer: string;
  /** What the viewer is called there. */
  readonly clientId: string;
  /** A file with the secret that the provider gave the viewer; none for a public client. */
  readonly clientSecretFile?: string | undefined;
  /** Where people open the viewer; the provider sends them to `login/callback` below it. */
  readonly viewer: string;
  /** What the provider is asked for, such as "openid profile". */
  readonly scope: string;
  /** The claim with a user's name. */
  readonly userClaim: string;
  /** The claim with the names of their groups. */
  readonly groupsClaim: string;
  /** Who has which role. */
  readonly roles: Roles;
}

/** Where users come from. */
export type UsersConfig = ProxyUsers | OidcUsers;

/**
 * Reads the text of a file that says where users come from.
 *
 * @param name What messages call the file
 * @throws {InputError} if it does not fit
 */
export function readUsers(text: string, name: string): UsersConfig {
  const value = parsedJson(text);
  if (value === undefined) throw new InputError(`Cannot use ${name} of --users: it is no JSON`);
  const { success, data, error } = usersSchema.safeParse(value);
  if (success) return data;
  const reasons = z.prettifyError(error).replaceAll("\n", " ");
  throw new InputError(`Cannot use ${name} of --users: ${reasons}`);
}

/**
 * The user of a name and groups, with the greatest role that any of them has.
 *
 * @returns undefined where none of them has any
 */
export function userWith(
  name: string,
  groups: readonly string[],
  roles: Roles,
): User | undefined {
  const has = (role: Role) => [name, ...groups, "*"].some((one) => roles[role].includes(one));
  const role = ROLES.findLast(has);
  return role === undefined ? undefined : { name, role };
}

/** Whether a role may do what needs another. */
export function mayDo(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
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

/** The name of the one person who sends a request, undefined where others are called the same. */
export function personOf(context: Context): string | undefined {
  const user: User | undefined = context.get(USER);
  return user === undefined || user === ANYONE || user === TOKEN_HOLDER ? undefined : user.name;
}

/** Who sends a request that was let in. */
export function admittedUser(context: Context): User {
  return context.get(USER);
}

const NOBODY = { name: "", role: "" } as const;
