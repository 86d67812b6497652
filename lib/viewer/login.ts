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
import { plainPage } from "./plain_page.ts";
import { ROUTES } from "./routes.ts";
import { tellAction } from "./security/audit/middleware.ts";
import { CALLBACK } from "./security/oidc.ts";
import { Shares, sharing } from "./security/shares.ts";

/** What can be had without being known. */
const OPEN: ReadonlySet<string> = new Set([
  "/login",
  "/login/provider",
  CALLBACK,
  "/style.css",
  "/icon.svg",
  "/vendor/inter.woff2",
  ROUTES.health.path,
]);

/** Refuses requests of nobody; people who open the page are led to the login. */
export function requireUser(guard: Guard): MiddlewareHandler {
  return async (context, next) => {
    if (OPEN.has(context.req.path) || guard.admits(context)) return await next();
    if (context.req.path === "/" && guard.hasLogin) return context.redirect("/login", 303);
    throw new HTTPException(401, { message: guard.takesTokens ? TOKEN_NEEDED : LOGIN_NEEDED });
  };
}

const TOKEN_NEEDED = "This viewer asks for a token: send it as Authorization: Bearer TOKEN";
const LOGIN_NEEDED =
  "This viewer asks for a login, at its own page or at the server in front of it";

/** Adds the pages that let people in and out. */
export function addLogin(app: ViewerApp, guard: Guard, limits: Limits): void {
  const atOnce = sharing(new Shares("logins", { total: limits.logins, share: limits.share }));
  app.get("/login", (context) => showLogin(context, guard, { isWrong: false }));
  app.post("/login", does("login"), atOnce, mostBytes(limits.jsonBytes), async (context) => {
    const token = new URLSearchParams(await context.req.text()).get("token") ?? "";
    if (guard.login(context, token.trim())) return context.redirect("/", 303);
    return showLogin(context, guard, { isWrong: true });
  });
  const { provider } = guard;
  if (provider !== undefined) {
    app.get("/login/provider", atOnce, async (context) => {
      return context.redirect((await provider.begin(context)).href, 303);
    });
    app.get(CALLBACK, does("login"), atOnce, async (context) => {
      guard.enter(context, await provider.end(context));
      return context.html(ENTER);
    });
  }
  app.post("/logout", does("logout"), (context) => {
    guard.logout(context);
    return context.redirect("/login", 303);
  });
}

/**
 * Leads to the viewer from this site: a redirect would still count as coming from the provider's, and
 * the new cookie would not be sent.
 */
const ENTER = html`
  <!DOCTYPE html>
  <html lang="en">
    <head>
      <meta charset="utf-8">
      <meta http-equiv="refresh" content="0; url=/">
      <title>Logged in · cohash viewer</title>
    </head>
    <body>
      <p><a href="/">To the viewer</a></p>
    </body>
  </html>
`;

/** Says what is done, before it can be refused. */
function does(action: string): MiddlewareHandler {
  return async (context, next) => {
    tellAction(context, action);
    await next();
  };
}

/** Without any referrer browsers hide where a form comes from, and it would be refused. */
const LOGIN_HEADERS = { "Referrer-Policy": "same-origin" };

function showLogin(
  context: Context,
  { provider, takesTokens }: Guard,
  { isWrong }: { readonly isWrong: boolean },
) {
  const content = html`
    ${provider !== undefined && PROVIDER_LINK}
    ${(provider === undefined || takesTokens) && tokenForm(isWrong)}
  `;
  const page = plainPage({ title: "Log in", heading: "cohash viewer", content });
  return context.html(page, isWrong ? 401 : 200, LOGIN_HEADERS);
}

const PROVIDER_LINK = html`<p><a class="button" href="/login/provider">Log in</a></p>`;

function tokenForm(isWrong: boolean) {
  return html`
    <form method="post" action="/login">
      <label for="token">Token</label>
      <input id="token" name="token" type="password" autocomplete="current-password" required
        autofocus ${isWrong && html`aria-invalid="true" aria-describedby="wrong"`}>
      ${isWrong && html`<p id="wrong" role="alert">This is not the token.</p>`}
      <button type="submit" class="primary">Log in</button>
    </form>
    <p class="muted">Who started the viewer knows its token.</p>
  `;
}
