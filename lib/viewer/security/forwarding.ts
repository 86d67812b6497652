/**
 * What a trusted proxy says of the requests that it passes on.
 *
 * @module
 */
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import type { TrustedProxies } from "./client.ts";

/** How a request came here. */
export interface Forwarding {
  /** Whether a trusted proxy passed it on, so that its headers are believed. */
  readonly isProxied: boolean;
  /** Whether the browser's own connection is encrypted. */
  readonly isSecure: boolean;
}

/** A variable of requests. */
const FORWARDING = "forwarding";

/** Works out how each request came, and has browsers that came by HTTPS come by nothing else. */
export function knowForwarding(proxies: TrustedProxies): MiddlewareHandler {
  return async (context, next) => {
    const isProxied = proxies.include(getConnInfo(context).remote.address);
    const scheme = context.req.header("x-forwarded-proto")?.split(",").at(-1)?.trim();
    const isSecure = isProxied && scheme === "https";
    context.set(FORWARDING, { isProxied, isSecure });
    await next();
    if (isSecure) context.res.headers.set("Strict-Transport-Security", STRICT);
  };
}

/** A year, for this name alone: other names of the hospital are not the viewer's to bind. */
const STRICT = "max-age=31536000";

/** How a request came that {@linkcode knowForwarding} has seen. */
export function forwardingOf(context: Context): Forwarding {
  return context.get(FORWARDING);
}
