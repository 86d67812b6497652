/**
 * How much the viewer takes on at once, and the refusal of more.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";

/** Bounds on what a client can ask for. */
export interface Limits {
  /** The part of each bound on what is at work at once that any one client may take. */
  readonly share: number;
  /** The largest film that is taken, in bytes. */
  readonly filmBytes: number;
  /** The largest other body, in bytes. */
  readonly jsonBytes: number;
  /** Films sent by users that are received, waiting or in work at once. */
  readonly uploads: number;
  /** Films whose pixels are read and sent at once. */
  readonly downloads: number;
  /**
   * Bytes of films that are kept at once, in all: those that are received, waiting or in work, and
   * the pixels and pictures that are in the making or on their way to their readers.
   */
  readonly heldBytes: number;
  /** Logins received at once: anyone may send them, and none may keep others from their requests. */
  readonly logins: number;
  /** Requests in work at once. */
  readonly requests: number;
  /** Connections at once. */
  readonly connections: number;
  /** The longest that the head of a request may take to arrive, in milliseconds. */
  readonly headTime: number;
  /** The longest that a whole request, or a film's pixels, may take to arrive, in milliseconds. */
  readonly requestTime: number;
  /** The longest that a film may take to be read, in milliseconds. */
  readonly filmTime: number;
  /** The longest that a process may take until it can read films, in milliseconds. */
  readonly startTime: number;
  /** Films that wait to be read. */
  readonly waiting: number;
  /** Processes that read films. */
  readonly processes: number;
  /** The most pixels of a film that is not large; large ones get half of the processes. */
  readonly largePixels: number;
  /** Bytes of pictures that are kept in memory to be shown again. */
  readonly pictureBytes: number;
}

/** Room for a department, on a small machine. */
export const DEFAULT_LIMITS: Limits = {
  share: 0.25,
  filmBytes: 64 * 2 ** 20,
  jsonBytes: 64 * 2 ** 10,
  uploads: 16,
  downloads: 16,
  heldBytes: 2 ** 30,
  logins: 16,
  requests: 256,
  connections: 512,
  headTime: 10_000,
  requestTime: 60_000,
  filmTime: 10_000,
  startTime: 60_000,
  waiting: 64,
  processes: 2,
  largePixels: 2 ** 24,
  pictureBytes: 64 * 2 ** 20,
};

/** Refuses bodies of more than so many bytes with status 413, before or as they arrive. */
export function mostBytes(maxSize: number): MiddlewareHandler {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new HTTPException(413, {
        message: `The body is too large: expected at most ${maxSize} bytes`,
      });
    },
  });
}
