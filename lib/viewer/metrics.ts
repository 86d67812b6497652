/**
 * What the viewer counts about itself, in the text format of Prometheus.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { FilmPool } from "./film_pool.ts";

/** Upper ends in seconds; 30 and 150 ms are what a search by id and by film should take at most. */
const BUCKETS = [0.005, 0.01, 0.03, 0.075, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 10];

/** Counts of one viewer. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<"route" | "status">;
  readonly #seconds: Histogram<"route">;
  readonly #lost: Counter;

  constructor(pool: () => FilmPool, cases: () => number) {
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: "cohash_requests_total",
      help: "Requests answered.",
      labelNames: ["route", "status"],
      registers,
    });
    this.#seconds = new Histogram({
      name: "cohash_request_seconds",
      help: "Time from a request's head to its answer.",
      labelNames: ["route"],
      buckets: BUCKETS,
      registers,
    });
    this.#lost = new Counter({
      name: "cohash_film_processes_lost_total",
      help: "Processes that a film crashed or kept busy for too long.",
      registers,
    });
    new Gauge({
      name: "cohash_films_waiting",
      help: "Films that wait to be read.",
      registers,
      collect() {
        this.set(pool().waiting);
      },
    });
    new Gauge({
      name: "cohash_films_working",
      help: "Films that are being read.",
      registers,
      collect() {
        this.set(pool().working);
      },
    });
    new Gauge({
      name: "cohash_cases",
      help: "Cases in the index.",
      registers,
      collect() {
        this.set(cases());
      },
    });
  }

  /** Counts and times every request under the route that answers it. */
  readonly middleware: MiddlewareHandler = async (context, next) => {
    const start = performance.now();
    await next();
    const route = context.get("route") ?? "other";
    this.#requests.inc({ route, status: String(context.res.status) });
    this.#seconds.observe({ route }, (performance.now() - start) / 1000);
  };

  /** Counts a process that was lost. */
  countLost(): void {
    this.#lost.inc();
  }

  /** Everything counted so far. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
