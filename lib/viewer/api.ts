/**
 * What each address of the API does; see endpoints.ts for what they take and answer.
 *
 * @module
 */
import type { Context, Handler, Hono } from "hono";
import { every } from "hono/combine";
import type { WholeImage } from "../data/images/deep_image.ts";
import type { StoreInfo } from "../store/code_store.ts";
import type { Catalogue } from "./catalogue.ts";
import { type Endpoint, ENDPOINTS } from "./endpoints.ts";
import type { FilmFile } from "./film_jobs.ts";
import type { FilmPool } from "./film_pool.ts";
import type { Films } from "./films.ts";
import { caseAnswer, type Finder } from "./finder.ts";
import { atMost, type Limits, mostBytes } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import { openApiDocument } from "./openapi.ts";
import { PixelAnswers } from "./pixel_answers.ts";
import { readFilm, readJson, readParameters, sendsFilm } from "./requests.ts";
import type { Collection, OcclusionAnswer, SearchAnswer } from "./schemas.ts";

/** An application whose requests know which route answers them. */
export type ViewerApp = Hono<{ Variables: { route: string } }>;

/** What the API answers from. */
export interface ApiParts {
  readonly info: StoreInfo;
  readonly catalogue: Catalogue;
  readonly finder: Finder;
  readonly films: Films;
  readonly pool: FilmPool;
  readonly metrics: Metrics;
  readonly limits: Limits;
  /** Whether users log in. */
  readonly hasLogin: boolean;
}

/** Adds the API to an application. */
export function addApi(app: ViewerApp, parts: ApiParts): void {
  const api = new Api(parts);
  const { limits } = parts;
  const uploads = every(atMost(limits.uploads, "films"), mostBytes(limits.filmBytes));
  const words = mostBytes(limits.jsonBytes);
  const pixels = new PixelAnswers(parts.limits);
  const answers: Readonly<Record<keyof typeof ENDPOINTS, Handler>> = {
    search: async (context) => context.json(await api.search(context)),
    explain: async (context) => context.json(await api.explain(context)),
    occlusion: async (context) => context.json(await api.occlusion(context)),
    pixels: (context) => pixels.send(context, () => api.pixels(context)),
    collection: (context) => context.json(api.collection()),
    cases: (context) => context.json(api.cases(context)),
    case: async (context) => context.json(await api.case(context)),
    image: async (context) => pngAnswer(await api.image(context)),
    casePixels: (context) => pixels.send(context, () => api.casePixels(context)),
    health: (context) => context.json({ status: "ok" }),
    metrics: async (context) => context.text(await parts.metrics.text()),
    document: (context) => context.json(openApiDocument()),
  };
  for (const [name, { method, path, takesFilm }] of Object.entries<Endpoint>(ENDPOINTS)) {
    const address = path.replace(/\{(\w+)\}/g, ":$1");
    app.on(method, address, async (context, next) => {
      context.set("route", path);
      return await (takesFilm && sendsFilm(context) ? uploads : words)(context, next);
    });
    app.on(method, address, answers[name as keyof typeof ENDPOINTS]);
  }
}

class Api {
  readonly #parts: ApiParts;

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  async search(context: Context): Promise<SearchAnswer> {
    const { finder, pool } = this.#parts;
    if (!sendsFilm(context)) {
      const request = await readJson(context, ENDPOINTS.search.body);
      return await timed(async () => {
        const query = "id" in request
          ? await finder.queryOfCase(request.id)
          : finder.queryOfCode(request.code);
        return await finder.search(query, request);
      });
    }
    const options = readParameters(context, ENDPOINTS.search.query);
    const film = await readFilm(context, options.name);
    return await timed(async () => {
      const continuous = await pool.run({ kind: "encode", film }, context.req.raw.signal);
      return await finder.search(finder.queryOfFilm(continuous, film.name), options);
    });
  }

  async explain(context: Context) {
    const { finder } = this.#parts;
    return finder.explain(await readJson(context, ENDPOINTS.explain.body));
  }

  async occlusion(context: Context): Promise<OcclusionAnswer> {
    const { pool } = this.#parts;
    const { name } = readParameters(context, ENDPOINTS.occlusion.query);
    const film = sendsFilm(context) ? await readFilm(context, name) : await this.#filmOf(
      (await readJson(context, ENDPOINTS.occlusion.body)).id,
    );
    const map = await pool.run({ kind: "occlusion", film }, context.req.raw.signal);
    return { ...map, values: Array.from(map.values) };
  }

  async pixels(context: Context): Promise<WholeImage> {
    const { pool } = this.#parts;
    const { name } = readParameters(context, ENDPOINTS.pixels.query);
    const film = await readFilm(context, name);
    return await pool.run({ kind: "pixels", film }, context.req.raw.signal);
  }

  collection(): Collection {
    const { catalogue, pool, hasLogin, info: { bits, model }, limits: { filmBytes } } = this.#parts;
    return {
      ...catalogue.describe(),
      bits,
      model,
      takesFilms: "model" in pool.encoder,
      hasLogin,
      filmBytes,
    };
  }

  cases(context: Context) {
    const { catalogue, finder } = this.#parts;
    const { from, top, where } = readParameters(context, ENDPOINTS.cases.query);
    const { total, cases } = catalogue.page({ filter: finder.filter(where), from, top });
    return { total, cases: cases.map(caseAnswer) };
  }

  async case(context: Context) {
    const stored = await this.#parts.finder.stored(idOf(context));
    return { case: caseAnswer(stored.case), code: stored.code.toHex() };
  }

  async image(context: Context): Promise<Uint8Array<ArrayBuffer>> {
    const { finder, films } = this.#parts;
    const { size } = readParameters(context, ENDPOINTS.image.query);
    const stored = await finder.stored(idOf(context));
    return await films.picture(stored.case, size, context.req.raw.signal);
  }

  async casePixels(context: Context): Promise<WholeImage> {
    const film = await this.#filmOf(idOf(context));
    return await this.#parts.pool.run({ kind: "pixels", film }, context.req.raw.signal);
  }

  async #filmOf(id: string): Promise<FilmFile> {
    const { finder, films } = this.#parts;
    return await films.file((await finder.stored(id)).case);
  }
}

function idOf(context: Context): string {
  return context.req.param("id") ?? "";
}

async function timed<T>(work: () => Promise<T>): Promise<T & { milliseconds: number }> {
  const start = performance.now();
  const answer = await work();
  return { ...answer, milliseconds: performance.now() - start };
}

function pngAnswer(png: Uint8Array<ArrayBuffer>): Response {
  return new Response(png, { headers: { "Content-Type": "image/png" } });
}
