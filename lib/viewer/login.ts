/**
 * The way in for people: a page that asks for the token, and the cookie that stands for it.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { html } from "hono/html";
import { HTTPException } from "hono/http-exception";
import type { Guard } from "./access.ts";
import type { ViewerApp } from "./api.ts";
import { type Limits, mostBytes } from "./limits.ts";
import { ROUTES } from "./routes.ts";
import { tellAction } from "./security/audit/middleware.ts";
import { Shares, sharing } from "./security/shares.ts";

/** What can be had without the token. */
const OPEN: ReadonlySet<string> = new Set([
  "/login",
  "/style.css",
  "/icon.svg",
  "/vendor/inter.woff2",
  ROUTES.health.path,
]);

/** Refuses requests without the token; people who open the page are led to the login. */
export function requireToken(guard: Guard): MiddlewareHandler {
  return async (context, next) => {
    if (OPEN.has(context.req.path) || guard.admits(context)) return await next();
    if (context.req.path === "/") return context.redirect("/login", 303);
    throw new HTTPException(401, {
      message: "This viewer asks for a token: send it as Authorization: Bearer TOKEN",
    });
  };
}

/** Adds the pages that let people in and out. */
export function addLogin(app: ViewerApp, guard: Guard, limits: Limits): void {
  const atOnce = sharing(new Shares("logins", { total: limits.logins, share: limits.share }));
  app.get("/login", (context) => showLogin(context, { isWrong: false }));
  app.post("/login", does("login"), atOnce, mostBytes(limits.jsonBytes), async (context) => {
    const token = new URLSearchParams(await context.req.text()).get("token") ?? "";
    if (guard.login(context, token.trim())) return context.redirect("/", 303);
    return showLogin(context, { isWrong: true });
  });
  app.post("/logout", does("logout"), (context) => {
    guard.logout(context);
    return context.redirect("/login", 303);
  });
}

/** Says what is done, before it can be refused. */
function does(action: string): MiddlewareHandler {
  return async (context, next) => {
    tellAction(context, action);
    await next();
  };
}

/** Without any referrer browsers hide where a form comes from, and it would be refused. */
const LOGIN_HEADERS = { "Referrer-Policy": "same-origin" };

function showLogin(context: Context, { isWrong }: { readonly isWrong: boolean }) {
  const page = html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="dark">
        <title>Log in · cohash viewer</title>
        <link rel="icon" href="/icon.svg">
        <link rel="stylesheet" href="/style.css">
      </head>
      <body>
        <main class="login">
          <h1>cohash viewer</h1>
          <form method="post" action="/login">
                <label for="token">Token</label>
                <input id="token" name="token" type="password" autocomplete="current-password" required
                  autofocus ${isWrong && html`aria-invalid="true" aria-describedby="wrong"`}>
                ${isWrong && html`<p id="wrong" role="alert">This is not the token.</p>`}
                <button type="submit" class="primary">Log in</button>
              </form>
          <p class="muted">Who started the viewer knows its token.</p>
          <p class="muted">For research only. Not for diagnosis.</p>
        </main>
      </body>
    </html>
  `;
  return context.html(page, isWrong ? 401 : 200, LOGIN_HEADERS);
}
