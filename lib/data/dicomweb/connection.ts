/**
 * Requests to one server, asked again where an answer fails that may come the next time.
 *
 * @module
 */
import { InputError, messageOf } from "../../base/errors.ts";
import { pause } from "../../base/pause.ts";
import { DamagedAnswer } from "./multipart.ts";

/** Where a server is, and what it wants to be told. */
export interface DicomWebAddress {
  /** Such as `https://pacs.example/dicom-web`. */
  readonly url: string;
  /** The value of the header Authorization, such as `Bearer …`. */
  readonly authorization?: string | undefined;
}

/** How a server is asked. */
export interface ConnectionOptions {
  /** Hears why a request is made again. */
  readonly onRetry?: ((message: string) => void) | undefined;
  /** Milliseconds before each repetition; default: 0.5, 2, 8 and 30 s. */
  readonly pauses?: readonly number[] | undefined;
}

/** What is asked for. */
export interface Wanted {
  /** Behind the server's address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly accept: string;
  /** The most bytes that an answer may have. */
  readonly most: number;
  readonly signal?: AbortSignal | undefined;
}

/** What the server said, unless it was that there is no such thing. */
export interface Answer {
  readonly contentType: string | null;
  readonly body: Uint8Array<ArrayBuffer>;
}

const PAUSES = [500, 2000, 8000, 30_000];

/** The longest pause that a server can ask for, in milliseconds. */
const LONGEST_PAUSE = 120_000;

/** The longest that one request may take, in milliseconds. */
const LONGEST_REQUEST = 300_000;

/** Why a request failed that may succeed the next time. */
class Passing extends Error {
  constructor(message: string, readonly pause?: number) {
    super(message);
  }
}

/** A server that speaks DICOMweb. */
export class DicomWebConnection {
  /** Its address, without a slash at the end. */
  readonly url: string;
  readonly #authorization: string | undefined;
  readonly #options: ConnectionOptions;

  /** @throws {InputError} if the address or the header's value is none */
  constructor({ url, authorization }: DicomWebAddress, options: ConnectionOptions = {}) {
    this.url = checkedUrl(url);
    this.#authorization = authorization === undefined ? undefined : checkedHeader(authorization);
    this.#options = options;
  }

  /**
   * What the server answers, and what `read` makes of it: where that throws {@linkcode DamagedAnswer},
   * the server is asked again, too.
   *
   * @returns undefined where there is no such thing (404, 410)
   * @throws {InputError} if the server refuses, sends too much, or fails again and again
   */
  async get<T>(wanted: Wanted, read: (answer: Answer) => T): Promise<T | undefined> {
    const { pauses = PAUSES, onRetry } = this.#options;
    for (let attempt = 0;; attempt++) {
      try {
        const answer = await this.#fetch(wanted);
        return answer === undefined ? undefined : read(answer);
      } catch (error) {
        wanted.signal?.throwIfAborted();
        const problem = passingProblem(error);
        const wait = pauses[attempt];
        if (wait === undefined) {
          throw new InputError(
            `Cannot read from ${this.url}: ${problem.message}, also after ${attempt} repetitions; ` +
              "the same command goes on from here",
          );
        }
        onRetry?.(`${this.url}: ${problem.message}; asking again`);
        await pause(Math.max(wait, Math.min(problem.pause ?? 0, LONGEST_PAUSE)), wanted.signal);
      }
    }
  }

  async #fetch({ path, query = {}, accept, most, signal }: Wanted): Promise<Answer | undefined> {
    const url = new URL(`${this.url}/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.append(name, `${value}`);
    const timeout = AbortSignal.timeout(LONGEST_REQUEST);
    const response = await fetch(url, {
      headers: {
        Accept: accept,
        ...this.#authorization !== undefined && { Authorization: this.#authorization },
      },
      // Another address must not get the header, nor be asked at a server's wish.
      redirect: "manual",
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    if (response.status === 200) {
      return {
        contentType: response.headers.get("Content-Type"),
        body: await read(response, most),
      };
    }
    await response.body?.cancel();
    if (response.status === 204) return { contentType: null, body: new Uint8Array() };
    if (response.status === 404 || response.status === 410) return undefined;
    throw this.#refusal(response);
  }

  #refusal({ status, statusText, headers }: Response): Error {
    if (status >= 500 || status === 429 || status === 408) {
      const seconds = Number(headers.get("Retry-After") ?? NaN);
      const pause = Number.isFinite(seconds) && seconds >= 0 ? 1000 * seconds : undefined;
      return new Passing(`it answers ${status} ${statusText}`.trim(), pause);
    }
    const cannot = `Cannot read from ${this.url}: it answers ${status}`;
    if (status === 401 || status === 403) {
      const given = this.#authorization === undefined ? "and was given none" : "and was given one";
      return new InputError(`${cannot}: it wants a header Authorization that it knows, ${given}`);
    }
    if (status >= 300 && status < 400) {
      return new InputError(`${cannot} and names another address; give that one`);
    }
    return new InputError(`${cannot} ${statusText}`.trim());
  }
}

/** The error as one that may pass; throws those that do not. */
function passingProblem(error: unknown): Passing {
  if (error instanceof Passing) return error;
  if (error instanceof DamagedAnswer) return new Passing(`an answer is damaged: ${error.message}`);
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return new Passing(`it does not answer within ${LONGEST_REQUEST / 1000} s`);
  }
  // fetch() throws it where there is no connection, or where it breaks.
  if (error instanceof TypeError) return new Passing(messageOf(error));
  throw error;
}

/** The bytes of an answer, which may have so many. */
async function read(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooMuch = () =>
    new InputError(
      `Cannot read from ${new URL(response.url).origin}: an answer has more than ` +
        `${Math.round(most / 2 ** 20)} MiB`,
    );
  if (Number(response.headers.get("Content-Length") ?? 0) > most) {
    await response.body?.cancel();
    throw tooMuch();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > most) throw tooMuch();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function checkedUrl(text: string): string {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot use the DICOMweb address "${text}": ${reason}`);
  };
  const url = URL.parse(text) ?? fail('expected such as "https://pacs.example/dicom-web"');
  if (url.protocol !== "http:" && url.protocol !== "https:") fail("expected http:// or https://");
  if (url.username !== "" || url.password !== "") {
    throw new InputError(
      "Cannot use the DICOMweb address: a password in it can be read by all who list the machine's " +
        "programs; give the value of the header Authorization instead, such as Basic and the name " +
        "and password in base64",
    );
  }
  if (url.search !== "" || url.hash !== "") fail("expected nothing behind ? or #");
  return url.href.replace(/\/+$/, "");
}

function checkedHeader(text: string): string {
  const value = text.trim();
  if (/^[\x21-\x7e]+( [\x20-\x7e]+)?$/.test(value)) return value;
  throw new InputError(
    'Cannot use the value of the header Authorization: expected one line such as "Bearer …"',
  );
}
