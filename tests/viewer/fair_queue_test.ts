import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { FairQueue, type Waiting } from "../../lib/viewer/fair_queue.ts";

interface Job extends Waiting {
  readonly id: number;
  readonly isLong: boolean;
}

const job = (id: number, client: string, urgency = 0, isLong = false): Job => ({
  id,
  client,
  urgency,
  isLong,
});

/** Takes out all that may be done, by id. */
function drained(queue: FairQueue<Job>, mayBeDone: (item: Job) => boolean = () => true): number[] {
  const ids: number[] = [];
  for (let next = queue.next(mayBeDone); next !== undefined; next = queue.next(mayBeDone)) {
    ids.push(next.id);
  }
  return ids;
}

function queueOf(jobs: readonly Job[]): FairQueue<Job> {
  const queue = new FairQueue<Job>();
  for (const item of jobs) queue.add(item);
  return queue;
}

Deno.test("FairQueue lets clients take turns, each of them the most urgent first", () => {
  const queue = queueOf([
    job(1, "a", 2),
    job(2, "a", 2),
    job(3, "a", 0),
    job(4, "b", 1),
    job(5, "c", 0),
    job(6, "c", 0),
  ]);
  assertEquals([queue.length, queue.lengthOf("a"), queue.lengthOf("d")], [6, 3, 0]);
  assertEquals(drained(queue), [3, 4, 5, 1, 6, 2]);
  assertEquals(queue.length, 0);
});

Deno.test("FairQueue passes over what may not be done now, and forgets what is taken out", () => {
  const [long, short, other] = [job(1, "a", 0, true), job(2, "a"), job(3, "b")];
  const queue = queueOf([long, short, other]);
  assertEquals(drained(queue, ({ isLong }) => !isLong), [2, 3]);
  queue.remove(long);
  queue.remove(long);
  assertEquals([queue.length, queue.next(() => true)], [0, undefined]);
  queue.add(other);
  assertEquals(queue.clear(), [other]);
  assertEquals(queue.length, 0);
});

Deno.test("FairQueue serves nobody twice while another waits", () => {
  const jobs = fc.array(fc.record({ client: fc.constantFrom("a", "b", "c"), urgency: fc.nat(3) }));
  fc.assert(fc.property(jobs, (jobs) => {
    const all = jobs.map(({ client, urgency }, id) => job(id, client, urgency));
    const order = drained(queueOf(all));
    assertEquals([...order].sort((a, b) => a - b), all.map(({ id }) => id));
    for (const [n, id] of order.entries()) {
      const { client } = all[id]!;
      const last = order.slice(0, n).findLastIndex((each) => all[each]!.client === client);
      const between = new Set(order.slice(last + 1, n).map((each) => all[each]!.client));
      const waiting = new Set(order.slice(n).map((each) => all[each]!.client));
      waiting.delete(client);
      if (last >= 0) assert([...waiting].every((other) => between.has(other)));
    }
  }));
});
