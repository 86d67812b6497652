/**
 * How often clients have failed to log in of late.
 *
 * @module
 */

/** Failures that a client may have within a minute; more are refused. */
const MOST_FAILURES = 10;
const MINUTE = 60_000;

/** Clients that are remembered, each by itself. */
const MOST_CLIENTS = 10_000;

/** Whom all count as for whom there is no room. */
const OTHERS = "";

/**
 * Failures by client. The table never forgets anyone within the minute, however many clients there
 * are or are made up: those for whom it has no room are counted together.
 */
export class FailedLogins {
  /** When each of a client's failures was, in milliseconds; who failed last comes last. */
  readonly #times = new Map<string, readonly number[]>();

  /**
   * Counts a failure, unless the client has had too many.
   *
   * @returns Whether it is counted; otherwise the client has to wait
   */
  count(client: string, now = Date.now()): boolean {
    if (!this.#times.has(client) && this.#times.size >= MOST_CLIENTS) this.#forgetOld(now);
    const hasPlace = this.#times.has(client) || this.#times.size < MOST_CLIENTS;
    const name = hasPlace ? client : OTHERS;
    const recent = (this.#times.get(name) ?? []).filter((at) => at > now - MINUTE);
    if (recent.length >= MOST_FAILURES) return false;
    this.#times.delete(name);
    this.#times.set(name, [...recent, now]);
    return true;
  }

  #forgetOld(now: number): void {
    for (const [client, times] of this.#times) {
      if (times.at(-1)! > now - MINUTE) return;
      this.#times.delete(client);
    }
  }
}
