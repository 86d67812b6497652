/**
 * How much the viewer takes on at once, and the refusal of more.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { BusyError } from "./film_pool.ts";

/** Bounds on what a client can ask for. */
export interface Limits {
  /** The largest film that is taken, in bytes. */
  readonly filmBytes: number;
  /** The largest other body, in bytes. */
  readonly jsonBytes: number;
  /** Films sent by users that are received, waiting or in work at once. */
  readonly uploads: number;
  /** Films whose pixels are read and sent at once. */
  readonly downloads: number;
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
  /** Bytes of pictures that are kept in memory to be shown again. */
  readonly pictureBytes: number;
}

/** Room for a department, on a small machine. */
export const DEFAULT_LIMITS: Limits = {
  filmBytes: 64 * 2 ** 20,
  jsonBytes: 64 * 2 ** 10,
  uploads: 16,
  downloads: 16,
  requests: 256,
  connections: 512,
  headTime: 10_000,
  requestTime: 60_000,
  filmTime: 10_000,
  startTime: 60_000,
  waiting: 64,
  processes: 2,
  pictureBytes: 64 * 2 ** 20,
};

/**
 * Counts what is at work at once.
 *
 * @returns A function that takes a place, and returns what gives it back
 */
export function places(limit: number, what: string): () => () => void {
  let taken = 0;
  return () => {
    if (taken >= limit) throw new BusyError(`too many ${what} at once; try again soon`);
    taken++;
    let isTaken = true;
    return () => {
      if (isTaken) taken--;
      isTaken = false;
    };
  };
}

/** Refuses requests beyond a number in work with status 503, at once. */
export function atMost(limit: number, what: string): MiddlewareHandler {
  const take = places(limit, what);
  return async (_, next) => {
    const giveBack = take();
    try {
      await next();
    } finally {
      giveBack();
    }
  };
}

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
