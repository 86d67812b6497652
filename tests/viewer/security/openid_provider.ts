/**
 * A provider of OpenID Connect that logs everybody in as whom the test says, and checks what a client
 * has to do: the redirect address, the client's secret and PKCE.
 *
 * @module
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** A provider at work, and what it says of the next who logs in. */
export interface OpenIdProvider {
  readonly issuer: string;
  /** What is said of who logs in. */
  claims: Readonly<Record<string, unknown>>;
  /** Spoils the next token. */
  spoil: Partial<Readonly<Record<"nonce" | "aud" | "iss", string>>>;
  close(): Promise<void>;
}

export const CLIENT = { id: "cohash", secret: "what the provider gave the viewer" } as const;

/** Starts a provider on this machine. */
export async function startProvider(redirects: () => readonly string[]): Promise<OpenIdProvider> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const key = { ...await exportJWK(publicKey), alg: "RS256", use: "sig", kid: "one" };
  const codes = new Map<string, URLSearchParams>();
  const provider = { claims: {}, spoil: {} } as {
    -readonly [K in keyof OpenIdProvider]: OpenIdProvider[K];
  };
  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const { issuer } = provider;
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return Response.json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
          code_challenge_methods_supported: ["S256"],
        });
      case "/keys":
        return Response.json({ keys: [key] });
      case "/authorize": {
        const redirect = url.searchParams.get("redirect_uri") ?? "";
        const isMeant = redirects().includes(redirect) &&
          url.searchParams.get("client_id") === CLIENT.id &&
          url.searchParams.get("code_challenge_method") === "S256";
        if (!isMeant) return new Response("no such client", { status: 400 });
        const code = crypto.randomUUID();
        codes.set(code, url.searchParams);
        const state = url.searchParams.get("state") ?? "";
        return Response.redirect(`${redirect}?${new URLSearchParams({ code, state })}`);
      }
      case "/token": {
        const asked = new URLSearchParams(await request.text());
        const begun = codes.get(asked.get("code") ?? "");
        codes.delete(asked.get("code") ?? "");
        const verifier = new TextEncoder().encode(asked.get("code_verifier") ?? "");
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", verifier));
        const challenge = digest.toBase64({ alphabet: "base64url", omitPadding: true });
        const isMeant = begun?.get("code_challenge") === challenge &&
          asked.get("client_secret") === CLIENT.secret;
        if (!isMeant) return Response.json({ error: "invalid_grant" }, { status: 400 });
        const spoilt = provider.spoil;
        const token = await new SignJWT({
          nonce: spoilt.nonce ?? begun.get("nonce"),
          sub: "someone",
          ...provider.claims,
        }).setProtectedHeader({ alg: "RS256", kid: "one" }).setIssuedAt().setExpirationTime("5m")
          .setIssuer(spoilt.iss ?? issuer).setAudience(spoilt.aud ?? CLIENT.id).sign(privateKey);
        return Response.json({ access_token: "x", token_type: "Bearer", id_token: token });
      }
      default:
        return new Response("nothing here", { status: 404 });
    }
  };
  // Deno's own server refuses answers once that of the viewer has replaced the global Response.
  const server = createAdaptorServer({ fetch: answer });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  Object.assign(provider, {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  });
  return provider;
}
