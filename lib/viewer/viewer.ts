/**
 * The viewer: a web server that finds cases like a film.
 *
 * @module
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Asker } from "../asking/asker.ts";
import { InputError, messageOf } from "../base/errors.ts";
import type { DicomWebAddress } from "../data/dicomweb/connection.ts";
import type { CodeStore, StoreInfo } from "../store/code_store.ts";
import type { FindingTargets } from "../run/encoder_files.ts";
import { waysToAsk } from "../search/ask.ts";
import { requireEncoder } from "../search/index_encoder.ts";
import { Guard, isLoopback, requireHost, requireOwnPage } from "./access.ts";
import { addApi, type ViewerApp } from "./api.ts";
import { Archive } from "./archive.ts";
import { BusyError } from "./busy_error.ts";
import { readEncoderInPage } from "./encoder_in_page.ts";
import { FilmPool } from "./film_pool.ts";
import { FilmError } from "./film_process.ts";
import { Films } from "./films.ts";
import { keepNothing, protectiveHeaders } from "./headers.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { addLogin, requireUser } from "./login.ts";
import { Metrics } from "./metrics.ts";
import { readPage } from "./page.ts";
import { PixelAnswers } from "./pixel_answers.ts";
import { problemAnswer } from "./problem_answer.ts";
import { refuseUnfit } from "./requests.ts";
import type { AuditLog } from "./security/audit/log.ts";
import { audited } from "./security/audit/middleware.ts";
import { knowClient, TrustedProxies } from "./security/client.ts";
import { shareConnections } from "./security/connections.ts";
import { requireEntropy } from "./security/entropy.ts";
import { knowForwarding } from "./security/forwarding.ts";
import { OidcLogin } from "./security/oidc.ts";
import type { UsersConfig } from "./security/users.ts";
import { ServerSecret } from "./security/server_secret.ts";
import { ShownCases } from "./shown_cases.ts";
import { Shares, sharing } from "./security/shares.ts";

/** What to serve, where, and to whom. */
export interface ViewerOptions {
  /** The index's folder, where its encoder and its films are. */
  readonly index: string;
  /** What is searched: the codes and cases of the index. */
  readonly store: CodeStore;
  /** The targets of the findings, where the encoder was trained with any. */
  readonly targets?: FindingTargets | undefined;
  /** What the index is asked with, where its encoder knows more ways than codes. */
  readonly asker?: Asker | undefined;
  /** The address to listen on. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** What users must know; needed for every host but loopback. */
  readonly token?: string | undefined;
  /** Where users come from, if there are any. */
  readonly users?: UsersConfig | undefined;
  /** What the provider of users gave the viewer, if anything. */
  readonly clientSecret?: string | undefined;
  /** What keys are made of, so that addresses last over restarts; default: the token. */
  readonly secret?: string | undefined;
  /** Where to log who asked for what; it stays open. */
  readonly audit?: AuditLog | undefined;
  /** Whether ids, patients, dates and great ages are shown as numbers that tell nothing. */
  readonly hidesIdentifiers?: boolean;
  /** Names by which the viewer may be called, beside `host`. */
  readonly names?: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed, by address or network. */
  readonly trustedProxies?: readonly string[];
  /** A DICOMweb server whose studies can be opened. */
  readonly archive?: DicomWebAddress | undefined;
  /** Whether the page can encode films itself, so that they stay on the reader's machine. */
  readonly encodesInPage?: boolean | undefined;
  /** Default: {@linkcode DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** The module of the processes that read films; see {@linkcode FilmPool}. */
  readonly worker?: string;
  /** Hears of faults that users are told nothing of. */
  readonly onFault?: (error: unknown) => void;
}

/** A viewer at work. */
export interface Viewer {
  /** Where it can be opened. */
  readonly url: string;
  /** Why films cannot be searched for; undefined where they can. */
  readonly problem: string | undefined;
  /**
   * Shows the cases of another store, such as of the index after films were added. Requests at hand
   * end with the store that they began with.
   *
   * @throws {InputError} if it has codes of another encoder, or other findings
   */
  show(store: CodeStore): Promise<void>;
  /** Stops answering and ends its processes; the store stays open. */
  close(): Promise<void>;
}

