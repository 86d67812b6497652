/**
 * What every answer tells the browser to refuse.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

const HEADERS = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["lit-html"],
  },
  crossOriginEmbedderPolicy: true,
  permissionsPolicy: {
    camera: false,
    displayCapture: false,
    geolocation: false,
    microphone: false,
    usb: false,
  },
  xFrameOptions: "DENY",
  // Whether a whole host is for HTTPS alone is for the server that has its certificate to say.
  strictTransportSecurity: false,
  overwrite: false,
} satisfies Parameters<typeof secureHeaders>[0];

/**
 * Scripts, styles, pictures and requests from and to this server only, nothing inline, no frames.
 * An answer's own headers stay.
 *
 * @param encodesInPage Whether the page may start the worker that reads films
 */
export function protectiveHeaders(encodesInPage: boolean): MiddlewareHandler {
  const { contentSecurityPolicy: policy, ...others } = HEADERS;
  if (!encodesInPage) return secureHeaders(HEADERS);
  const trustedTypes = [...policy.trustedTypes, "film-reader"];
  return secureHeaders({ ...others, contentSecurityPolicy: { ...policy, trustedTypes } });
}

/** Nothing is kept when the page is closed. */
export const keepNothing: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set("Cache-Control", "no-store");
};
