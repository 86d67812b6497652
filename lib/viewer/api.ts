/**
 * What each address of the API does; see routes.ts for what they take and answer.
 *
 * @module
 */
import type { OpenAPIHono, RouteConfig, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { every } from "hono/combine";
import { HTTPException } from "hono/http-exception";
import type { Ask } from "../search/ask.ts";
import type { StoreInfo } from "../store/code_store.ts";
import type { Archive } from "./archive.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FilmAnswers, FilmFile } from "./film_jobs.ts";
import type { FilmPool, JobOptions } from "./film_pool.ts";
import type { Films } from "./films.ts";
import type { CaseAnswers } from "./case_answers.ts";
import type { Finder, WantedCases } from "./finder.ts";
import { type Limits, mostBytes } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import { openApiDocument } from "./openapi.ts";
import type { PixelAnswers } from "./pixel_answers.ts";
import { readFilm, readJson, sendsFilm } from "./requests.ts";
import { tellAction, tellCases, tellFilm } from "./security/audit/middleware.ts";
import { requireRole } from "./security/permissions.ts";
import type { Sessions } from "./security/sessions.ts";
import { admittedUser } from "./security/users.ts";
import { ROUTES } from "./routes.ts";
import {
  browseSchema,
  type CaseChoice,
  type CasePage,
  type Collection,
  completeRequestSchema,
  explainRequestSchema,
  filmNameSchema,
  filmSearchHeadersSchema,
  filmSearchOptionsSchema,
  findCaseSchema,
  MOST_COMPLETIONS,
  type OcclusionAnswer,
  occlusionRequestSchema,
  revokeRequestSchema,
  type SearchAnswer,
  type SearchRequest,
  searchRequestSchema,
  type SessionsAnswer,
  type StoredCaseAnswer,
} from "./schemas.ts";
import { sharerOf, Shares, sharing } from "./security/shares.ts";
import { archiveFilmSchema, studyRequestSchema } from "./study_schemas.ts";

/** An application whose requests know which route answers them. */
export type ViewerApp = OpenAPIHono<{ Variables: { route: string } }>;

/** What the API answers from. */
export interface ApiParts {
  readonly info: StoreInfo;
  /** The ways in which it can be asked. */
  readonly asks: readonly Ask[];
  readonly catalogue: Catalogue;
  readonly finder: Finder;
  readonly answers: CaseAnswers;
  readonly films: Films;
  readonly pixels: PixelAnswers;
  readonly pool: FilmPool;
  /** The bytes of films that are kept at once. */
  readonly memory: Shares;
  readonly metrics: Metrics;
  readonly limits: Limits;
  /** Where studies are opened from, if from anywhere. */
  readonly archive: Archive | undefined;
  /** Who is logged in. */
  readonly sessions: Sessions;
  /** Whether users log in. */
  readonly hasLogin: boolean;
  /** Whether the page can encode films itself. */
  readonly encodesInPage: boolean;
}

/** Adds the API to an application. */
export function addApi(app: ViewerApp, parts: ApiParts): void {
  const api = new Api(parts);
  const { limits, metrics, pixels } = parts;
  const places = (what: string) =>
    sharing(new Shares(what, { total: limits.uploads, share: limits.share }));
  const films = every(
    places("films"),
    sharing(parts.memory, ({ req }) => {
      const { filmBytes } = limits;
      return Math.min(filmBytes, Number(req.header("content-length") ?? filmBytes));
    }),
    mostBytes(limits.filmBytes),
  );
  const words = mostBytes(limits.jsonBytes);
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const { operationId, method, path, getRoutingPath, request } = route;
    const takesFilms = "image/png" in (request?.body?.content ?? {});
    app.on(method, getRoutingPath(), async (context, next) => {
      context.set("route", path);
      tellAction(context, operationId);
      const handle = context.req.param("handle");
      if (handle !== undefined) tellCases(context, [handle]);
      requireRole(context, name as keyof typeof ROUTES);
      return await (takesFilms && sendsFilm(context) ? films : words)(context, next);
    });
  }
  app.on("post", "/api/study/*", places("studies"));
  // Bodies that hold JSON or a film are read here: Hono would refuse films whose sender names no media
  // type, as programs seldom do.
  app.openapi(
    {
      ...ROUTES.search,
      request: { query: filmSearchOptionsSchema, headers: filmSearchHeadersSchema },
    },
    async (context) => {
      const { "film-name": name, "search-filter": where } = context.req.valid("header");
      const options = { ...context.req.valid("query"), where };
      return context.json(await api.search(context, options, name), 200);
    },
  );
  app.openapi({ ...ROUTES.explain, request: {} }, async (context) => {
    const request = await readJson(context, explainRequestSchema);
    tellCases(context, [request.case]);
    return context.json(await parts.finder.explain(request), 200);
  });
  app.openapi({ ...ROUTES.occlusion, request: { headers: filmNameSchema } }, async (context) => {
    const { "film-name": name } = context.req.valid("header");
    return context.json(await api.occlusion(context, name), 200);
  });
  app.openapi(ROUTES.pixels, async (context) => {
    const { "film-name": name } = context.req.valid("header");
    return await pixels.send(context, await readFilm(context, name));
  });
  app.openapi(ROUTES.collection, async (context) => {
    return context.json(await api.collection(context), 200);
  });
  app.openapi({ ...ROUTES.cases, request: {} }, async (context) => {
    return context.json(api.cases(await readJson(context, browseSchema)), 200);
  });
  app.openapi({ ...ROUTES.find, request: {} }, async (context) => {
    const request = await readJson(context, findCaseSchema);
    tellCases(context, parts.answers.handlesOf([request]));
    return context.json({ case: (await api.case(request)).case }, 200);
  });
  app.openapi({ ...ROUTES.complete, request: {} }, async (context) => {
    const { start } = await readJson(context, completeRequestSchema);
    return context.json({ ids: api.completions(start) }, 200);
  });
  app.openapi(ROUTES.case, async (context) => {
    return context.json(await api.case(context.req.valid("param")), 200);
  });
  app.openapi(ROUTES.image, async (context) => {
    const { size } = context.req.valid("query");
    const picture = await api.image(context, context.req.valid("param"), size);
    return pixels.sendFile(context, picture, "image/png");
  });
  app.openapi(ROUTES.casePixels, async (context) => {
    const choice = context.req.valid("param");
    return await api.lendFilm(context, choice, (film) => pixels.send(context, film));
  });
  app.openapi({ ...ROUTES.study, request: {} }, async (context) => {
    const { name } = await readJson(context, studyRequestSchema);
    return context.json(await api.archive.study(name, context.req.raw.signal), 200);
  });
  app.openapi({ ...ROUTES.studyFilm, request: {} }, async (context) => {
    const film = await readJson(context, archiveFilmSchema);
    const bytes = await api.archive.film(film, context.req.raw.signal);
    await tellFilm(context, bytes);
    return pixels.sendFile(context, bytes, "application/dicom");
  });
  app.openapi(ROUTES.sessions, (context) => context.json(loginsOf(parts.sessions), 200));
  app.openapi({ ...ROUTES.revoke, request: {} }, async (context) => {
    const { user } = await readJson(context, revokeRequestSchema);
    return context.json({ ended: parts.sessions.revoke(user) }, 200);
  });
  app.openapi(ROUTES.health, (context) => context.json({ status: "ok" as const }, 200));
  app.openapi(ROUTES.metrics, async (context) => context.text(await metrics.text(), 200));
  app.openapi(ROUTES.document, (context) => context.json(openApiDocument(), 200));
}

