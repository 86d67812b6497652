/**
 * What every answer tells the browser to refuse.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/**
 * Scripts, styles, pictures and requests from and to this server only, nothing inline, no frames.
 * An answer's own headers stay.
 */
export const protectiveHeaders: MiddlewareHandler = secureHeaders({
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
});

/** Nothing is kept when the page is closed. */
export const keepNothing: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set("Cache-Control", "no-store");
};
