/**
 * Who uses the viewer, and what they may do.
 *
 * @module
 */
import type { Context } from "hono";
import { z } from "zod";
import { InputError } from "../../base/errors.ts";

/** What someone may do, each more than the one before. */
export const ROLES = ["reader", "researcher", "admin"] as const;

/** One of {@linkcode ROLES}. */
export type Role = typeof ROLES[number];

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

/** Who has which role, by the names of users and of their groups; "*" is everyone. */
const rolesSchema = z.strictObject({ reader: names, researcher: names, admin: names });

const usersSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    /** A trusted proxy has logged people in, and says in headers who they are. */
    kind: z.literal("proxy"),
    userHeader: z.string().min(1),
    /** Names separated by commas. */
    groupsHeader: z.string().min(1).optional(),
    roles: rolesSchema,
  }),
  z.strictObject({
    /** People log in at a provider of OpenID Connect. */
    kind: z.literal("oidc"),
    issuer: z.url({ protocol: /^https?$/ }),
    clientId: z.string().min(1),
    /** A file with the secret that the provider gave the viewer; none for a public client. */
    clientSecretFile: z.string().min(1).optional(),
    /** Where people open the viewer; the provider sends them to `login/callback` below it. */
    viewer: z.url({ protocol: /^https?$/ }),
    scope: z.string().default("openid profile"),
    userClaim: z.string().default("preferred_username"),
    groupsClaim: z.string().default("groups"),
    roles: rolesSchema,
  }),
]);

/** Where users come from. */
export type UsersConfig = z.output<typeof usersSchema>;
/** Users whom a proxy names. */
export type ProxyUsers = UsersConfig & { readonly kind: "proxy" };
/** Users who log in at a provider. */
export type OidcUsers = UsersConfig & { readonly kind: "oidc" };
/** Who has which role. */
export type Roles = z.output<typeof rolesSchema>;

/**
 * Reads the text of a file that says where users come from.
 *
 * @param name What messages call the file
 * @throws {InputError} if it does not fit
 */
export function readUsers(text: string, name: string): UsersConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`Cannot use ${name} of --users: it is no JSON`);
  }
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