/** Who is logged in, as administrators see it. */
function loginsOf(sessions: Sessions): SessionsAnswer {
  const users = sessions.list().map(({ user, sessions, used }) => ({
    ...user,
    sessions,
    idleSeconds: Math.floor((Date.now() - used) / 1000),
  }));
  return { users };
}

/** A route as far as all have it. */
type Route = RouteConfig & {
  readonly operationId: string;
  readonly getRoutingPath: () => string;
};

class Api {
  readonly #parts: ApiParts;

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  /** Throws with status 404 where no studies are opened. */
  get archive(): Archive {
    const { archive } = this.#parts;
    if (archive !== undefined) return archive;
    throw new HTTPException(404, { message: "This viewer opens no studies" });
  }

  async search(
    context: Context,
    options: WantedCases,
    name: string | undefined,
  ): Promise<SearchAnswer> {
    const { finder, pool } = this.#parts;
    if (!sendsFilm(context)) {
      const request = await readJson(context, searchRequestSchema);
      tellCases(context, this.#casesOf(request));
      return await timed(async () => {
        return await finder.search(await finder.queryOf(request), request);
      });
    }
    const film = await readFilm(context, name);
    return await timed(async () => {
      const code = await pool.run({ kind: "encode", film }, jobOptions(context));
      return await finder.search(finder.queryOfFilm(code, film.name), options);
    });
  }

  /** The handles of the cases that a search is made of. */
  #casesOf(request: SearchRequest): string[] {
    const films = "study" in request ? request.study : [request];
    return [...this.#parts.answers.handlesOf(films), ...request.like, ...request.unlike];
  }

  async occlusion(context: Context, name: string | undefined): Promise<OcclusionAnswer> {
    const map = sendsFilm(context)
      ? await this.#map(context, await readFilm(context, name))
      : await this.lendFilm(
        context,
        await this.#readChoice(context),
        (film) => this.#map(context, film),
      );
    return { ...map, values: Array.from(map.values) };
  }

  async collection(context: Context): Promise<Collection> {
    const {
      catalogue,
      answers,
      finder,
      pool,
      asks,
      archive,
      hasLogin,
      encodesInPage,
      info,
      limits,
    } = this.#parts;
    const described = catalogue.describe();
    return {
      ...described,
      ages: answers.ages(described.ages),
      hidesIdentifiers: answers.areHidden,
      bits: info.bits,
      model: info.model,
      asks: [...asks],
      defined: [...await finder.definedFindings()],
      takesFilms: "model" in pool.encoder,
      opensStudies: archive !== undefined,
      user: admittedUser(context),
      hasLogin,
      encodesInPage,
      filmBytes: limits.filmBytes,
    };
  }

  cases({ from, top, where }: z.output<typeof browseSchema>): CasePage {
    const { catalogue, finder, answers } = this.#parts;
    const { total, cases } = catalogue.page({ filter: finder.filter(where), from, top });
    return { total, cases: cases.map((one) => answers.of(one)) };
  }

  async case(choice: CaseChoice): Promise<StoredCaseAnswer> {
    const stored = await this.#parts.finder.stored(choice);
    return { case: this.#parts.answers.of(stored.case), code: stored.code.toHex() };
  }

  completions(start: string): string[] {
    const { answers, catalogue } = this.#parts;
    return answers.areHidden ? [] : [...catalogue.idsFrom(start, MOST_COMPLETIONS)];
  }

  async image(
    context: Context,
    choice: CaseChoice,
    size: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { finder, films } = this.#parts;
    return await films.picture((await finder.stored(choice)).case, size, jobOptions(context));
  }

  async #readChoice(context: Context): Promise<CaseChoice> {
    const choice = await readJson(context, occlusionRequestSchema);
    tellCases(context, this.#parts.answers.handlesOf([choice]));
    return choice;
  }

  /** Lends the film of a case, see {@linkcode Films.lend}. */
  async lendFilm<T>(
    context: Context,
    choice: CaseChoice,
    use: (film: FilmFile) => Promise<T>,
  ): Promise<T> {
    const { finder, films } = this.#parts;
    return await films.lend((await finder.stored(choice)).case, sharerOf(context), use);
  }

  #map(context: Context, film: FilmFile): Promise<FilmAnswers["occlusion"]> {
    return this.#parts.pool.run({ kind: "occlusion", film }, jobOptions(context));
  }
}

/** Whose turn a job of a request is, and that it is called off when they leave. */
function jobOptions(context: Context): Required<JobOptions> {
  return { client: sharerOf(context), signal: context.req.raw.signal };
}

async function timed<T>(work: () => Promise<T>): Promise<T & { milliseconds: number }> {
  const start = performance.now();
  const answer = await work();
  return { ...answer, milliseconds: performance.now() - start };
}
