/**
 * Logins at a provider of OpenID Connect: the authorization code flow with PKCE (OpenID Connect Core
 * 1.0, RFC 7636).
 *
 * @module
 */
import { aessiv } from "@noble/ciphers/aes.js";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { HTTPException } from "hono/http-exception";
import * as openid from "openid-client";
import { z } from "zod";
import { InputError, messageOf } from "../../base/errors.ts";
import type { ServerSecret } from "./server_secret.ts";
import { type OidcUsers, type User, userWith } from "./users.ts";

/** Where the provider sends people back to, below the viewer's address. */
export const CALLBACK = "/login/callback";

/** How long someone may take to log in at the provider, in seconds. */
const LOGIN_SECONDS = 600;

const COOKIE = "cohash_login";

/** What a login that has begun must come back with. */
const startedSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Milliseconds since 1970. */
  until: z.number(),
});
type Started = z.output<typeof startedSchema>;

/** Logs people in at a provider. */
export class OidcLogin {
  readonly #provider: openid.Configuration;
  readonly #config: OidcUsers;
  readonly #key: Uint8Array;
  readonly #callback: URL;

  private constructor(provider: openid.Configuration, config: OidcUsers, key: Uint8Array) {
    this.#provider = provider;
    this.#config = config;
    this.#key = key;
    this.#callback = new URL(CALLBACK, config.viewer);
  }

  /**
   * Asks the provider for its addresses and keys.
   *
   * @param clientSecret What the provider gave the viewer, undefined for a public client
   * @throws {InputError} if the provider is not reached, or speaks plain HTTP from elsewhere than this
   * machine
   */
  static async open(
    config: OidcUsers,
    clientSecret: string | undefined,
    secret: ServerSecret,
  ): Promise<OidcLogin> {
    const issuer = new URL(config.issuer);
    const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(issuer.hostname);
    try {
      const provider = await openid.discovery(
        issuer,
        config.clientId,
        clientSecret,
        clientSecret === undefined ? openid.None() : undefined,
        isHere && issuer.protocol === "http:" ? { execute: [openid.allowInsecureRequests] } : {},
      );
      return new OidcLogin(provider, config, secret.key("logins", 64));
    } catch (error) {
      throw new InputError(
        `Cannot reach the provider ${config.issuer} of --users: ${messageOf(error)}`,
      );
    }
  }

  /** The address at the provider where someone logs in; what must come back is kept in a cookie. */
  async begin(context: Context): Promise<URL> {
    const started: Started = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
      until: Date.now() + 1000 * LOGIN_SECONDS,
    };
    // Lax: the browser comes back from another site.
    setCookie(context, COOKIE, this.#sealed(started), {
      httpOnly: true,
      secure: this.#callback.protocol === "https:",
      sameSite: "Lax",
      path: CALLBACK,
      maxAge: LOGIN_SECONDS,
    });
    return openid.buildAuthorizationUrl(this.#provider, {
      redirect_uri: this.#callback.href,
      scope: this.#config.scope,
      state: started.state,
      nonce: started.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(started.verifier),
      code_challenge_method: "S256",
    });
  }

  /**
   * Who comes back from the provider.
   *
   * @throws {HTTPException} with status 400 if this is not the answer to a login that this browser
   * began, 403 if the provider refuses, or for a user without a role
   */
  async end(context: Context): Promise<User> {
    const cookie = getCookie(context, COOKIE);
    const started = cookie === undefined ? undefined : this.#opened(cookie);
    deleteCookie(context, COOKIE, { path: CALLBACK });
    if (started === undefined || started.until < Date.now()) {
      throw new HTTPException(400, { message: "This login has ended; open the viewer again" });
    }
    const answer = new URL(this.#callback);
    answer.search = new URL(context.req.url).search;
    const claims = await openid.authorizationCodeGrant(this.#provider, answer, {
      pkceCodeVerifier: started.verifier,
      expectedState: started.state,
      expectedNonce: started.nonce,
      idTokenExpected: true,
    }).then((tokens) => tokens.claims()!, refuse);
    return this.#userOf(claims);
  }

  #userOf(claims: openid.IDToken): User {
    const { userClaim, groupsClaim, roles } = this.#config;
    const name = claims[userClaim];
    const groups = z.array(z.string()).catch([]).parse(claims[groupsClaim]);
    if (typeof name !== "string" || name === "") {
      throw new HTTPException(403, { message: `The provider tells no "${userClaim}" of you` });
    }
    const user = userWith(name, groups, roles);
    if (user !== undefined) return user;
    throw new HTTPException(403, { message: `"${name}" has no role in this viewer` });
  }

  #sealed(started: Started): string {
    const text = new TextEncoder().encode(JSON.stringify(started));
    return aessiv(this.#key).encrypt(text).toBase64({ alphabet: "base64url", omitPadding: true });
  }

  #opened(cookie: string): Started | undefined {
    try {
      const sealed = Uint8Array.fromBase64(cookie, { alphabet: "base64url" });
      const text = new TextDecoder().decode(aessiv(this.#key).decrypt(sealed));
      return startedSchema.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }
}

/** What the provider, or a check of what it says, has against a login. */
function refuse(error: unknown): never {
  throw new HTTPException(403, {
    message: `The login at the provider failed: ${messageOf(error)}`,
    cause: error,
  });
}
