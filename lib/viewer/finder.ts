/**
 * The viewer's questions to an index, in the API's terms.
 *
 * @module
 */
import { packCodes, unpackCodes } from "../codes/pack.ts";
import { HTTPException } from "hono/http-exception";
import type { Case, Hit } from "../search/case.ts";
import type { CodeStore, StoredCase } from "../search/code_store.ts";
import { cosine, explainMatch, type FindingTargets } from "../search/explain.ts";
import type { Filter } from "../search/filter.ts";
import { parseFilter } from "../search/filter_parser.ts";
import type { Catalogue } from "./catalogue.ts";
import type { CaseAnswer, ExplainRequest, ExplanationAnswer, SearchAnswer } from "./schemas.ts";

/** What a search starts from. */
export type Query =
  | { readonly kind: "film"; readonly continuous: Float32Array }
  | { readonly kind: "case"; readonly id: string }
  | { readonly kind: "code"; readonly code: string };

/** What a search may be told beside its query. */
export interface SearchOptions {
  readonly top: number;
  readonly radius?: number | undefined;
  /** A filter's text. */
  readonly where?: string | undefined;
  /** Whether other films of the query's own patient may be found. */
  readonly samePatient?: boolean;
}

/** Answers questions about one index. */
export class Finder {
  readonly #store: CodeStore;
  readonly #catalogue: Catalogue;
  readonly #targets: FindingTargets | undefined;

  constructor(store: CodeStore, catalogue: Catalogue, targets: FindingTargets | undefined) {
    this.#store = store;
    this.#catalogue = catalogue;
    this.#targets = targets;
  }

  /**
   * The nearest cases.
   *
   * @throws {HTTPException} with status 404 if the query's case is not there
   * @throws {InputError} if the filter cannot be read
   */
  async search(query: Query, options: SearchOptions): Promise<Omit<SearchAnswer, "milliseconds">> {
    const own = query.kind === "case" ? await this.stored(query.id) : undefined;
    const code = own?.code ?? this.#codeOf(query);
    const continuous = query.kind === "film" ? query.continuous : this.#signs(code);
    const hits = await this.#hits(code, own?.case, options);
    const present = new Set(own?.case.labels);
    return {
      query: {
        code: code.toHex(),
        continuous: query.kind === "film" ? Array.from(query.continuous) : null,
        case: own === undefined ? null : caseAnswer(own.case),
        findings: this.#nearestTargets(continuous),
      },
      hits: hits.map((hit) => ({
        distance: hit.distance,
        shared: hit.case.labels.filter((label) => present.has(label)),
        case: caseAnswer(hit.case),
      })),
      summary: this.#catalogue.summarise(hits),
    };
  }

  /**
   * A case with its code.
   *
   * @throws {HTTPException} with status 404 if it is not there
   */
  async stored(id: string): Promise<StoredCase> {
    const [stored] = await this.#store.find([id]);
    if (stored !== undefined) return stored;
    throw new HTTPException(404, { message: `There is no case "${id}" in this collection` });
  }

  /** Why a case was found. */
  async explain({ query, case: id }: ExplainRequest): Promise<ExplanationAnswer> {
    const { code } = await this.stored(id);
    const { agrees, findings } = explainMatch({
      query: await this.#continuousOf(query),
      code,
      targets: this.#targets,
    });
    return { agrees: [...agrees], findings: [...findings] };
  }

  /** The filter in a text, undefined where it is blank. */
  filter(where: string | undefined): Filter | undefined {
    if (where === undefined || where.trim() === "") return undefined;
    return parseFilter(where, this.#store.info.labelNames);
  }

  /** The query's own film never counts as found, and its patient's others only if asked for. */
  async #hits(
    code: Uint8Array,
    own: Case | undefined,
    { top, radius, where, samePatient = false }: SearchOptions,
  ): Promise<readonly Hit[]> {
    const parts: Filter[] = [];
    const wanted = this.filter(where);
    if (wanted !== undefined) parts.push(wanted);
    if (own !== undefined && own.patient !== "" && !samePatient) {
      parts.push({ kind: "not", part: { kind: "patient", patient: own.patient } });
    }
    const found = await this.#store.search({
      code,
      top: own === undefined ? top : top + 1,
      ...(radius === undefined ? {} : { radius }),
      ...(parts.length === 0 ? {} : {
        filter: parts.length === 1 ? parts[0]! : { kind: "and", parts },
      }),
    });
    return found.filter((hit) => hit.case.id !== own?.id).slice(0, top);
  }

  #codeOf(query: Query): Uint8Array {
    const { bits } = this.#store.info;
    if (query.kind === "film") return packCodes(query.continuous, bits);
    const code = query.kind === "code" ? Uint8Array.fromHex(query.code) : new Uint8Array();
    if (8 * code.length === bits) return code;
    throw new HTTPException(400, {
      message: `The code has ${8 * code.length} bits; those of this collection have ${bits}`,
    });
  }

  async #continuousOf(query: ExplainRequest["query"]): Promise<Float32Array> {
    if ("id" in query) return this.#signs((await this.stored(query.id)).code);
    if ("code" in query) return this.#signs(this.#codeOf({ kind: "code", code: query.code }));
    if (query.continuous.length === this.#store.info.bits) {
      return Float32Array.from(query.continuous);
    }
    throw new HTTPException(400, {
      message: `The code has ${query.continuous.length} numbers; those of this collection have ` +
        this.#store.info.bits,
    });
  }

  /** A code of which only the bits are known, as −1 and 1. */
  #signs(code: Uint8Array): Float32Array {
    return Float32Array.from(unpackCodes(code, this.#store.info.bits));
  }

  #nearestTargets(continuous: Float32Array): SearchAnswer["query"]["findings"] {
    const { names, values } = this.#targets ?? { names: [], values: new Float32Array() };
    const bits = continuous.length;
    return names
      .map((label, i) => ({
        label,
        cosine: cosine(continuous, values.subarray(i * bits, (i + 1) * bits)),
      }))
      .sort((a, b) => b.cosine - a.cosine);
  }
}

/** A case as the API gives it: without the place of its film. */
export function caseAnswer({ id, patient, labels, sex, age, view, image }: Case): CaseAnswer {
  return {
    id,
    patient,
    labels: [...labels],
    sex: sex === "F" || sex === "M" ? sex : "",
    age: Number.isNaN(age) ? null : age,
    view,
    hasImage: image !== "",
  };
}