/** The fewest characters of a token or a secret. */
const TOKEN_LENGTH = 16;

/**
 * Starts a viewer.
 *
 * @throws {InputError} if the host needs a token, the token is too short, a trusted proxy is no
 * address, the encoder is not the one that made the codes, or the port is taken
 */
export async function openViewer(options: ViewerOptions): Promise<Viewer> {
  checkAccess(options);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const proxies = new TrustedProxies(options.trustedProxies ?? []);
  const { store, hidesIdentifiers = false } = options;
  const secret = new ServerSecret(options.secret ?? options.token);
  const cases = await ShownCases.read(store, { ...options, secret, hidesIdentifiers });
  const metrics = new Metrics(() => pool, () => cases.catalogue.size);
  const pool = await FilmPool.open({
    index: options.index,
    processes: limits.processes,
    waiting: limits.waiting,
    share: limits.share,
    largePixels: limits.largePixels,
    timeout: limits.filmTime,
    startTime: limits.startTime,
    ...(options.worker === undefined ? {} : { module: options.worker }),
    onLost: () => metrics.countLost(),
  });
  try {
    const { index } = options;
    if ("model" in pool.encoder) requireEncoder(pool.encoder.model, { index, info: store.info });
    const parts = { limits, secret, cases, metrics, pool, proxies };
    const app = await application(options, parts);
    const server = await listen(app, options, { limits, proxies });
    const { port } = server.address() as AddressInfo;
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    return {
      url: `http://${host}:${port}/`,
      problem: "problem" in pool.encoder ? pool.encoder.problem : undefined,
      show: async (store) => {
        requireSameCodes(options.store.info, store.info);
        await cases.show(store);
      },
      close: async () => {
        const closed = once(server, "close");
        server.close();
        if ("closeAllConnections" in server) server.closeAllConnections();
        await Promise.all([closed, pool.close()]);
      },
    };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

function checkAccess(options: ViewerOptions): void {
  const { host, token, secret, users, trustedProxies = [], hidesIdentifiers, archive } = options;
  if (token === undefined && users === undefined && !isLoopback(host)) {
    throw new InputError(
      `Cannot serve on ${host}: other machines reach it, so a token is needed, or --users; make a ` +
        `token with "openssl rand -hex 32" and set it as COHASH_TOKEN`,
    );
  }
  if (users?.kind === "proxy" && trustedProxies.length === 0) {
    throw new InputError(
      "Cannot let a proxy name users where none is trusted: give its address as --trusted-proxy",
    );
  }
  if (token !== undefined) requireEntropy(token, "the token", TOKEN_LENGTH);
  if (secret !== undefined) requireEntropy(secret, "the secret", TOKEN_LENGTH);
  if (hidesIdentifiers === true && archive !== undefined) {
    throw new InputError(
      "Cannot hide identifiers and open studies (--hide-identifiers, --dicomweb): the films of " +
        "studies come with all that their headers say; leave one out",
    );
  }
}

function requireSameCodes(shown: StoreInfo, other: StoreInfo): void {
  if (JSON.stringify(shown) === JSON.stringify(other)) return;
  throw new InputError(
    "Cannot show what the index holds now: it has codes of another encoder, or other findings; " +
      "start the viewer anew",
  );
}

/** What lets people in. */
async function openGuard(
  { token, users, clientSecret }: ViewerOptions,
  secret: ServerSecret,
): Promise<Guard> {
  if (users?.kind === "proxy") return new Guard({ token, proxyUsers: users });
  if (users === undefined) return new Guard({ token });
  return new Guard({ token, provider: await OidcLogin.open(users, clientSecret, secret) });
}

interface ApplicationParts {
  readonly limits: Limits;
  readonly secret: ServerSecret;
  readonly cases: ShownCases;
  readonly metrics: Metrics;
  readonly pool: FilmPool;
  readonly proxies: TrustedProxies;
}

async function application(options: ViewerOptions, parts: ApplicationParts): Promise<ViewerApp> {
  const { store, asker, index, host, names = [] } = options;
  const { limits, secret, cases, metrics, pool, proxies } = parts;
  const guard = await openGuard(options, secret);
  const { encodesInPage = false } = options;
  const page = new Map([
    ...await readPage(),
    ...encodesInPage ? await readEncoderInPage(index) : [],
  ]);
  const app: ViewerApp = new OpenAPIHono({ defaultHook: refuseUnfit });
  app.onError((error, context) => {
    if (hasLeft(error, context)) return problemAnswer(context, 400, "The request was broken off");
    const { status, message } = failure(error);
    if (status === 500) options.onFault?.(error);
    if (error instanceof FilmError && error.fault !== undefined) options.onFault?.(error.fault);
    if (status === 503) context.header("Retry-After", "1");
    if (status === 429) context.header("Retry-After", "60");
    if (status === 401) context.header("WWW-Authenticate", "Bearer");
    return problemAnswer(context, status, message);
  });
  app.notFound((context) => problemAnswer(context, 404, "There is nothing at this address"));
  app.use(protectiveHeaders(encodesInPage), keepNothing);
  app.use(knowClient(proxies), knowForwarding(proxies));
  if (options.audit !== undefined) {
    app.use(audited(options.audit, (error) => options.onFault?.(error)));
  }
  app.use(
    metrics.middleware,
    sharing(new Shares("requests", { total: limits.requests, share: limits.share })),
  );
  app.use(requireHost(host, names), requireOwnPage);
  app.use(requireUser(guard));
  addLogin(app, guard, limits);
  for (const [path, { type, body, policy }] of page) {
    app.get(path === "/index.html" ? "/" : path, (context) => {
      context.set("route", "page");
      if (policy !== undefined) context.header("Content-Security-Policy", policy);
      return context.body(body, { headers: { "Content-Type": type } });
    });
  }
  const memory = new Shares("films", { total: limits.heldBytes, share: limits.share });
  addApi(app, {
    info: store.info,
    asks: waysToAsk(asker),
    get catalogue() {
      return cases.catalogue;
    },
    get finder() {
      return cases.finder;
    },
    get answers() {
      return cases.answers;
    },
    films: new Films(index, { pool, memory, nameOf: (one) => cases.answers.of(one).id }, limits),
    pixels: new PixelAnswers({ pool, memory, limits }),
    pool,
    memory,
    metrics,
    limits,
    archive: options.archive && new Archive(options.archive, options.onFault),
    sessions: guard.sessions,
    hasLogin: guard.hasLogin,
    encodesInPage,
  });
  return app;
}

/** Whether there is nobody left to answer. */
function hasLeft(error: Error, { req }: Context): boolean {
  return req.raw.signal.aborted || error.message === "aborted";
}

/** What is told of an error: what its thrower meant for users, and of faults nothing. */
function failure(error: unknown): { status: ContentfulStatusCode; message: string } {
  if (error instanceof HTTPException) return error;
  if (error instanceof FilmError) return { status: 422, message: error.message };
  if (error instanceof BusyError) return { status: 503, message: error.message };
  return { status: 500, message: "Something went wrong in the viewer" };
}

/** Listens, with an end to connections that send nothing, or never all of it. */
async function listen(
  app: ViewerApp,
  { host, port }: ViewerOptions,
  { limits: { connections, share, headTime, requestTime }, proxies }: Pick<
    ApplicationParts,
    "limits" | "proxies"
  >,
): Promise<ServerType> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: headTime,
      requestTimeout: requestTime,
      connectionsCheckingInterval: Math.min(headTime, requestTime) / 4,
      keepAliveTimeout: 5000,
    },
  });
  shareConnections(server, { total: connections, share, proxies });
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const reason = messageOf(error);
    throw new InputError(`Cannot serve on ${host}, port ${port}: ${reason}; choose another --port`);
  }
  return server;
}
