/**
 * What there is only so much of, shared among clients, so that none can take it all.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { BusyError } from "../busy_error.ts";
import { clientOf } from "./client.ts";
import { personOf } from "./users.ts";

/** Places, or bytes, that clients take and give back. */
export class Shares {
  readonly #what: string;
  readonly #total: number;
  readonly #each: number;
  readonly #taken = new Map<string, number>();
  #sum = 0;

  /**
   * So much in all.
   *
   * @param what What there is too much of where it is refused, such as "films"
   * @param bounds `total` for all clients together, of which any one may have the part `share`
   */
  constructor(what: string, { total, share }: { readonly total: number; readonly share: number }) {
    this.#what = what;
    this.#total = total;
    this.#each = shareOf(total, share);
  }

  /**
   * Takes some of it for a client.
   *
   * @returns What gives it back, once
   * @throws {BusyError} if the client, or all together, would have too much
   */
  take(client: string, amount = 1): () => void {
    const own = (this.#taken.get(client) ?? 0) + amount;
    if (own > this.#each) throw tooMany(`${this.#what} from you`);
    if (this.#sum + amount > this.#total) throw tooMany(this.#what);
    this.#add(client, amount);
    let isTaken = true;
    return () => {
      if (isTaken) this.#add(client, -amount);
      isTaken = false;
    };
  }

  #add(client: string, amount: number): void {
    const own = (this.#taken.get(client) ?? 0) + amount;
    if (own > 0) this.#taken.set(client, own);
    else this.#taken.delete(client);
    this.#sum += amount;
  }
}

/** How much of it one client may have: one place at least. */
export function shareOf(total: number, share: number): number {
  return Math.max(1, Math.floor(total * share));
}

/** The refusal of more. */
export function tooMany(what: string): BusyError {
  return new BusyError(`too many ${what} at once; try again soon`);
}

/** Who shares are counted for: a person where it is known who asks, else the network it comes from. */
export function sharerOf(context: Context): string {
  const person = personOf(context);
  return person === undefined ? clientOf(context).network : `user ${person}`;
}

/**
 * Takes a share for as long as a request is in work, or refuses it with status 503, at once.
 *
 * @param amount How much a request takes; default: 1
 */
export function sharing(
  shares: Shares,
  amount: (context: Context) => number = () => 1,
): MiddlewareHandler {
  return async (context, next) => {
    const giveBack = shares.take(sharerOf(context), amount(context));
    try {
      await next();
    } finally {
      giveBack();
    }
  };
}
