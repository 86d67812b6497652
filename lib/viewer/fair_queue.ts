/**
 * Who is next: clients take turns, however much each of them asks for.
 *
 * @module
 */

/** What waits for its turn. */
export interface Waiting {
  /** Whose it is. */
  readonly client: string;
  /** Among what its client waits for, lower is sooner. */
  readonly urgency: number;
}

/** A queue for each client, of which the first is the next one whose turn it is. */
export class FairQueue<T extends Waiting> {
  /** Those who wait, the one who was served longest ago first. */
  readonly #queues = new Map<string, T[]>();

  /** All that wait. */
  get length(): number {
    return this.#queues.values().reduce((sum, queue) => sum + queue.length, 0);
  }

  /** How much a client waits for. */
  lengthOf(client: string): number {
    return this.#queues.get(client)?.length ?? 0;
  }

  /** Puts something behind what its client waits for as urgently. */
  add(item: T): void {
    const queue = this.#queues.get(item.client) ?? [];
    const place = queue.findIndex(({ urgency }) => urgency > item.urgency);
    queue.splice(place < 0 ? queue.length : place, 0, item);
    this.#queues.set(item.client, queue);
  }

  /** Takes out something whose turn need not come any more. */
  remove(item: T): void {
    this.#keep(item.client, (other) => other !== item);
  }

  /** Takes out what is next of all that may be done now; undefined where there is none. */
  next(mayBeDone: (item: T) => boolean): T | undefined {
    for (const [client, queue] of this.#queues) {
      const item = queue.find(mayBeDone);
      if (item === undefined) continue;
      this.#queues.delete(client);
      this.#queues.set(client, queue);
      this.remove(item);
      return item;
    }
    return undefined;
  }

  /** Takes out all. */
  clear(): readonly T[] {
    const all = [...this.#queues.values()].flat();
    this.#queues.clear();
    return all;
  }

  #keep(client: string, isKept: (item: T) => boolean): void {
    const kept = this.#queues.get(client)?.filter(isKept) ?? [];
    if (kept.length > 0) this.#queues.set(client, kept);
    else this.#queues.delete(client);
  }
}
