/**
 * What of a request goes into the audit log, and that nothing is answered without it.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { clientOf } from "../client.ts";
import { userOf } from "../users.ts";
import type { AuditEntry } from "./chain.ts";
import type { AuditLog } from "./log.ts";

/** What a request is about: the film that it sends, by its SHA-256, or cases, by their handles. */
type Subject = Pick<AuditEntry, "film" | "cases">;

/** Variables of requests. */
const ACTION = "action";
const SUBJECT = "subject";

/** What tells nothing of films or cases, and is asked again and again. */
const NOT_LOGGED: ReadonlySet<string> = new Set(["health", "metrics", "document"]);

/** Answers that refuse someone, whatever was asked for. */
const REFUSED: ReadonlySet<number> = new Set([401, 403, 421, 429]);

const PROBLEM = "The audit log cannot be written, and nothing is answered without it; tell who " +
  "runs this viewer";

/**
 * Writes a line for every request that is about films or cases, lets someone in or out, or is
 * refused. An answer whose line cannot be written is not given.
 *
 * @param onFault Hears why a line cannot be written
 */
export function audited(log: AuditLog, onFault: (error: unknown) => void): MiddlewareHandler {
  return async (context, next) => {
    context.set(SUBJECT, {});
    await next();
    const { status } = context.res;
    const action: string | undefined = context.get(ACTION) ??
      (REFUSED.has(status) ? "refused" : undefined);
    if (action === undefined || NOT_LOGGED.has(action)) return;
    const { name: user, role } = userOf(context);
    const time = new Date().toISOString();
    const { address } = clientOf(context);
    try {
      log.write({ time, user, role, address, action, ...context.get(SUBJECT), status });
    } catch (error) {
      onFault(error);
      await context.res.body?.cancel();
      // A new answer inherits headers of the old one, and a login its cookie, unless it is made so.
      context.res = undefined;
      context.res = Response.json({ error: PROBLEM }, { status: 503 });
    }
  };
}

/** Says what a request asks for. */
export function tellAction(context: Context, action: string): void {
  context.set(ACTION, action);
}

/** Says which cases a request is about. */
export function tellCases(context: Context, handles: readonly string[]): void {
  if (handles.length > 0) tell(context, { cases: handles });
}

/** Says which film a request sends. */
export async function tellFilm(context: Context, film: Uint8Array<ArrayBuffer>): Promise<void> {
  if (context.get(SUBJECT) === undefined) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", film));
  tell(context, { film: digest.toHex() });
}

/** Nothing is kept where nothing is logged. */
function tell(context: Context, subject: Subject): void {
  const told: Subject | undefined = context.get(SUBJECT);
  if (told !== undefined) context.set(SUBJECT, { ...told, ...subject });
}
