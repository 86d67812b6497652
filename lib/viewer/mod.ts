/**
 * The viewer: a web server that finds cases like a film.
 *
 * @module
 */
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { openViewer, type Viewer, type ViewerOptions } from "./viewer.ts";
export type { AuditEntry } from "./security/audit/chain.ts";
export { AuditLog, type AuditOptions } from "./security/audit/log.ts";
export { type KeyPurpose, ServerSecret } from "./security/server_secret.ts";
export {
  type OidcUsers,
  type ProxyUsers,
  readUsers,
  type Role,
  type Roles,
  type UsersConfig,
} from "./security/users.ts";
